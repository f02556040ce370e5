/* SPDX-License-Identifier: MIT */
/* Makes what was written the contents of the disk. All changed blocks of the
 * directory and of the map move to free blocks, the first one of the directory
 * from block 4 to 5 or back; then one write of the label block switches. The
 * label's directory origin differs in its last byte alone between the two, so
 * that even a torn write of the label shows one of them. Role of DMSAUD. */
#include "cms/fs/edf_priv.h"

/* The pointer blocks of a system file, from the lowest level up. */
struct levels {
    uint32_t *at;
    uint32_t n;
};

/* What a commit needs, taken before anything is changed for good. */
struct commit {
    struct levels dir, map;
    uint32_t *list; /* the blocks of the directory */
    uint32_t ndir;
    void *buf; /* one block */
};

static enum edf_rc
write_block(struct edf_disk *d, uint32_t block, const void *buf)
{
    if (d->io.write(d->io.ctx, block, buf) == 0)
        return EDF_OK;
    d->broken = true;
    return EDF_IO;
}

static unsigned
levels_for(uint32_t n, uint32_t per)
{
    unsigned levels = 0;

    for (; n > 1; n = (n + per - 1) / per)
        levels++;
    return levels;
}

/* Frees the pointer blocks, not the data blocks, of a system file. */
static enum edf_rc
free_pointer(void *ctx, uint32_t block, unsigned level, uint32_t index)
{
    (void)index;
    if (level > 0 && !edf_release(ctx, block))
        return EDF_DAMAGED; /* nothing below it is read */
    return EDF_OK;
}

static enum edf_rc
free_pointers(struct edf_disk *d, uint32_t slot)
{
    struct edf_fst *fst = edf_dir_at(d, slot);
    struct edf_visit v = {free_pointer, NULL, d};

    if (fst->levels == 0)
        return EDF_OK;
    return edf_walk(d, fst, edf_data_blocks(d, fst), &v);
}

static enum edf_rc
take_pointers(struct edf_disk *d, uint32_t n, struct levels *lv)
{
    lv->n = edf_pointers(n, d->blksize / 4);
    lv->at = NULL;
    if (lv->n == 0)
        return EDF_OK;
    lv->at = d->io.alloc(d->io.ctx, lv->n * 4);
    if (lv->at == NULL)
        return EDF_NO_STORAGE;
    memset(lv->at, 0, lv->n * 4);
    for (uint32_t i = 0; i < lv->n; i++) {
        lv->at[i] = edf_take(d);
        if (lv->at[i] == 0)
            return EDF_FULL;
    }
    return EDF_OK;
}

static void
drop_pointers(struct edf_disk *d, struct levels *lv, bool release)
{
    for (uint32_t i = 0; release && lv->at != NULL && i < lv->n; i++)
        if (lv->at[i] != 0)
            edf_release(d, lv->at[i]);
    if (lv->at != NULL)
        d->io.free(d->io.ctx, lv->at, lv->n * 4);
    lv->at = NULL;
}

/* Writes the pointer blocks; `below` lists the n data blocks. */
static enum edf_rc
write_pointers(struct edf_disk *d, const uint32_t *below, uint32_t n,
               const struct levels *lv, be32 *buf)
{
    uint32_t per = d->blksize / 4, done = 0;
    enum edf_rc rc = EDF_OK;

    while (n > 1 && rc == EDF_OK) {
        uint32_t m = (n + per - 1) / per;

        for (uint32_t i = 0; i < m && rc == EDF_OK; i++) {
            memset(buf, 0, d->blksize);
            for (uint32_t j = 0; j < per && i * per + j < n; j++)
                put32(&buf[j], below[i * per + j]);
            rc = write_block(d, lv->at[done + i], buf);
        }
        below = lv->at + done;
        done += m;
        n = m;
    }
    return rc;
}

/* Gives every changed block of the directory but the first a new place. */
static enum edf_rc
place_dir(struct edf_disk *d)
{
    for (struct edf_dirblk *b = d->dir->next; b != NULL; b = b->next) {
        uint32_t to;

        if (b->block != 0 && (!b->dirty || !edf_committed(d, b->block)))
            continue;
        to = edf_take(d);
        if (to == 0)
            return EDF_FULL;
        if (b->block != 0)
            edf_release(d, b->block);
        b->block = to;
        b->dirty = true;
    }
    return EDF_OK;
}

/* The same for the map; taking a block may change another block of it. */
static enum edf_rc
place_map(struct edf_disk *d)
{
    bool again = true;

    while (again) {
        again = false;
        for (uint32_t i = 0; i < d->map_blocks; i++) {
            uint32_t at = i * d->blksize, to;

            if (d->map_at[i] != 0 &&
                (!edf_committed(d, d->map_at[i]) ||
                 memcmp(d->map + at, d->old + at, edf_map_part(d, i)) == 0))
                continue;
            to = edf_take(d);
            if (to == 0)
                return EDF_FULL;
            if (d->map_at[i] != 0)
                edf_release(d, d->map_at[i]);
            d->map_at[i] = to;
            again = true;
        }
    }
    return EDF_OK;
}

static void
fill_system_fst(struct edf_disk *d, uint32_t slot, uint32_t n, uint32_t first,
                const struct levels *lv, uint32_t records)
{
    struct edf_fst *fst = edf_dir_at(d, slot);

    put32(&fst->fop, lv->n ? lv->at[lv->n - 1] : first);
    put32(&fst->nblocks, n);
    put32(&fst->nrecs, records);
    fst->levels = (uint8_t)levels_for(n, d->blksize / 4);
    edf_fst_stamp(d, fst);
}

static enum edf_rc
write_map(struct edf_disk *d, const struct commit *c)
{
    enum edf_rc rc = EDF_OK;

    for (uint32_t i = 0; i < d->map_blocks && rc == EDF_OK; i++) {
        if (edf_committed(d, d->map_at[i]))
            continue;
        memset(c->buf, 0, d->blksize);
        memcpy(c->buf, d->map + i * d->blksize, edf_map_part(d, i));
        rc = write_block(d, d->map_at[i], c->buf);
    }
    if (rc == EDF_OK)
        rc = write_pointers(d, d->map_at, d->map_blocks, &c->map, c->buf);
    return rc;
}

static enum edf_rc
write_dir(struct edf_disk *d, const struct commit *c, uint32_t dop)
{
    uint32_t n = 0;
    enum edf_rc rc = EDF_OK;

    for (struct edf_dirblk *b = d->dir; b != NULL; b = b->next) {
        c->list[n++] = b == d->dir ? dop : b->block;
        if (b != d->dir && b->dirty && rc == EDF_OK)
            rc = write_block(d, b->block, b->fst);
    }
    if (rc == EDF_OK)
        rc = write_pointers(d, c->list, n, &c->dir, c->buf);
    if (rc == EDF_OK)
        rc = write_block(d, dop, d->dir->fst);
    return rc;
}

/* The rest of the label block is kept as it is. */
static enum edf_rc
write_label(struct edf_disk *d, const struct commit *c, uint32_t dop)
{
    if (d->io.read(d->io.ctx, EDF_LABEL_BLOCK, c->buf))
        return EDF_IO;
    put32(&d->label.dop, dop);
    put32(&d->label.used, d->used);
    memcpy(c->buf, &d->label, sizeof(d->label));
    return write_block(d, EDF_LABEL_BLOCK, c->buf);
}

static enum edf_rc
write_all(struct edf_disk *d, const struct commit *c)
{
    uint32_t dop = get32(&d->label.dop) == EDF_DIR_A ? EDF_DIR_B : EDF_DIR_A;
    enum edf_rc rc;

    fill_system_fst(d, EDF_SLOT_MAP, d->map_blocks, d->map_at[0], &c->map,
                    d->map_blocks);
    fill_system_fst(d, EDF_SLOT_DIR, d->ndir, dop, &c->dir, d->nfst);
    rc = write_map(d, c);
    if (rc == EDF_OK)
        rc = write_dir(d, c, dop);
    if (rc == EDF_OK)
        rc = write_label(d, c, dop);
    if (rc != EDF_OK) {
        d->broken = true; /* which of the two states stands is not known */
        return rc;
    }
    for (struct edf_dirblk *b = d->dir; b != NULL; b = b->next)
        b->dirty = false;
    d->dir->block = dop;
    edf_map_settle(d);
    d->dirty = false;
    return EDF_OK;
}

static enum edf_rc
prepare(struct edf_disk *d, struct commit *c)
{
    enum edf_rc rc;

    c->ndir = d->ndir;
    c->list = d->io.alloc(d->io.ctx, c->ndir * 4);
    c->buf = d->io.alloc(d->io.ctx, d->blksize);
    if (c->list == NULL || c->buf == NULL)
        return EDF_NO_STORAGE;
    rc = free_pointers(d, EDF_SLOT_DIR);
    if (rc == EDF_OK)
        rc = free_pointers(d, EDF_SLOT_MAP);
    if (rc == EDF_OK)
        rc = place_dir(d);
    if (rc == EDF_OK)
        rc = take_pointers(d, d->ndir, &c->dir);
    if (rc == EDF_OK)
        rc = take_pointers(d, d->map_blocks, &c->map);
    if (rc == EDF_OK)
        rc = place_map(d);
    return rc;
}

enum edf_rc
edf_commit(struct edf_disk *disk)
{
    struct commit c = {.list = NULL};
    enum edf_rc rc = EDF_OK;

    if (disk->broken)
        return EDF_IO;
    if (!disk->writable)
        return EDF_READ_ONLY;
    for (struct edf_file *f = disk->files; f && rc == EDF_OK; f = f->link)
        if (f->writing)
            rc = edf_publish(f);
    if (rc != EDF_OK || !disk->dirty)
        return rc;
    rc = prepare(disk, &c);
    if (rc == EDF_OK)
        rc = write_all(disk, &c);
    drop_pointers(disk, &c.dir, rc != EDF_OK);
    drop_pointers(disk, &c.map, rc != EDF_OK);
    if (c.buf != NULL)
        disk->io.free(disk->io.ctx, c.buf, disk->blksize);
    if (c.list != NULL)
        disk->io.free(disk->io.ctx, c.list, c.ndir * 4);
    return rc;
}
