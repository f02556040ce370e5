/* SPDX-License-Identifier: MIT */
/* How CMS FORMAT lays blocks on a CKD minidisk: every track carries the same
 * number of unkeyed records of the block size, numbered from 1; block n is the
 * n-th of them, from block 1 on cylinder 0 track 0. Both worlds use this. */
#ifndef CMS_FS_GEOM_H
#define CMS_FS_GEOM_H

#include <stdint.h>

#include "arch/ckd.h"

/* Heads (tracks in a cylinder) of a drive type, X'3350' and so on; 0: a type
 * that CMS does not use. */
static inline uint32_t
cms_heads(uint32_t devtype)
{
    switch (devtype) {
    case 0x2314:
        return 20;
    case 0x3330:
        return 19;
    case 0x3340:
        return 12;
    case 0x3350:
        return 30;
    default:
        return 0;
    }
}

/* Records of blksize (512, 1024, 2048, 4096) on a track; 0: no such thing.
 * The drives' manuals give what a record occupies beside its data: 185 of
 * 19254 bytes (3350), 135 of 13165 (3330), 167 of 8535 (3340); 2314: 101 and
 * 4.3% of the data but for the last. */
static inline uint32_t
cms_blocks_per_track(uint32_t devtype, uint32_t blksize)
{
    if (blksize != 512 && blksize != 1024 && blksize != 2048 && blksize != 4096)
        return 0;
    switch (devtype) {
    case 0x2314:
        return blksize == 512    ? 11
               : blksize == 1024 ? 6
               : blksize == 2048 ? 3
                                 : 1;
    case 0x3330:
        return 13165 / (135 + blksize);
    case 0x3340:
        return 8535 / (167 + blksize);
    case 0x3350:
        return 19254 / (185 + blksize);
    default:
        return 0;
    }
}

/* Where block n (from 1) is. */
struct cms_block_at {
    uint16_t cyl;
    uint16_t head;
    uint8_t rec;
};

static inline struct cms_block_at
cms_block_at(uint32_t block, uint32_t heads, uint32_t per_track)
{
    uint32_t track = (block - 1) / per_track;

    return (struct cms_block_at){(uint16_t)(track / heads),
                                 (uint16_t)(track % heads),
                                 (uint8_t)((block - 1) % per_track + 1)};
}

#endif
