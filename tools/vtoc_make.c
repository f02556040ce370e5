/* SPDX-License-Identifier: MIT */
/* An empty OS volume: IPL records that end in a wait, label, VTOC. */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "image/drives.h"
#include "lib/codepage.h"
#include "tools/vtoc.h"

enum { KEY = 44, DSCB = 140, VTOC_TRACKS = 5, VTOC_AT = 1 };

static void
put_be(uint8_t *p, unsigned n, unsigned v)
{
    for (unsigned i = 0; i < n; i++)
        p[i] = (uint8_t)(v >> 8 * (n - 1 - i));
}

static void
ebcdic(uint8_t *p, unsigned n, const char *text)
{
    for (unsigned i = 0; i < n; i++)
        p[i] = *text ? codepage_from_latin1(CP_1047, (uint8_t)*text++) : 0x40;
}

/* Adds a record behind *r on the loaded track of cylinder 0. */
static bool
add(struct ckd *c, struct ckd_rec *r, unsigned head, unsigned keylen,
    const uint8_t *bytes, unsigned len, struct err *err)
{
    uint8_t buf[8 + DSCB + 16] = {0};

    put_be(buf + 2, 2, head);
    buf[4] = (uint8_t)(r->rec + 1);
    buf[5] = (uint8_t)keylen;
    put_be(buf + 6, 2, len - keylen);
    memcpy(buf + 8, bytes, len);
    if (ckd_write_ckd(c, r, buf, 8 + len, r, err) == CKD_OK)
        return true;
    return err_prefix(err, "cylinder 0 head %u", head);
}

static bool
begin(struct ckd *c, unsigned head, struct ckd_rec *r, struct err *err)
{
    return ckd_load(c, 0, head, err) &&
           (ckd_first(c, r) ||
            err_set(err, "%s: head %u: no record 0", ckd_path(c), head));
}

static bool
track_zero(struct ckd *c, const char *volser, struct err *err)
{
    uint8_t ipl1[4 + 24] = {0}, ipl2[4 + 144] = {0}, label[4 + 80];
    struct ckd_rec r;

    ebcdic(ipl1, 4, "IPL1");
    put_be(ipl1 + 4, 4, 0x00020000); /* a disabled wait */
    put_be(ipl1 + 8, 4, 0x0f);
    put_be(ipl1 + 12, 4, 0x03000000); /* the chain ends: NOP */
    put_be(ipl1 + 16, 4, 0x20000001);
    ebcdic(ipl2, 4, "IPL2");
    ebcdic(label, sizeof(label), "VOL1VOL1");
    ebcdic(label + 8, 6, volser);
    put_be(label + 15, 2, 0); /* VTOC: cylinder, head, record */
    put_be(label + 17, 2, VTOC_AT);
    label[19] = 1;
    return begin(c, 0, &r, err) && add(c, &r, 0, 4, ipl1, sizeof(ipl1), err) &&
           add(c, &r, 0, 4, ipl2, sizeof(ipl2), err) &&
           add(c, &r, 0, 4, label, sizeof(label), err);
}

/* How many records of this kind a track takes. */
static unsigned
per_track(const struct ckd_kind *k, unsigned keylen, unsigned datalen)
{
    unsigned n = 1, used = ckd_space_of(k, keylen, datalen);

    while (used + ckd_space_last(k, keylen, datalen) <= k->capacity) {
        used += ckd_space_of(k, keylen, datalen);
        n++;
    }
    return n;
}

/* Format 4: the VTOC itself and the drive. */
static void
format4(uint8_t *p, const struct ckd_drive *d, const struct ckd_geometry *g,
        unsigned tracks, unsigned each)
{
    const struct ckd_kind *k = d->kind;
    unsigned cyls = g->cyls > d->cyls ? d->cyls : g->cyls;
    unsigned keyed = k->overhead + (unsigned)k->key_overhead;

    memset(p, 4, KEY);
    p[44] = 0xf4;
    put_be(p + 50, 2, tracks * each - 2);
    put_be(p + 52, 2, cyls);
    put_be(p + 56, 2, (g->cyls - cyls) * g->heads);
    p[59] = 1;
    put_be(p + 62, 2, cyls);
    put_be(p + 64, 2, g->heads);
    put_be(p + 66, 2, k->capacity);
    if (keyed > 255) { /* two bytes together */
        put_be(p + 68, 2, keyed);
        p[71] = 0x08;
    } else {
        p[68] = p[69] = (uint8_t)keyed;
    }
    p[70] = (uint8_t)k->key_overhead;
    p[71] |= 0x01;
    put_be(p + 72, 2, 512);
    p[74] = (uint8_t)each;
    p[75] = (uint8_t)per_track(k, 8, 256);
    p[105] = 1; /* its extent */
    put_be(p + 109, 2, VTOC_AT);
    put_be(p + 113, 2, VTOC_AT + tracks - 1);
}

/* Format 5: what is free, all in one piece behind the VTOC. */
static void
format5(uint8_t *p, const struct ckd_drive *d, const struct ckd_geometry *g,
        unsigned tracks)
{
    unsigned cyls = g->cyls > d->cyls ? d->cyls : g->cyls;

    memset(p, 5, 4);
    put_be(p + 4, 2, VTOC_AT + tracks);
    put_be(p + 6, 2, cyls - 1);
    p[8] = (uint8_t)(g->heads - VTOC_AT - tracks);
    p[44] = 0xf5;
}

bool
vtoc_make(struct ckd *c, const char *volser, struct err *err)
{
    const struct ckd_geometry *g = ckd_geometry(c);
    const struct ckd_drive *d = drive_for(g->devtype, g->cyls);
    unsigned tracks = VTOC_TRACKS, each;
    char name[7] = "";
    struct ckd_rec r;
    size_t n = strlen(volser);

    for (size_t i = 0; i < n && i < 6; i++)
        name[i] = (char)toupper((unsigned char)volser[i]);
    if (n < 1 || n > 6 ||
        strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789$#@") != n)
        return err_set(err, "%s: not a volume serial number", volser);
    if (d == NULL)
        return err_set(err, "%s: drive type %X is unknown", ckd_path(c),
                       g->devtype);
    if (tracks > g->heads - VTOC_AT)
        tracks = g->heads - VTOC_AT;
    each = per_track(d->kind, KEY, DSCB - KEY);
    if (!track_zero(c, name, err))
        return false;
    for (unsigned t = 0; t < tracks; t++) {
        if (!begin(c, VTOC_AT + t, &r, err))
            return false;
        for (unsigned i = 0; i < each; i++) {
            uint8_t dscb[DSCB] = {0};

            if (t == 0 && i == 0)
                format4(dscb, d, g, tracks, each);
            else if (t == 0 && i == 1)
                format5(dscb, d, g, tracks);
            if (!add(c, &r, VTOC_AT + t, KEY, dscb, DSCB, err))
                return false;
        }
    }
    return true;
}
