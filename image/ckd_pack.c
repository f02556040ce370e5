/* SPDX-License-Identifier: MIT */
/* A volume's contents in a snapshot, track by track, whatever the kind of its
 * file and whatever lies above it; and back, into a throw-away volume or into
 * a new file that takes the old one's place. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image/fba.h"
#include "image/layer.h"
#include "image/replace.h"
#include "image/scratch.h"

enum { CYLS_MAX = 65536, HEADS_MAX = 256, TRACK_MAX = 65536, NAME = 4096 };
static const uint64_t VOLUME_MAX = 64ull << 30; /* bytes */

struct scratch_layer {
    struct layer l;
    struct scratch *s;
};

static struct scratch *
scratch_of(struct layer *l)
{
    return ((struct scratch_layer *)(void *)l)->s;
}

static uint64_t
track_at(const struct layer *l, unsigned track)
{
    return (uint64_t)track * l->geo.track_size;
}

static bool
scratch_track(struct layer *l, unsigned track, uint8_t *buf, bool *present,
              struct err *err)
{
    *present = true;
    return scratch_read(scratch_of(l), buf, l->geo.track_size,
                        track_at(l, track), err);
}

static bool
scratch_part(struct layer *l, unsigned track, unsigned at, const uint8_t *data,
             unsigned len, struct err *err)
{
    return scratch_write(scratch_of(l), data, len, track_at(l, track) + at,
                         err);
}

static void
scratch_close(struct layer *l)
{
    scratch_free(scratch_of(l));
    layer_free(l);
}

static const struct layer_ops scratch_ops = {
    .read = scratch_track,
    .write = scratch_part,
    .close = scratch_close,
};

struct ckd *
ckd_scratch(const char *name, const struct ckd_geometry *geo, struct err *err)
{
    struct layer *l =
        layer_new(sizeof(struct scratch_layer), &scratch_ops, name);
    struct scratch_layer *sl = (struct scratch_layer *)(void *)l;

    if (l == NULL) {
        err_set(err, "%s: no storage", name);
        return NULL;
    }
    l->geo = *geo;
    sl->s = scratch_create(track_at(l, geo->cyls * geo->heads), err);
    if (sl->s == NULL) {
        layer_free(l);
        return NULL;
    }
    return ckd_over(l, err);
}

static struct scratch *
marks_of(struct ckd *c)
{
    struct layer *l = ckd_top(c);

    return l->ops == &scratch_ops ? scratch_of(l) : NULL;
}

/* The loaded track is loaded again at the end: who has a record of it goes on.
 */
static void
pack_tracks(struct pack *p, struct ckd *c, const struct ckd_geometry *geo)
{
    unsigned next = 0;
    int loaded = ckd_loaded(c);
    struct err err;

    for (unsigned t = 0; t < geo->cyls * geo->heads && pack_ok(p); t++) {
        const uint8_t *buf = ckd_raw_track(c, t, &err);

        if (buf == NULL) {
            pack_fail(p, "%s", err.text);
        } else if (!all_zero(buf, geo->track_size)) {
            pack_num(p, t - next + 1);
            pack_data(p, buf, geo->track_size);
            next = t + 1;
        }
    }
    pack_num(p, 0);
    if (loaded >= 0)
        ckd_load(c, (unsigned)loaded / geo->heads,
                 (unsigned)loaded % geo->heads, &err);
}

void
ckd_pack(struct pack *p, struct ckd *c)
{
    const struct ckd_geometry *geo = ckd_geometry(c);

    pack_text(p, ckd_path(c));
    pack_num(p, geo->devtype);
    pack_num(p, geo->cyls);
    pack_num(p, geo->heads);
    pack_num(p, geo->track_size);
    pack_num(p, geo->blocks);
    pack_flag(p, ckd_read_only(c));
    if (p->kind != PACK_MEMORY)
        pack_tracks(p, c, geo);
    else if (marks_of(c) != NULL)
        pack_num(p, scratch_mark(marks_of(c)));
    else
        pack_fail(p, "%s: is no volume of a replay", ckd_path(c));
}

static bool
unpack_tracks(struct unpack *u, struct ckd *c, struct err *err)
{
    const struct ckd_geometry *geo = ckd_geometry(c);
    unsigned tracks = geo->cyls * geo->heads, next = 0, skip;
    uint8_t *buf = malloc(geo->track_size);
    bool ok = buf != NULL || err_set(err, "out of memory");

    while (ok && (skip = (unsigned)unpack_num(u, tracks - next)) != 0) {
        next += skip;
        if (unpack_data(u, buf, geo->track_size) != geo->track_size)
            unpack_fail(u, "has a track of another length");
        if (!unpack_ok(u))
            break;
        ok = ckd_put_track(c, next - 1, buf, err);
    }
    free(buf);
    return ok && (unpack_ok(u) || err_set(err, "%s", u->err.text));
}

/* A disk that cannot be written must be as it was. */
static bool
same_tracks(struct unpack *u, struct ckd *c, struct err *err)
{
    const struct ckd_geometry *geo = ckd_geometry(c);
    unsigned tracks = geo->cyls * geo->heads, next = 0, t = 0, skip;
    uint8_t *want = malloc(geo->track_size);
    bool ok = want != NULL || err_set(err, "out of memory");

    while (ok && unpack_ok(u)) {
        skip = (unsigned)unpack_num(u, tracks - next);
        next = skip == 0 ? tracks : next + skip;
        for (; ok && t < next; t++) {
            const uint8_t *have = ckd_raw_track(c, t, err);
            bool written = skip != 0 && t == next - 1;

            if (written &&
                unpack_data(u, want, geo->track_size) != geo->track_size)
                unpack_fail(u, "has a track of another length");
            ok = have != NULL &&
                 ((written ? memcmp(have, want, geo->track_size) == 0
                           : all_zero(have, geo->track_size)) ||
                  err_set(err, "%s: was changed since the snapshot",
                          ckd_path(c)));
        }
        if (skip == 0)
            break;
    }
    free(want);
    return ok && (unpack_ok(u) || err_set(err, "%s", u->err.text));
}

/* The volume's description; the file's name goes to `name`. */
static bool
unpack_geometry(struct unpack *u, char *name, struct ckd_geometry *geo,
                bool *read_only, struct err *err)
{
    unpack_text(u, name, NAME);
    geo->devtype = (uint16_t)unpack_num(u, UINT16_MAX);
    geo->cyls = (unsigned)unpack_num(u, CYLS_MAX);
    geo->heads = (unsigned)unpack_num(u, HEADS_MAX);
    geo->track_size = (unsigned)unpack_num(u, TRACK_MAX);
    geo->blocks = (unsigned)unpack_num(u, FBA_BLOCKS_MAX);
    *read_only = unpack_flag(u);
    if (geo->blocks > (uint64_t)geo->cyls * geo->heads * FBA_GROUP ||
        (geo->blocks > 0 && geo->track_size != FBA_GROUP * FBA_BLOCK))
        unpack_fail(u, "describes a volume that cannot be");
    if (geo->cyls == 0 || geo->heads == 0 || geo->track_size < CKD_ATOM ||
        geo->track_size % CKD_ATOM != 0 ||
        (uint64_t)geo->cyls * geo->heads * geo->track_size > VOLUME_MAX)
        unpack_fail(u, "describes a volume that cannot be");
    return unpack_ok(u) || err_set(err, "%s", u->err.text);
}

static bool
same_geometry(const struct ckd_geometry *a, const struct ckd_geometry *b)
{
    return a->devtype == b->devtype && a->cyls == b->cyls &&
           a->heads == b->heads && a->track_size == b->track_size &&
           a->blocks == b->blocks;
}

/* A new file of the same kind and size. */
static struct ckd *
like(const char *path, struct ckd *old, struct err *err)
{
    const struct ckd_geometry *geo = ckd_geometry(old);

    if (geo->blocks > 0 && fba_is_part(old)) {
        err_set(err,
                "%s: is only in part a drive; a snapshot cannot be loaded "
                "into it",
                ckd_path(old));
        return NULL;
    }
    if (geo->blocks > 0)
        return fba_create(path, geo->blocks, err)
                   ? fba_open(path, geo->devtype, 0, 0, 0, err)
                   : NULL;
    return ckd_create_as(path, geo,
                         ckd_top(old)->ops->whole ? CKD_ZLIB : CKD_FLAT, err)
               ? ckd_open(path, 0, err)
               : NULL;
}

/* The contents into a new file, which takes the place of the old one. */
static struct ckd *
replace(struct unpack *u, struct ckd *old, struct err *err)
{
    struct replacement r;
    struct ckd *c;

    if (ckd_top(old)->below != NULL) {
        err_set(err,
                "%s: has files above it (shadow files); a snapshot cannot be "
                "loaded into it",
                ckd_path(old));
        return NULL;
    }
    if (!replace_begin(&r, ckd_path(old), err))
        return NULL;
    c = like(r.temp, old, err);
    if (c != NULL && unpack_tracks(u, c, err) &&
        (ckd_renamed(c, ckd_path(old)) || err_set(err, "out of memory")) &&
        replace_end(&r, ckd_top(c)->fd, ckd_top(old)->fd, err))
        return c;
    ckd_close(c);
    unlink(r.temp);
    return NULL;
}

struct ckd *
ckd_unpack(struct unpack *u, struct ckd *old, struct err *err)
{
    struct ckd_geometry geo;
    char name[NAME];
    bool read_only;
    struct ckd *c;

    if (!unpack_geometry(u, name, &geo, &read_only, err))
        return NULL;
    if (old != NULL && !same_geometry(&geo, ckd_geometry(old))) {
        err_set(err, "%s: is of another size than in the snapshot",
                ckd_path(old));
        return NULL;
    }
    if (u->kind == PACK_MEMORY) {
        uint64_t mark = unpack_num(u, UINT64_MAX);

        return old != NULL && marks_of(old) != NULL &&
                       scratch_return(marks_of(old), mark, err)
                   ? ckd_forget(old)
                   : NULL;
    }
    if (old != NULL && !ckd_read_only(old))
        return replace(u, old, err);
    if (old != NULL)
        return same_tracks(u, old, err) ? old : NULL;
    c = ckd_scratch(name, &geo, err);
    if (c != NULL && unpack_tracks(u, c, err)) {
        ckd_top(c)->read_only = read_only;
        return c;
    }
    ckd_close(c);
    return NULL;
}
