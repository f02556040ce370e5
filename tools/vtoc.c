/* SPDX-License-Identifier: MIT */
/* Reading an OS volume's label and VTOC. Whatever the image holds: an extent
 * outside the volume and a chain that does not end are told, not followed. */
#include "config.h"

#include "tools/vtoc.h"

#include <stdio.h>
#include <string.h>

#include "lib/codepage.h"

enum { KEY = 44, DSCB = 140, EXTENT = 10, EXTENTS_1 = 3 };

static unsigned
be(const uint8_t *p, unsigned n)
{
    unsigned v = 0;

    while (n-- > 0)
        v = v << 8 | *p++;
    return v;
}

/* EBCDIC letters into ASCII, without the blanks behind; n + 1 bytes. */
static void
plain(char *to, const uint8_t *p, unsigned n)
{
    char text[2 * 64 + 1];
    size_t len;

    while (n > 0 && (p[n - 1] == 0x40 || p[n - 1] == 0))
        n--;
    for (unsigned i = 0; i < n; i++) {
        len = codepage_to_utf8(CP_1047, p + i, 1, text);
        to[i] = len == 1 && text[0] > ' ' && text[0] < 127 ? text[0] : '?';
    }
    to[n] = '\0';
}

static bool
track_of(const struct ckd *c, const uint8_t *cchh, unsigned *track)
{
    const struct ckd_geometry *g = ckd_geometry(c);
    unsigned cyl = be(cchh, 2), head = be(cchh + 2, 2);

    *track = cyl * g->heads + head;
    return cyl < g->cyls && head < g->heads;
}

static bool
load(const struct vtoc *v, unsigned track, struct err *err)
{
    unsigned heads = ckd_geometry(v->ckd)->heads;

    return ckd_load(v->ckd, track / heads, track % heads, err);
}

/* Key and data of the DSCB at track and record; NULL when it is none. */
static const uint8_t *
dscb(const struct vtoc *v, unsigned track, uint8_t rec, struct err *err)
{
    struct ckd_rec r;

    if (!load(v, track, err))
        return NULL;
    if (ckd_find(v->ckd, rec, &r) && r.keylen == KEY && r.datalen == DSCB - KEY)
        return r.key;
    err_set(err, "%s: cylinder %u head %u: record %u is no DSCB",
            ckd_path(v->ckd), track / ckd_geometry(v->ckd)->heads,
            track % ckd_geometry(v->ckd)->heads, rec);
    return NULL;
}

bool
vtoc_open(struct vtoc *v, struct ckd *c, struct err *err)
{
    static const uint8_t vol1[] = {0xe5, 0xd6, 0xd3, 0xf1};
    const uint8_t *p;
    struct ckd_rec r;
    uint8_t rec;

    v->ckd = c;
    if (!ckd_load(c, 0, 0, err))
        return false;
    if (!ckd_find(c, 3, &r) || r.datalen < 80 || memcmp(r.data, vol1, 4) != 0)
        return err_set(err, "%s: no volume label", ckd_path(c));
    plain(v->volser, r.data + 4, 6);
    rec = r.data[15];
    if (!track_of(c, r.data + 11, &v->first) || rec == 0)
        return err_set(err, "%s: volume %s: its label names no VTOC",
                       ckd_path(c), v->volser);
    p = dscb(v, v->first, rec, err);
    if (p == NULL || p[KEY] != 0xf4) {
        err_set(err, "%s: volume %s: no VTOC where its label says", ckd_path(c),
                v->volser);
        return false;
    }
    if (!track_of(c, p + 107, &v->first) || !track_of(c, p + 111, &v->last) ||
        v->last < v->first)
        return err_set(err, "%s: volume %s: its VTOC lies outside the volume",
                       ckd_path(c), v->volser);
    return true;
}

/* Extents at p into the data set; false when one is outside the volume. */
static bool
extents(const struct vtoc *v, const uint8_t *p, unsigned n,
        struct vtoc_dataset *d)
{
    for (unsigned i = 0; i < n; i++, p += EXTENT) {
        struct vtoc_extent e;

        if (p[0] == 0 || d->nextents == VTOC_EXTENTS)
            continue;
        if (!track_of(v->ckd, p + 2, &e.first) ||
            !track_of(v->ckd, p + 6, &e.last) || e.last < e.first)
            return false;
        d->extent[d->nextents++] = e;
    }
    return true;
}

static void
attributes(const uint8_t *p, struct vtoc_dataset *d)
{
    static const struct {
        uint8_t mask;
        const char *name;
    } kind[] = {{0x80, "IS"}, {0x40, "PS"}, {0x20, "DA"}, {0x02, "PO"}};
    const char *name = p[83] & 0x08 ? "VS" : "??";

    memset(d, 0, sizeof(*d));
    plain(d->name, p, 44);
    for (unsigned i = 0; i < sizeof(kind) / sizeof(kind[0]); i++)
        if (p[82] & kind[i].mask)
            name = kind[i].name;
    memcpy(d->organization, name, strlen(name) + 1);
    d->recfm = p[84];
    d->blksize = be(p + 86, 2);
    d->lrecl = be(p + 88, 2);
    d->keylen = p[90];
    d->last_track = be(p + 98, 2);
    d->last_record = p[100];
}

/* A format 1 DSCB, with its format 3. */
static bool
dataset(const struct vtoc *v, const uint8_t *format1, struct vtoc_dataset *d,
        struct err *err)
{
    uint8_t p[DSCB];
    unsigned n, track;
    const uint8_t *q;

    memcpy(p, format1, DSCB);
    attributes(p, d);
    n = p[59];
    if (n > VTOC_EXTENTS)
        return err_set(err, "%s: has %u extents", d->name, n);
    if (!extents(v, p + 105, n < EXTENTS_1 ? n : EXTENTS_1, d))
        return err_set(err, "%s: an extent is outside the volume", d->name);
    if (n <= EXTENTS_1)
        return true;
    if (!track_of(v->ckd, p + 135, &track))
        return err_set(err, "%s: its format 3 DSCB is outside the volume",
                       d->name);
    q = dscb(v, track, p[139], err);
    if (q == NULL)
        return err_prefix(err, "%s", d->name);
    if (q[KEY] != 0xf3)
        return err_set(err, "%s: no format 3 DSCB where it should be", d->name);
    memcpy(p, q, DSCB);
    /* Four extents are in the key, nine behind the format's letter. */
    if (!extents(v, p + 4, 4, d) || !extents(v, p + 45, 9, d))
        return err_set(err, "%s: an extent is outside the volume", d->name);
    return true;
}

bool
vtoc_each(struct vtoc *v, bool (*fn)(void *arg, const struct vtoc_dataset *d),
          void (*bad)(void *arg, const char *text), void *arg, struct err *err)
{
    struct vtoc_dataset d;

    for (unsigned track = v->first; track <= v->last; track++) {
        struct ckd_rec r;
        bool more;

        if (!load(v, track, err))
            return false;
        for (more = ckd_first(v->ckd, &r); more; more = ckd_next(v->ckd, &r)) {
            unsigned at = r.at;
            uint8_t rec = r.rec;
            struct err e;

            if (r.keylen != KEY || r.datalen != DSCB - KEY || r.data[0] != 0xf1)
                continue;
            if (!dataset(v, r.key, &d, &e)) {
                bad(arg, e.text);
            } else {
                d.dscb_track = track;
                d.dscb_rec = rec;
                if (!fn(arg, &d))
                    return true;
            }
            /* Another track may have been loaded: find the place again. */
            if (!load(v, track, err))
                return false;
            for (more = ckd_first(v->ckd, &r); more && r.at != at;)
                more = ckd_next(v->ckd, &r);
            if (!more)
                break;
        }
    }
    return true;
}

struct wanted {
    const char *name;
    struct vtoc_dataset *d;
    bool found;
};

static bool
is_wanted(void *arg, const struct vtoc_dataset *d)
{
    struct wanted *w = arg;

    w->found = strcmp(d->name, w->name) == 0;
    if (w->found)
        *w->d = *d;
    return !w->found;
}

static void
ignore(void *arg, const char *text)
{
    (void)arg;
    (void)text;
}

bool
vtoc_find(struct vtoc *v, const char *name, struct vtoc_dataset *d,
          struct err *err)
{
    struct wanted w = {name, d, false};

    return vtoc_each(v, is_wanted, ignore, &w, err) &&
           (w.found || err_set(err, "%s: volume %s has no data set %s",
                               ckd_path(v->ckd), v->volser, name));
}

void
vtoc_recfm(uint8_t recfm, char text[6])
{
    static const char kind[] = "?VFU";

    *text++ = recfm >> 6 == 0 ? '?' : kind[recfm >> 6];
    if (recfm & 0x10)
        *text++ = 'B';
    if (recfm & 0x08)
        *text++ = 'S';
    if (recfm & 0x04)
        *text++ = 'A';
    if (recfm & 0x02)
        *text++ = 'M';
    *text = '\0';
}

struct list {
    FILE *out;
    unsigned bad;
};

static bool
show(void *arg, const struct vtoc_dataset *d)
{
    struct list *l = arg;
    unsigned tracks = 0;
    char recfm[6];

    for (unsigned i = 0; i < d->nextents; i++)
        tracks += d->extent[i].last - d->extent[i].first + 1;
    vtoc_recfm(d->recfm, recfm);
    fprintf(l->out, "%-44s %-3s %-5s %5u %6u %7u %3u\n", d->name,
            d->organization, recfm, d->lrecl, d->blksize, tracks, d->nextents);
    return true;
}

static void
tell(void *arg, const char *text)
{
    struct list *l = arg;

    fprintf(l->out, "%s\n", text);
    l->bad++;
}

bool
vtoc_list(struct ckd *c, FILE *out, struct err *err)
{
    struct list l = {out, 0};
    struct vtoc v;

    if (!vtoc_open(&v, c, err))
        return false;
    fprintf(out, "volume %s  %04X\n%-44s %-3s %-5s %5s %6s %7s %3s\n", v.volser,
            ckd_geometry(c)->devtype, "data set", "org", "recfm", "lrecl",
            "blksz", "tracks", "ext");
    if (!vtoc_each(&v, show, tell, &l, err))
        return false;
    return l.bad == 0 ||
           err_set(err, "%s: %u DSCBs make no sense", ckd_path(c), l.bad);
}
