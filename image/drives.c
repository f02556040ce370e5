/* SPDX-License-Identifier: MIT */
/* The table of CKD drives and what follows from it: lookup, the space records
 * take, seek times. */
#include "config.h"

#include "image/drives.h"

#include <stddef.h>
#include <strings.h>

enum kind {
    KIND_2305_1,
    KIND_2305_2,
    KIND_2311,
    KIND_2314,
    KIND_3330,
    KIND_3340,
    KIND_3350,
    KIND_3375,
    KIND_3380,
    KIND_3390,
};

/* clang-format off */
static const struct ckd_kind kinds[] = {
    [KIND_2305_1] = {0x2305, 0x2835, 0x00, 8, 14336, 90, 24,
                     SPACE_PLAIN, 14568, 432, 202, 14136,
                     10000, {0, 0, 0}},
    [KIND_2305_2] = {0x2305, 0x2835, 0x00, 8, 14848, 90, 24,
                     SPACE_PLAIN, 14858, 198, 91, 14660,
                     10000, {0, 0, 0}},
    [KIND_2311] = {0x2311, 0x2841, 0x00, 10, 4096, 0, 6,
                   SPACE_PERCENT, 3625, 61, 20, 3625,
                   25000, {25000, 75000, 135000}},
    [KIND_2314] = {0x2314, 0x2314, 0x00, 20, 7680, 0, 6,
                   SPACE_PERCENT, 7294, 101, 45, 7294,
                   25000, {25000, 60000, 130000}},
    [KIND_3330] = {0x3330, 0x3830, 0x02, 19, 13312, 128, 24,
                   SPACE_PLAIN, 13165, 135, 56, 13030,
                   16700, {10000, 30000, 55000}},
    [KIND_3340] = {0x3340, 0x3830, 0x02, 12, 8704, 64, 24,
                   SPACE_PLAIN, 8535, 167, 75, 8368,
                   20240, {10000, 25000, 50000}},
    [KIND_3350] = {0x3350, 0x3830, 0x02, 30, 19456, 128, 24,
                   SPACE_PLAIN, 19254, 185, 82, 19069,
                   16700, {10000, 25000, 50000}},
    [KIND_3375] = {0x3375, 0x3880, 0x05, 12, 35840, 196, 24,
                   SPACE_CELLS32, 36000, 384, 160, 35616,
                   20200, {4000, 19000, 38000}},
    [KIND_3380] = {0x3380, 0x3880, 0x05, 15, 47616, 222, 24,
                   SPACE_CELLS32, 47968, 492, 236, 47476,
                   16700, {3000, 16000, 30000}},
    [KIND_3390] = {0x3390, 0x3990, 0xc2, 15, 56832, 224, 32,
                   SPACE_CELLS34, 58786, 646, 306, 56664,
                   14200, {1500, 9500, 18000}},
};
/* clang-format on */

static const struct ckd_drive drives[] = {
#define DRIVE(id, name, kind, model, cyls, alt)                                \
    {name, &kinds[kind], model, cyls, alt},
#include "image/drives.def"
#undef DRIVE
};
enum { DRIVES = sizeof(drives) / sizeof(drives[0]) };

const struct ckd_drive *
drive_named(const char *name)
{
    for (unsigned i = 0; i < DRIVES; i++)
        if (strcasecmp(drives[i].name, name) == 0)
            return &drives[i];
    return NULL;
}

const struct ckd_drive *
drive_for(uint16_t type, unsigned cyls)
{
    const struct ckd_drive *best = NULL;

    for (unsigned i = 0; i < DRIVES; i++) {
        if (drives[i].kind->type != type)
            continue;
        best = &drives[i];
        if (cyls <= best->cyls + best->alt)
            break;
    }
    return best;
}

static unsigned
cells(unsigned bytes, unsigned cell)
{
    return (bytes + cell - 1) / cell * cell;
}

/* A field of a 3390: nine cells, and six check bytes for each 232 and at the
 * end. GC26-4574 (3390), "Track Capacity". */
static unsigned
field34(unsigned len)
{
    unsigned segments = (len + 6 + 231) / 232;

    return 9 * 34 + cells(len + 6 * segments + 6, 34);
}

unsigned
ckd_space_of(const struct ckd_kind *k, unsigned keylen, unsigned datalen)
{
    unsigned key = keylen > 0 ? k->key_overhead : 0;

    switch (k->space) {
    case SPACE_PERCENT: /* 537/512 and 2137/2048 */
        return k->overhead + key +
               (k->type == 0x2311 ? (keylen + datalen) * 537 / 512
                                  : (keylen + datalen) * 2137 / 2048);
    case SPACE_CELLS32:
        return cells(k->overhead + datalen, 32) +
               (keylen > 0 ? cells(key + keylen, 32) : 0);
    case SPACE_CELLS34:
        return 10 * 34 + field34(datalen) + (keylen > 0 ? field34(keylen) : 0);
    default:
        return k->overhead + key + keylen + datalen;
    }
}

unsigned
ckd_space_last(const struct ckd_kind *k, unsigned keylen, unsigned datalen)
{
    if (k->space == SPACE_PERCENT)
        return (keylen > 0 ? k->key_overhead : 0u) + keylen + datalen;
    return ckd_space_of(k, keylen, datalen);
}

unsigned
ckd_seek_usec(const struct ckd_kind *k, unsigned cyls, unsigned of)
{
    unsigned third = of / 3;

    if (cyls == 0 || of < 2)
        return 0;
    if (cyls <= third) /* the mean seek is over a third of the cylinders */
        return k->seek[0] + (k->seek[1] - k->seek[0]) * cyls / third;
    return k->seek[1] +
           (k->seek[2] - k->seek[1]) * (cyls - third) / (of - third);
}
