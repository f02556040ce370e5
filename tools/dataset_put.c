/* SPDX-License-Identifier: MIT */
/* Replacing the contents of a sequential data set within the space it has. The
 * blocks are laid out first, by the drive's own capacity, so that what does not
 * fit changes nothing. DS1LSTAR and DS1TRBAL of its DSCB are written last. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "image/drives.h"
#include "lib/codepage.h"
#include "tools/dataset.h"

enum { RECFM = 0xc0, FIXED = 0x80, VARIABLE = 0x40, SPANNED = 0x08 };
enum { DSCB = 140, LSTAR = 98, TRBAL = 101 };

/* Blocks, one behind the other. */
struct blocks {
    uint8_t *bytes;
    size_t n, room;
    unsigned *len; /* of each */
    size_t count, count_room;
    size_t open; /* where the block that is being filled begins */
};

static bool
add_bytes(struct blocks *b, const uint8_t *p, size_t n)
{
    if (b->n + n > b->room) {
        size_t room = 2 * (b->n + n) + 65536;
        uint8_t *q = realloc(b->bytes, room);

        if (q == NULL)
            return false;
        b->bytes = q;
        b->room = room;
    }
    memcpy(b->bytes + b->n, p, n);
    b->n += n;
    return true;
}

static bool
close_block(struct blocks *b, bool variable)
{
    size_t len = b->n - b->open;

    if (len == 0)
        return true;
    if (b->count == b->count_room) {
        size_t room = 2 * b->count_room + 1024;
        unsigned *q = realloc(b->len, room * sizeof(*q));

        if (q == NULL)
            return false;
        b->len = q;
        b->count_room = room;
    }
    if (variable) {
        b->bytes[b->open] = (uint8_t)(len >> 8);
        b->bytes[b->open + 1] = (uint8_t)len;
    }
    b->len[b->count++] = (unsigned)len;
    b->open = b->n;
    return true;
}

/* One record, with its descriptor if variable, into a block. */
static bool
add_record(struct blocks *b, const struct vtoc_dataset *d, const uint8_t *rec,
           size_t len)
{
    bool variable = (d->recfm & RECFM) == VARIABLE;
    size_t size = len + (variable ? 4 : 0), used = b->n - b->open;
    const uint8_t head[4] = {(uint8_t)(size >> 8), (uint8_t)size, 0, 0};

    if (used > 0 && (used + size > d->blksize || !(d->recfm & 0x10))) {
        if (!close_block(b, variable))
            return false;
        used = 0;
    }
    if (variable && used == 0 && !add_bytes(b, (const uint8_t[4]){0}, 4))
        return false;
    return (!variable || add_bytes(b, head, 4)) && add_bytes(b, rec, len);
}

static unsigned
longest(const struct vtoc_dataset *d)
{
    return (d->recfm & RECFM) == VARIABLE ? d->lrecl - 4 : d->lrecl;
}

static bool
text_records(struct blocks *b, const struct vtoc_dataset *d, const uint8_t *p,
             size_t n, struct err *err)
{
    unsigned max = longest(d), line = 1;
    uint8_t *rec = malloc(n + max + 1);
    bool ok = rec != NULL || err_set(err, "no storage");

    for (; ok && n > 0; line++) {
        const uint8_t *end = memchr(p, '\n', n);
        size_t size = end ? (size_t)(end - p) : n, lost = 0, len;

        len = codepage_from_utf8(CP_1047, (const char *)p, size, rec, 0x40,
                                 &lost);
        if (lost > 0 || len > max) {
            ok = lost > 0 ? err_set(err,
                                    "line %u: a character that code page 1047 "
                                    "lacks",
                                    line)
                          : err_set(err, "line %u: longer than %u characters",
                                    line, max);
            break;
        }
        if (len == 0)
            rec[len++] = 0x40;
        if ((d->recfm & RECFM) == FIXED) {
            memset(rec + len, 0x40, max - len);
            len = max;
        }
        ok = add_record(b, d, rec, len) || err_set(err, "no storage");
        size += end != NULL;
        p += size;
        n -= size;
    }
    free(rec);
    return ok;
}

static bool
binary_records(struct blocks *b, const struct vtoc_dataset *d, const uint8_t *p,
               size_t n, struct err *err)
{
    if ((d->recfm & RECFM) != FIXED)
        return err_set(err, "only fixed records are put in binary");
    if (n % d->lrecl != 0)
        return err_set(err, "%zu bytes are no whole number of %u", n, d->lrecl);
    for (; n > 0; p += d->lrecl, n -= d->lrecl)
        if (!add_record(b, d, p, d->lrecl))
            return err_set(err, "no storage");
    return true;
}

/* Where the next block goes. */
struct place {
    const struct vtoc_dataset *d;
    const struct ckd_kind *kind;
    unsigned track; /* relative */
    unsigned rec, used;
};

static void
advance(struct place *p, unsigned len)
{
    if (p->used + ckd_space_last(p->kind, 0, len) > p->kind->capacity) {
        p->track++;
        p->rec = p->used = 0;
    }
    p->used += ckd_space_of(p->kind, 0, len);
    p->rec++;
}

/* Lays it all out, the end-of-file record too: the tracks it takes. */
static unsigned
layout(struct place p, const struct blocks *b)
{
    for (size_t i = 0; i < b->count; i++)
        advance(&p, b->len[i]);
    advance(&p, 0);
    return p.track + 1;
}

static bool
write_block(struct vtoc *v, const struct place *p, struct ckd_rec *r,
            const uint8_t *bytes, unsigned len, struct err *err)
{
    unsigned heads = ckd_geometry(v->ckd)->heads, track;
    uint8_t *buf = malloc(8 + (size_t)len);
    enum ckd_result res = CKD_IO;

    if (buf == NULL || !dataset_track(p->d, p->track, &track)) {
        free(buf);
        return err_set(err, "no storage");
    }
    memcpy(buf,
           (const uint8_t[8]){(uint8_t)(track / heads >> 8),
                              (uint8_t)(track / heads), 0,
                              (uint8_t)(track % heads), (uint8_t)p->rec, 0,
                              (uint8_t)(len >> 8), (uint8_t)len},
           8);
    memcpy(buf + 8, bytes, len);
    if (ckd_load(v->ckd, track / heads, track % heads, err)) {
        if (p->rec == 1 && !ckd_first(v->ckd, r))
            err_set(err, "track %u has no record 0", track);
        else
            res = ckd_write_ckd(v->ckd, r, buf, 8 + len, r, err);
    }
    if (res == CKD_NO_ROOM)
        err_set(err, "no room on track %u", track);
    free(buf);
    return res == CKD_OK;
}

/* DS1LSTAR, the last block, and DS1TRBAL, what is left behind it. */
static bool
update_dscb(struct vtoc *v, const struct place *last, struct err *err)
{
    const struct vtoc_dataset *d = last->d;
    unsigned heads = ckd_geometry(v->ckd)->heads;
    unsigned left = last->kind->capacity > last->used
                        ? last->kind->capacity - last->used
                        : 0;
    uint8_t p[DSCB];
    struct ckd_rec r;

    if (!ckd_load(v->ckd, d->dscb_track / heads, d->dscb_track % heads, err) ||
        !ckd_find(v->ckd, d->dscb_rec, &r))
        return false;
    memcpy(p, r.key, DSCB);
    p[LSTAR] = (uint8_t)(last->track >> 8);
    p[LSTAR + 1] = (uint8_t)last->track;
    p[LSTAR + 2] = (uint8_t)last->rec;
    p[TRBAL] = (uint8_t)(left >> 8);
    p[TRBAL + 1] = (uint8_t)left;
    return ckd_write_key_data(v->ckd, &r, p, DSCB, err) == CKD_OK;
}

static bool
write_all(struct vtoc *v, struct place p, const struct blocks *b,
          struct err *err)
{
    struct place last = p;
    size_t at = 0;
    struct ckd_rec r;

    for (size_t i = 0; i < b->count; i++) {
        advance(&p, b->len[i]);
        if (!write_block(v, &p, &r, b->bytes + at, b->len[i], err))
            return false;
        at += b->len[i];
        last = p;
    }
    advance(&p, 0);
    return write_block(v, &p, &r, (const uint8_t *)"", 0, err) &&
           update_dscb(v, &last, err);
}

static bool
fit_to_be_written(const struct vtoc_dataset *d, struct err *err)
{
    unsigned kind = d->recfm & RECFM;

    if (strcmp(d->organization, "PS") != 0)
        return err_set(err, "%s: is not sequential", d->name);
    if ((kind != FIXED && kind != VARIABLE) || d->keylen != 0 ||
        (kind == VARIABLE && (d->recfm & SPANNED)))
        return err_set(err,
                       "%s: only fixed and variable records without keys "
                       "are written",
                       d->name);
    if (d->lrecl < 5 || d->blksize < d->lrecl + (kind == VARIABLE ? 4 : 0) ||
        (kind == FIXED && d->blksize % d->lrecl != 0))
        return err_set(err, "%s: records of %u in blocks of %u", d->name,
                       d->lrecl, d->blksize);
    return true;
}

bool
dataset_put(struct vtoc *v, const struct vtoc_dataset *d, const uint8_t *bytes,
            size_t size, bool text, struct err *err)
{
    const struct ckd_geometry *g = ckd_geometry(v->ckd);
    struct place p = {.d = d, .kind = drive_for(g->devtype, g->cyls)->kind};
    struct blocks b = {.n = 0};
    unsigned have = 0, need;
    bool ok = fit_to_be_written(d, err) &&
              (text ? text_records(&b, d, bytes, size, err)
                    : binary_records(&b, d, bytes, size, err));

    if (ok && !close_block(&b, (d->recfm & RECFM) == VARIABLE))
        ok = err_set(err, "no storage");
    for (unsigned i = 0; i < d->nextents; i++)
        have += d->extent[i].last - d->extent[i].first + 1;
    need = ok ? layout(p, &b) : 0;
    if (need > have)
        ok = err_set(err, "%s: %u tracks are needed, and it has %u", d->name,
                     need, have);
    ok = ok && write_all(v, p, &b, err);
    free(b.bytes);
    free(b.len);
    return ok;
}
