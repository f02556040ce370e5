/* SPDX-License-Identifier: MIT */
/* The machine as a stream of values, its digest, and the files of snapshots.
 * What a device keeps is devices/save.c's and the models', what the processor
 * keeps cpu/save.c's. */
#include "config.h"

#include "machine/ctcs.h"
#include "machine/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "devices/device.h"
#include "lib/folder.h"
#include "lib/regular.h"
#include "machine/build.h"
#include "machine/console.h"
#include "machine/machine.h"
#include "machine/syncer.h"
#include "machine/terminals.h"

enum { FORMAT = 1, CHUNK = 65536, KEY_BLOCK = 2048, NAME = 4096 };

static const char magic[SNAPSHOT_MAGIC + 1] = "CAMSNAP2";

static bool
all_zero(const uint8_t *p, size_t len)
{
    return p[0] == 0 && memcmp(p, p + 1, len - 1) == 0;
}

static void
pack_storage(struct pack *p, const struct storage *st)
{
    uint32_t next = 0;

    pack_tag(p, "STOR");
    for (uint32_t i = 0; i < st->size / CHUNK; i++)
        if (!all_zero(st->main + i * CHUNK, CHUNK)) {
            pack_num(p, i - next + 1);
            pack_data(p, st->main + i * CHUNK, CHUNK);
            next = i + 1;
        }
    pack_num(p, 0);
    pack_data(p, st->keys, st->size / KEY_BLOCK);
}

static void
unpack_storage(struct unpack *u, struct storage *st)
{
    uint32_t next = 0, skip, chunks = st->size / CHUNK;

    unpack_tag(u, "STOR");
    if (!unpack_ok(u))
        return;
    memset(st->main, 0, st->size);
    while ((skip = (uint32_t)unpack_num(u, chunks - next)) != 0) {
        next += skip;
        if (unpack_data(u, st->main + (next - 1) * CHUNK, CHUNK) != CHUNK)
            unpack_fail(u, "has a part of storage of another length");
    }
    if (unpack_data(u, st->keys, st->size / KEY_BLOCK) != st->size / KEY_BLOCK)
        unpack_fail(u, "has storage keys of another number");
}

void
snapshot_pack_core(struct machine *m, struct pack *p)
{
    pack_storage(p, &m->storage);
    cpu_save(m->cpu, p);
}

void
snapshot_unpack_core(struct machine *m, struct unpack *u)
{
    unpack_storage(u, &m->storage);
    cpu_load(m->cpu, u);
}

/* Machine time and the operator's part. Host times are not in it. */
static void
pack_time(struct machine *m, struct pack *p)
{
    pack_tag(p, "TIME");
    pack_num(p, m->clock.speed);
    pack_num(p, m->clock.next_point);
    pack_num(p, m->itimer_next);
    pack_flag(p, m->ipl_active);
    pack_num(p, m->ipl_addr);
    pack_num(p, evq_now(m->evq));
    pack_num(p, evq_seq(m->evq));
    device_pack_event(p, &m->sync);
}

static void
unpack_time(struct machine *m, struct unpack *u)
{
    uint64_t now, seq, when = 0, sync = 0;

    unpack_tag(u, "TIME");
    m->clock.speed = unpack_num(u, UINT32_MAX);
    m->clock.next_point = unpack_num(u, UINT64_MAX);
    m->itimer_next = unpack_num(u, UINT64_MAX);
    m->ipl_active = unpack_flag(u);
    m->ipl_addr = (uint16_t)unpack_num(u, 0xffff);
    now = unpack_num(u, UINT64_MAX);
    seq = unpack_num(u, UINT64_MAX);
    evq_cancel(m->evq, &m->sync);
    if (unpack_flag(u)) {
        when = unpack_num(u, UINT64_MAX);
        sync = unpack_num(u, UINT64_MAX);
        if (unpack_ok(u))
            evq_restore(m->evq, &m->sync, when, sync);
    }
    evq_set_now(m->evq, now);
    evq_set_seq(m->evq, seq);
}

static unsigned
count_devices(struct machine *m)
{
    struct device *dev = NULL;
    unsigned n = 0;

    while ((dev = chansys_next(m->cs, dev)) != NULL)
        n++;
    return n;
}

void
snapshot_pack(struct machine *m, struct pack *p)
{
    struct device *dev = NULL;

    snapshot_pack_core(m, p);
    pack_num(p, count_devices(m));
    while ((dev = chansys_next(m->cs, dev)) != NULL)
        chansys_save_device(dev, p);
    chansys_save(m->cs, p);
    terminals_save(m->terminals, p);
    pack_time(m, p);
}

/* Takes the devices; in a machine that has them, they must be the same. */
static bool
unpack_devices(struct machine *m, struct unpack *u, bool fresh, struct err *e)
{
    unsigned n = (unsigned)unpack_num(u, CONFIG_MAX_DEVICES);
    struct device *dev = NULL;

    for (unsigned i = 0; i < n; i++) {
        if (fresh) {
            dev = chansys_make_device(m->cs, u, e);
            if (dev == NULL)
                return false;
            machine_connect(m, dev);
        } else {
            dev = chansys_next(m->cs, dev);
            if (dev == NULL)
                return err_set(e, "there are more devices than here");
            if (!chansys_load_device(dev, u, e))
                return false;
        }
    }
    if (!fresh && chansys_next(m->cs, dev) != NULL)
        return err_set(e, "there are fewer devices than here");
    return true;
}

bool
snapshot_unpack(struct machine *m, struct unpack *u, bool fresh, struct err *e)
{
    snapshot_unpack_core(m, u);
    if (!unpack_ok(u))
        return err_set(e, "%s", u->err.text);
    if (!unpack_devices(m, u, fresh, e))
        return false;
    chansys_load(m->cs, u);
    if (fresh || u->kind == PACK_MEMORY)
        terminals_load(m->terminals, u);
    else
        terminals_skip(u);
    unpack_time(m, u);
    m->clock.seg_count = m->cpu->icount;
    return unpack_ok(u) || err_set(e, "%s", u->err.text);
}

struct digest_value
snapshot_digest(struct machine *m)
{
    struct pack p;

    pack_init(&p, PACK_DIGEST);
    digest_add(&p.digest, m->storage.main, m->storage.size);
    digest_add(&p.digest, m->storage.keys, m->storage.size / KEY_BLOCK);
    cpu_save(m->cpu, &p);
    chansys_digest(m->cs, &p);
    return digest_end(&p.digest);
}

bool
snapshot_write(struct machine *m, struct pack *p, struct err *e)
{
    struct device *dev = chansys_unsaved(m->cs);

    if (dev != NULL)
        return err_set(e, "device %04X: a %s cannot be in a snapshot",
                       dev->addr, dev->model->type);
    pack_tag(p, "HEAD");
    pack_num(p, FORMAT);
    pack_text(p, CAMBRIDGE_BUILD);
    pack_num(p, m->storage.size >> 20);
    pack_num(p, m->cpu->cpuid);
    pack_num(p, m->cpu->facilities);
    pack_num(p, count_devices(m));
    while ((dev = chansys_next(m->cs, dev)) != NULL) {
        pack_num(p, dev->addr);
        pack_text(p, dev->model->type);
    }
    snapshot_pack(m, p);
    pack_boundary(p);
    return pack_ok(p) || err_set(e, "%s", p->err.text);
}

bool
snapshot_read_head(struct unpack *u, struct config *c, uint64_t *cpuid,
                   struct err *e)
{
    char build[128];
    uint64_t format;

    unpack_tag(u, "HEAD");
    format = unpack_num(u, UINT64_MAX);
    if (unpack_ok(u) && format != FORMAT)
        return err_set(e, "it is of format %llu, and this program knows %d",
                       (unsigned long long)format, FORMAT);
    unpack_text(u, build, sizeof build);
    c->mainsize = (unsigned)unpack_num(u, CONFIG_MAX_MAINSIZE);
    *cpuid = unpack_num(u, UINT64_MAX);
    c->facilities = (unsigned)unpack_num(u, 0xff);
    if (unpack_ok(u) && c->mainsize == 0)
        unpack_fail(u, "describes a machine without storage");
    return unpack_ok(u) || err_set(e, "%s", u->err.text);
}

void
snapshot_skip_devices(struct unpack *u)
{
    unsigned n = (unsigned)unpack_num(u, CONFIG_MAX_DEVICES);
    char type[32];

    while (n-- > 0 && unpack_ok(u)) {
        unpack_num(u, 0xffff);
        unpack_text(u, type, sizeof type);
    }
}

static bool
same_device(const struct device *dev, uint16_t addr, const char *type,
            struct err *e)
{
    if (dev == NULL || dev->addr > addr)
        return err_set(e, "device %04X %s is in it and not here", addr, type);
    if (dev->addr < addr)
        return err_set(e, "device %04X is here and not in it", dev->addr);
    if (strcmp(dev->model->type, type) != 0)
        return err_set(e, "device %04X is a %s in it, and a %s here", addr,
                       type, dev->model->type);
    return true;
}

/* Is the machine of the head this one? */
static bool
same_machine(struct machine *m, struct unpack *u, struct err *e)
{
    struct config c;
    struct device *dev = NULL;
    uint64_t cpuid;
    unsigned n;

    if (!snapshot_read_head(u, &c, &cpuid, e))
        return false;
    if (c.mainsize != m->storage.size >> 20)
        return err_set(e, "it is of a machine of %u MB, this one has %u",
                       c.mainsize, m->storage.size >> 20);
    if (cpuid != m->cpu->cpuid || c.facilities != m->cpu->facilities)
        return err_set(e, "it is of a machine with another processor "
                          "(CPUMODEL, CPUSERIAL or FACILITY)");
    n = (unsigned)unpack_num(u, CONFIG_MAX_DEVICES);
    for (unsigned i = 0; i < n && unpack_ok(u); i++) {
        uint16_t addr = (uint16_t)unpack_num(u, 0xffff);
        char type[32];

        unpack_text(u, type, sizeof type);
        dev = chansys_next(m->cs, dev);
        if (unpack_ok(u) && !same_device(dev, addr, type, e))
            return false;
    }
    if (unpack_ok(u) && chansys_next(m->cs, dev) != NULL)
        return err_set(e, "device %04X is here and not in it",
                       chansys_next(m->cs, dev)->addr);
    return unpack_ok(u) || err_set(e, "%s", u->err.text);
}

int
snapshot_open(const char *path, const char *letters, const char *what,
              uint64_t *boundary, bool *cut, struct err *e)
{
    char have[SNAPSHOT_MAGIC];
    uint64_t end;
    int fd = regular_open(path, O_RDONLY, e);

    if (fd < 0)
        return -1;
    if (pread(fd, have, sizeof have, 0) != (ssize_t)sizeof have ||
        memcmp(have, letters, sizeof have) != 0)
        err_set(e, "%s: is not a %s", path, what);
    else if (!pack_check(fd, SNAPSHOT_MAGIC, &end, boundary, cut, e))
        err_prefix(e, "%s", path);
    else
        return fd;
    close(fd);
    return -1;
}

bool
snapshot_save(struct machine *m, const char *path, struct err *e)
{
    char temp[NAME];
    struct pack p;
    int fd;
    bool ok;

    if (snprintf(temp, sizeof temp, "%s.new", path) >= NAME)
        return err_set(e, "%s: the name is too long", path);
    fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return err_set(e, "%s: %s", temp, strerror(errno));
    pack_init_file(&p, fd);
    if (write(fd, magic, SNAPSHOT_MAGIC) != SNAPSHOT_MAGIC)
        pack_fail(&p, "write: %s", strerror(errno));
    ok = snapshot_write(m, &p, e) || err_prefix(e, "%s", path);
    pack_free(&p);
    if (ok && fsync(fd) != 0)
        ok = err_set(e, "%s: %s", temp, strerror(errno));
    close(fd);
    if (ok && rename(temp, path) != 0)
        ok = err_set(e, "%s: %s", path, strerror(errno));
    ok = ok && sync_folder(path, e);
    if (!ok)
        unlink(temp);
    return ok;
}

/* The guest's clocks go on from where they were. */
static void
resume(struct machine *m)
{
    m->base.tod0 += cpu_now(m->cpu) - machine_wall(m);
    m->clock.seg_wall = machine_wall(m);
    atomic_store(&m->state,
                 m->cpu->stopped ? MACHINE_STOPPED : MACHINE_RUNNING);
}

static bool
load(struct machine *m, struct unpack *u, bool *changed, struct err *e)
{
    if (!same_machine(m, u, e))
        return false;
    *changed = true;
    syncer_wait(m->syncer);
    terminals_drop(m->terminals);
    ctcs_resume(m);
    if (!snapshot_unpack(m, u, false, e)) {
        chansys_reset(m->cs);
        cpu_clear_reset(m->cpu);
        cpu_forget(m->cpu);
        m->cpu->stopped = true;
        m->ipl_active = false;
        resume(m);
        return false;
    }
    terminals_drop(m->terminals);
    ctcs_resume(m);
    resume(m);
    return true;
}

bool
snapshot_load(struct machine *m, const char *path, bool *changed, struct err *e)
{
    uint64_t end;
    struct unpack u;
    bool ok, cut;
    int fd = snapshot_open(path, magic, "snapshot", &end, &cut, e);

    *changed = false;
    if (fd < 0)
        return false;
    if (cut) {
        close(fd);
        return err_set(e, "%s: is cut off", path);
    }
    unpack_init_file(&u, fd, SNAPSHOT_MAGIC, end);
    ok = load(m, &u, changed, e) || err_prefix(e, "%s", path);
    unpack_free(&u);
    close(fd);
    return ok;
}

void
cmd_snapshot(struct machine *m, int argc, char **argv)
{
    struct err e;
    bool changed;

    (void)argc;
    if (strcasecmp(argv[1], "save") == 0) {
        if (snapshot_save(m, argv[2], &e))
            console_printf(m, "Saved %s at instruction %llu", argv[2],
                           (unsigned long long)m->cpu->icount);
        else
            console_printf(m, "snapshot: %s", e.text);
    } else if (strcasecmp(argv[1], "load") != 0) {
        console_printf(m, "snapshot: \"%s\" is not save or load", argv[1]);
    } else if (m->record != NULL) {
        console_printf(m, "snapshot: not while a recording is made");
    } else if (snapshot_load(m, argv[2], &changed, &e)) {
        console_printf(m, "Loaded %s: at instruction %llu", argv[2],
                       (unsigned long long)m->cpu->icount);
    } else {
        console_printf(m, "snapshot: %s", e.text);
        if (changed)
            console_printf(m, "The system was reset and cleared");
    }
}
