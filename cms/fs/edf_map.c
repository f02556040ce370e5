/* SPDX-License-Identifier: MIT */
/* Allocation of disk blocks: the map of now and that of the last commit. A
 * block may be taken only if it is free in both, so that nothing that the disk
 * shows after a crash is overwritten. A reserve is kept, so that a commit
 * never fails for want of a block. */
#include "cms/fs/edf_priv.h"

bool
edf_valid(const struct edf_disk *d, uint32_t block)
{
    return block > EDF_DIR_B && block <= d->nblocks;
}

bool
edf_bit(const uint8_t *map, uint32_t block)
{
    return map[(block - 1) >> 3] & 0x80 >> ((block - 1) & 7);
}

void
edf_set_bit(uint8_t *map, uint32_t block)
{
    map[(block - 1) >> 3] |= (uint8_t)(0x80 >> ((block - 1) & 7));
}

bool
edf_committed(const struct edf_disk *d, uint32_t block)
{
    return edf_bit(d->old, block);
}

uint32_t
edf_take(struct edf_disk *d)
{
    uint32_t bytes = (d->nblocks + 7) >> 3, i = d->hint;

    for (uint32_t left = bytes; left > 0; left--, i++) {
        uint8_t b;

        if (i >= bytes)
            i = 0;
        b = d->map[i] | d->old[i];
        for (uint32_t n = (i << 3) + 1; b != 0xff && n <= d->nblocks; n++) {
            if (!(b & 0x80)) {
                edf_set_bit(d->map, n);
                d->hint = i;
                d->used++;
                d->avail--;
                d->dirty = true;
                return n;
            }
            b = (uint8_t)(b << 1 | 1);
        }
    }
    return 0;
}

bool
edf_release(struct edf_disk *d, uint32_t block)
{
    if (!edf_valid(d, block) || !edf_bit(d->map, block))
        return false;
    d->map[(block - 1) >> 3] &= (uint8_t) ~(0x80 >> ((block - 1) & 7));
    d->used--;
    if (!edf_committed(d, block)) {
        d->avail++;
        if ((block - 1) >> 3 < d->hint)
            d->hint = (block - 1) >> 3;
    }
    d->dirty = true;
    return true;
}

uint32_t
edf_map_part(const struct edf_disk *d, uint32_t index)
{
    uint32_t left = d->map_bytes - index * d->blksize;

    return left < d->blksize ? left : d->blksize;
}

uint32_t
edf_pointers(uint32_t n, uint32_t per)
{
    uint32_t sum = 0;

    while (n > 1) {
        n = (n + per - 1) / per;
        sum += n;
    }
    return sum;
}

/* The next commit may move every block of the directory and of the map, and
 * the directory may have grown by one block. */
uint32_t
edf_room(const struct edf_disk *d)
{
    uint32_t per = d->blksize / 4;
    uint32_t reserve = d->ndir + edf_pointers(d->ndir + 1, per) +
                       d->map_blocks + edf_pointers(d->map_blocks, per);

    return d->avail > reserve ? d->avail - reserve : 0;
}

void
edf_map_settle(struct edf_disk *d)
{
    uint32_t used = 0;

    for (uint32_t i = 0; i < d->map_bytes; i++)
        for (uint8_t b = d->map[i]; b != 0; b &= (uint8_t)(b - 1))
            used++;
    memcpy(d->old, d->map, d->map_bytes);
    d->used = used;
    d->avail = d->nblocks > used ? d->nblocks - used : 0;
    d->hint = 0;
}
