/* SPDX-License-Identifier: MIT */
/* Opening a recording, and going back in it: to a snapshot in memory, taken
 * now and then on the way, or to the beginning. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "devices/device.h"
#include "machine/machine.h"
#include "machine/replay_state.h"
#include "machine/snapshot.h"

/* Host time between two snapshots: at least this, and many times what one
 * took. */
enum { SAVE_NS = 500 * 1000 * 1000, SAVE_SHARE = 20 };

struct replay *
replay_open(const char *path, struct config *c, struct err *e)
{
    struct replay *r = calloc(1, sizeof *r);

    if (r == NULL || (r->path = strdup(path)) == NULL)
        abort();
    r->fd = snapshot_open(path, RECORD_MAGIC, "recording", &r->boundary,
                          &r->cut, e);
    if (r->fd < 0) {
        replay_close(r);
        return NULL;
    }
    unpack_init_file(&r->u, r->fd, SNAPSHOT_MAGIC, r->boundary);
    if (!snapshot_read_head(&r->u, c, &r->cpuid, e)) {
        err_prefix(e, "%s", path);
        replay_close(r);
        return NULL;
    }
    snapshot_skip_devices(&r->u);
    r->start = unpack_tell(&r->u);
    return r;
}

static bool
load_start(struct replay *r, struct err *e)
{
    if (!snapshot_unpack(r->m, &r->u, true, e))
        return err_prefix(e, "%s", r->path);
    r->count = r->agreed = r->m->cpu->icount;
    r->have = r->over = false;
    replay_check(r);
    return true;
}

bool
replay_begin(struct replay *r, struct machine *m, uint64_t to, struct err *e)
{
    r->m = m;
    r->to = to;
    r->interactive = to != UINT64_MAX;
    m->replay = r;
    m->cpu->cpuid = r->cpuid;
    return load_start(r, e);
}

void
replay_close(struct replay *r)
{
    if (r == NULL)
        return;
    replay_forget_saves(r);
    replay_free_entry(r);
    unpack_free(&r->u);
    if (r->fd >= 0)
        close(r->fd);
    free(r->path);
    free(r);
}

static void
forget(struct replay *r, unsigned from)
{
    while (r->nsaves > from)
        pack_free(&r->saves[--r->nsaves].machine);
}

void
replay_forget_saves(struct replay *r)
{
    forget(r, 0);
    r->save_after = 0;
}

/* Every second one goes; the first stays. */
static void
thin_out(struct replay *r)
{
    unsigned n = 0;

    for (unsigned i = 0; i < r->nsaves; i++)
        if (i % 2 == 0)
            r->saves[n++] = r->saves[i];
        else
            pack_free(&r->saves[i].machine);
    r->nsaves = n;
}

void
replay_save(struct replay *r)
{
    uint64_t now = r->interactive ? clock_mono_ns() : 0, took;
    struct replay_save *s;

    if (!r->interactive || r->over || now < r->save_after ||
        replay_next(r) == NULL)
        return;
    if (r->nsaves == SAVES_MAX)
        thin_out(r);
    s = &r->saves[r->nsaves];
    s->count = r->m->cpu->icount;
    s->at = r->at;
    s->entry_count = r->count;
    s->agreed = r->agreed;
    pack_init(&s->machine, PACK_MEMORY);
    snapshot_pack(r->m, &s->machine);
    if (pack_ok(&s->machine))
        r->nsaves++;
    else
        pack_free(&s->machine);
    took = clock_mono_ns() - now;
    r->save_after = now + took + SAVE_NS + SAVE_SHARE * took;
}

static void
take_devices_away(struct machine *m)
{
    struct device *dev;
    struct err e;

    while ((dev = chansys_next(m->cs, NULL)) != NULL)
        chansys_detach(m->cs, dev->addr, &e);
}

bool
replay_back(struct replay *r, uint64_t count, struct err *e)
{
    unsigned n = r->nsaves;
    struct replay_save *s;
    struct unpack u;
    bool ok;

    while (n > 0 && r->saves[n - 1].count >= count)
        n--;
    forget(r, n);
    replay_free_entry(r);
    r->over = false;
    if (n == 0) {
        take_devices_away(r->m);
        replay_forget_saves(r);
        return unpack_seek(&r->u, r->start) && load_start(r, e);
    }
    s = &r->saves[n - 1];
    unpack_init(&u, PACK_MEMORY, s->machine.buf + PACK_HEADER, s->machine.len);
    ok = snapshot_unpack(r->m, &u, false, e);
    unpack_free(&u);
    r->count = s->entry_count;
    r->agreed = s->agreed;
    return ok && unpack_seek(&r->u, s->at);
}
