/* SPDX-License-Identifier: MIT */
/* A tape's contents and position in snapshots and recordings. */
#include "config.h"

#include "image/tape.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image/replace.h"
#include "image/scratch.h"
#include "image/tape_state.h"

enum { PIECE = 1 << 18 };

void
tape_pack_position(struct pack *p, const struct tape *t)
{
    pack_num(p, (uint64_t)t->at);
    pack_num(p, t->prev);
}

void
tape_pack(struct pack *p, const struct tape *t)
{
    uint8_t *buf = malloc(PIECE);
    off_t at = 0;

    if (buf == NULL)
        pack_fail(p, "out of memory");
    pack_flag(p, t->noring);
    pack_num(p, (uint64_t)t->size);
    while (at < t->size && pack_ok(p)) {
        ssize_t n = pread(t->fd, buf, PIECE, at);

        if (n <= 0)
            pack_fail(p, "%s: %s", t->path,
                      n < 0 ? strerror(errno) : "the file was cut");
        else
            pack_data(p, buf, (size_t)n);
        at += n;
    }
    free(buf);
    tape_pack_position(p, t);
}

/* Does the file hold these bytes? */
static bool
holds(const struct tape *t, const uint8_t *data, size_t len, off_t at)
{
    uint8_t *have = malloc(len + 1);
    bool same = have != NULL && pread(t->fd, have, len, at) == (ssize_t)len &&
                memcmp(have, data, len) == 0;

    free(have);
    return same;
}

/* The contents to the file; a protected tape's are compared. */
static bool
unpack_contents(struct unpack *u, struct tape *t, bool compare, struct err *err)
{
    off_t size = (off_t)unpack_num(u, INT64_MAX), at = 0;
    uint8_t *buf = malloc(PIECE);
    bool ok = buf != NULL || err_set(err, "out of memory");

    if (ok && compare && size != t->size)
        ok = err_set(err, "%s: was changed since the snapshot", t->path);
    while (ok && at < size && unpack_ok(u)) {
        size_t n = unpack_data(u, buf, PIECE);

        if (n == 0)
            unpack_fail(u, "has a tape that is shorter than it says");
        else if (compare && !holds(t, buf, n, at))
            ok = err_set(err, "%s: was changed since the snapshot", t->path);
        else if (!compare && !tape_put_bytes(t, buf, n, at))
            ok = err_set(err, "%s: %s", t->path, strerror(errno));
        at += (off_t)n;
    }
    free(buf);
    return ok && (unpack_ok(u) || err_set(err, "%s", u->err.text));
}

static bool
unpack_position(struct unpack *u, struct tape *t, struct err *err)
{
    off_t at = (off_t)unpack_num(u, (uint64_t)t->size);
    uint32_t prev = (uint32_t)unpack_num(u, TAPE_BLOCK);

    if (!unpack_ok(u))
        return err_set(err, "%s", u->err.text);
    t->at = at;
    t->prev = prev;
    return true;
}

static struct tape *
unpack_new(struct unpack *u, const char *path, const struct tape_options *o,
           struct err *err)
{
    struct tape *t = tape_new(path, o, err);
    bool noring = unpack_flag(u);

    if (t == NULL)
        return NULL;
    t->fd = scratch_file(err);
    t->scratch = true;
    if (t->fd >= 0 && unpack_contents(u, t, false, err) &&
        unpack_position(u, t, err)) {
        tape_choose_method(t, o);
        t->noring = noring;
        return t;
    }
    tape_close(t);
    return NULL;
}

struct tape *
tape_unpack(struct unpack *u, const char *path, const struct tape_options *o,
            struct tape *old, struct err *err)
{
    struct replacement r;
    struct tape *t;

    if (old == NULL)
        return unpack_new(u, path, o, err);
    unpack_flag(u);
    if (old->noring)
        return unpack_contents(u, old, true, err) &&
                       unpack_position(u, old, err)
                   ? old
                   : NULL;
    if (!replace_begin(&r, old->path, err))
        return NULL;
    t = tape_open_as(r.temp, o, err);
    if (t == NULL)
        return NULL;
    t->method = old->method;
    if (unpack_contents(u, t, false, err) && unpack_position(u, t, err) &&
        replace_end(&r, t->fd, old->fd, err)) {
        char *name = t->path;

        t->path = old->path; /* old is closed by its next owner */
        old->path = name;
        return t;
    }
    unlink(r.temp);
    tape_close(t);
    return NULL;
}
