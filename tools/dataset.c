/* SPDX-License-Identifier: MIT */
/* Blocks of a data set in the order of its extents, and the records in them:
 * fixed, variable (spanned ones put together) and undefined. Directories of
 * partitioned data sets. GC26-3783, OS Data Management Services Guide, from
 * memory. */
#include "config.h"

#include "tools/dataset.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/codepage.h"

enum { RECFM = 0xc0, FIXED = 0x80, VARIABLE = 0x40, LONGEST = 1 << 20 };

/* A place in a data set, and what is done with its blocks. */
struct reader {
    struct vtoc *v;
    const struct vtoc_dataset *d;
    bool (*fn)(void *arg, const uint8_t *rec, size_t len);
    void *arg;
    bool go_on;      /* fn wants more */
    uint8_t *joined; /* segments of a spanned record */
    size_t len;
    struct err *err;
};

static bool
give(struct reader *r, const uint8_t *rec, size_t len)
{
    r->go_on = r->fn(r->arg, rec, len);
    return true;
}

static bool
fixed(struct reader *r, const uint8_t *p, unsigned len)
{
    unsigned size = r->d->lrecl ? r->d->lrecl : len;

    for (; len > 0 && r->go_on; p += size, len -= size) {
        if (size > len)
            size = len; /* a short last record */
        give(r, p, size);
    }
    return true;
}

static bool
segment(struct reader *r, const uint8_t *p, size_t len, unsigned kind)
{
    if (kind == 0)
        return give(r, p, len);
    if (kind == 1)
        r->len = 0;
    if (r->joined == NULL)
        r->joined = malloc(LONGEST);
    if (r->joined == NULL || len > LONGEST - r->len)
        return err_set(r->err, "%s: a spanned record is too long", r->d->name);
    memcpy(r->joined + r->len, p, len);
    r->len += len;
    return kind != 2 || give(r, r->joined, r->len);
}

static bool
variable(struct reader *r, const uint8_t *p, unsigned len)
{
    unsigned size = len < 4 ? 0 : (unsigned)(p[0] << 8 | p[1]);

    if (size < 4 || size > len)
        return err_set(r->err, "%s: a block of %u bytes says it has %u",
                       r->d->name, len, size);
    for (p += 4, len = size - 4; len > 0 && r->go_on; p += size, len -= size) {
        size = len < 4 ? 0 : (unsigned)(p[0] << 8 | p[1]);
        if (size < 4 || size > len)
            return err_set(r->err, "%s: a record of %u bytes in %u", r->d->name,
                           size, len);
        if (!segment(r, p + 4, size - 4, r->d->recfm & 0x08 ? p[2] & 3 : 0))
            return false;
    }
    return true;
}

static bool
block(struct reader *r, const uint8_t *p, unsigned len)
{
    switch (r->d->recfm & RECFM) {
    case FIXED:
        return fixed(r, p, len);
    case VARIABLE:
        return variable(r, p, len);
    default:
        return give(r, p, len);
    }
}

static bool
load(const struct vtoc *v, unsigned track, struct err *err)
{
    unsigned heads = ckd_geometry(v->ckd)->heads;

    return ckd_load(v->ckd, track / heads, track % heads, err);
}

/* Blocks from a record on, to the end-of-file record or the last extent's
 * end. */
static bool
blocks(struct reader *r, unsigned n, unsigned rec)
{
    unsigned track;
    struct ckd_rec c;

    for (; r->go_on && dataset_track(r->d, n, &track); n++, rec = 1) {
        if (!load(r->v, track, r->err))
            return err_prefix(r->err, "%s", r->d->name);
        for (bool more = ckd_first(r->v->ckd, &c); more && r->go_on;
             more = ckd_next(r->v->ckd, &c)) {
            if (c.rec < rec || c.rec == 0)
                continue;
            if (c.datalen == 0)
                return true;
            if (!block(r, c.data, c.datalen))
                return false;
        }
    }
    return true;
}

bool
dataset_track(const struct vtoc_dataset *d, unsigned n, unsigned *track)
{
    for (unsigned i = 0; i < d->nextents; i++) {
        unsigned size = d->extent[i].last - d->extent[i].first + 1;

        if (n < size) {
            *track = d->extent[i].first + n;
            return true;
        }
        n -= size;
    }
    return false;
}

struct search {
    const char *name;
    struct member m;
    bool found;
};

static bool
is_searched(void *arg, const struct member *m)
{
    struct search *s = arg;

    s->found = strcmp(m->name, s->name) == 0;
    s->m = *m;
    return !s->found;
}

bool
dataset_read(struct vtoc *v, const struct vtoc_dataset *d, const char *member,
             bool (*fn)(void *arg, const uint8_t *rec, size_t len), void *arg,
             struct err *err)
{
    struct reader r = {.v = v, .d = d, .fn = fn, .arg = arg, .err = err};
    struct search s = {.name = member, .m = {.track = 0, .rec = 1}};
    bool partitioned = strcmp(d->organization, "PO") == 0, ok;

    if (partitioned && member == NULL)
        return err_set(err, "%s: is partitioned: name a member, %s(NAME)",
                       d->name, d->name);
    if (!partitioned && member != NULL)
        return err_set(err, "%s: is not partitioned", d->name);
    if (!partitioned && strcmp(d->organization, "PS") != 0)
        return err_set(err, "%s: organization %s is not read", d->name,
                       d->organization);
    if (member != NULL) {
        if (!dataset_members(v, d, is_searched, &s, err))
            return false;
        if (!s.found)
            return err_set(err, "%s: has no member %s", d->name, member);
    }
    r.go_on = true;
    ok = blocks(&r, s.m.track, s.m.rec);
    free(r.joined);
    return ok;
}

/* One directory block; *more is false at the end of the directory. */
static bool
directory(const uint8_t *p, unsigned len, const struct vtoc_dataset *d,
          bool (*fn)(void *arg, const struct member *m), void *arg, bool *more,
          struct err *err)
{
    unsigned used = len < 2 ? 0 : (unsigned)(p[0] << 8 | p[1]), at = 2;

    if (used < 2 || used > len)
        return err_set(err, "%s: a directory block of %u bytes uses %u",
                       d->name, len, used);
    while (*more && at + 12 <= used) {
        const uint8_t *e = p + at;
        struct member m = {.track = (unsigned)(e[8] << 8 | e[9]),
                           .rec = e[10],
                           .alias = e[11] & 0x80};
        unsigned n = 8;

        if (memcmp(e, "\xff\xff\xff\xff\xff\xff\xff\xff", 8) == 0) {
            *more = false;
            return true;
        }
        while (n > 0 && e[n - 1] == 0x40)
            n--;
        for (unsigned i = 0; i < n; i++) {
            char text[4];
            size_t size = codepage_to_utf8(CP_1047, e + i, 1, text);

            m.name[i] =
                size == 1 && text[0] > ' ' && text[0] < 127 ? text[0] : '?';
        }
        *more = fn(arg, &m);
        at += 12 + 2 * (e[11] & 0x1fu);
    }
    return true;
}

bool
dataset_members(struct vtoc *v, const struct vtoc_dataset *d,
                bool (*fn)(void *arg, const struct member *m), void *arg,
                struct err *err)
{
    bool more = true;
    unsigned track;
    struct ckd_rec c;

    if (strcmp(d->organization, "PO") != 0)
        return err_set(err, "%s: is not partitioned", d->name);
    for (unsigned n = 0; more && dataset_track(d, n, &track); n++) {
        if (!load(v, track, err))
            return err_prefix(err, "%s", d->name);
        for (bool next = ckd_first(v->ckd, &c); next && more;
             next = ckd_next(v->ckd, &c)) {
            if (c.rec == 0)
                continue;
            if (c.keylen != 8 || c.datalen == 0)
                return true; /* the end of the directory */
            if (!directory(c.data, c.datalen, d, fn, arg, &more, err))
                return false;
        }
    }
    return true;
}

bool
dataset_name(const char *text, char name[VTOC_NAME], char member[9],
             struct err *err)
{
    const char *open = strchr(text, '('), *end = text + strlen(text);
    size_t n = open ? (size_t)(open - text) : strlen(text), m = 0;

    if (open != NULL) {
        m = (size_t)(end - open) - 1;
        if (m < 2 || m > 9 || end[-1] != ')')
            return err_set(err, "%s: not NAME(MEMBER)", text);
        m--;
    }
    if (n < 1 || n >= VTOC_NAME)
        return err_set(err, "%s: not the name of a data set", text);
    for (size_t i = 0; i < n; i++)
        name[i] = (char)toupper((unsigned char)text[i]);
    name[n] = '\0';
    for (size_t i = 0; i < m; i++)
        member[i] = (char)toupper((unsigned char)open[1 + i]);
    member[m] = '\0';
    return true;
}
