/* SPDX-License-Identifier: MIT */
/* The disk as a whole: label, format, mount, unmount. The label block names
 * the first block of the directory, whose first two FSTs lead to the rest of
 * the directory and to the allocation map. Role of DMSFOR and DMSACM. */
#include "cms/fs/edf_priv.h"

static const uint8_t label_id[4] = {0xc3, 0xd4, 0xe2, 0xf1}; /* CMS1 */
static const uint8_t dir_name[8] = {0, 0, 0, 1, 0, 0, 0, 0};
static const uint8_t map_name[8] = {0, 0, 0, 2, 0, 0, 0, 0};
/* DIRECTOR and ALLOCMAP */
static const uint8_t dir_type[8] = {0xc4, 0xc9, 0xd9, 0xc5,
                                    0xc3, 0xe3, 0xd6, 0xd9};
static const uint8_t map_type[8] = {0xc1, 0xd3, 0xd3, 0xd6,
                                    0xc3, 0xd4, 0xc1, 0xd7};

enum { FIRST_FREE = EDF_DIR_B + 1, LEAST_BLOCKS = 12 };

static uint8_t
log2_of(uint32_t blksize)
{
    return blksize == 512    ? 9
           : blksize == 1024 ? 10
           : blksize == 2048 ? 11
           : blksize == 4096 ? 12
                             : 0;
}

enum edf_rc
edf_probe(const void *label, uint32_t *blksize, uint32_t *nblocks)
{
    const struct edf_label *l = label;

    if (memcmp(l->id, label_id, sizeof(label_id)) != 0 ||
        log2_of(get32(&l->blksize)) == 0 || get32(&l->fstsize) != EDF_FST_SIZE)
        return EDF_NOT_EDF;
    *blksize = get32(&l->blksize);
    *nblocks = get32(&l->nblocks);
    return EDF_OK;
}

/* Geometry of the map. */
static void
set_geometry(struct edf_disk *d)
{
    uint32_t bits = d->blksize * 8;

    d->shift = log2_of(d->blksize);
    d->map_blocks = (d->nblocks + bits - 1) / bits;
    d->map_bytes = (d->nblocks + 7) / 8;
}

static enum edf_rc
get_storage(struct edf_disk *d)
{
    d->map = d->io.alloc(d->io.ctx, d->map_bytes);
    d->old = d->io.alloc(d->io.ctx, d->map_bytes);
    d->map_at = d->io.alloc(d->io.ctx, d->map_blocks * 4);
    if (d->map == NULL || d->old == NULL || d->map_at == NULL)
        return EDF_NO_STORAGE;
    memset(d->map, 0, d->map_bytes);
    memset(d->old, 0, d->map_bytes);
    memset(d->map_at, 0, d->map_blocks * 4);
    return EDF_OK;
}

void
edf_unmount(struct edf_disk *disk)
{
    while (disk->files != NULL) {
        struct edf_file *f = disk->files;

        disk->files = f->link;
        edf_drop_buffers(f);
        f->disk = NULL;
    }
    edf_dir_free(disk);
    if (disk->map != NULL)
        disk->io.free(disk->io.ctx, disk->map, disk->map_bytes);
    if (disk->old != NULL)
        disk->io.free(disk->io.ctx, disk->old, disk->map_bytes);
    if (disk->map_at != NULL)
        disk->io.free(disk->io.ctx, disk->map_at, disk->map_blocks * 4);
    memset(disk, 0, sizeof(*disk));
}

static void
system_fst(struct edf_fst *fst, const uint8_t *fn, const uint8_t *ft,
           uint32_t lrecl)
{
    memset(fst, 0, sizeof(*fst));
    memcpy(fst->fn, fn, 8);
    memcpy(fst->ft, ft, 8);
    fst->recfm = EDF_FIXED;
    fst->ptrsize = 4;
    put32(&fst->lrecl, lrecl);
}

static void
fill_label(struct edf_disk *d, uint32_t cyls, const uint8_t *volid)
{
    struct edf_label *l = &d->label;
    struct edf_date now;

    memset(l, 0, sizeof(*l));
    memcpy(l->id, label_id, sizeof(l->id));
    memcpy(l->volid, volid, sizeof(l->volid));
    put32(&l->blksize, d->blksize);
    put32(&l->dop, EDF_DIR_B); /* the commit makes it EDF_DIR_A */
    put32(&l->cyls, cyls);
    put32(&l->maxcyls, cyls);
    put32(&l->nblocks, d->nblocks);
    put32(&l->fstsize, EDF_FST_SIZE);
    put32(&l->fsts, d->blksize / EDF_FST_SIZE);
    d->io.now(d->io.ctx, &now);
    memcpy(l->date, now.d, sizeof(l->date));
    l->century = now.century;
}

static enum edf_rc
erase_label(struct edf_disk *d)
{
    void *buf = d->io.alloc(d->io.ctx, d->blksize);
    enum edf_rc rc;

    if (buf == NULL)
        return EDF_NO_STORAGE;
    memset(buf, 0, d->blksize);
    rc = d->io.write(d->io.ctx, EDF_LABEL_BLOCK, buf) ? EDF_IO : EDF_OK;
    d->io.free(d->io.ctx, buf, d->blksize);
    return rc;
}

/* An empty disk is a directory of two entries, committed. */
enum edf_rc
edf_format(const struct edf_io *io, uint32_t blksize, uint32_t nblocks,
           uint32_t cyls, const uint8_t volid[6])
{
    struct edf_disk disk = {.io = *io,
                            .blksize = blksize,
                            .nblocks = nblocks,
                            .writable = true,
                            .dirty = true};
    enum edf_rc rc;

    if (log2_of(blksize) == 0)
        return EDF_NOT_EDF;
    set_geometry(&disk);
    if (nblocks < LEAST_BLOCKS ||
        nblocks < FIRST_FREE + 2 * (disk.map_blocks +
                                    edf_pointers(disk.map_blocks, blksize / 4)))
        return EDF_FULL;
    rc = get_storage(&disk);
    if (rc == EDF_OK && edf_dir_new(&disk) == NULL)
        rc = EDF_NO_STORAGE;
    if (rc == EDF_OK) {
        for (uint32_t b = 1; b < FIRST_FREE; b++)
            edf_set_bit(disk.map, b);
        edf_map_settle(&disk);
        fill_label(&disk, cyls, volid);
        disk.nfst = EDF_FIRST_FILE;
        system_fst(edf_dir_at(&disk, EDF_SLOT_DIR), dir_name, dir_type,
                   EDF_FST_SIZE);
        system_fst(edf_dir_at(&disk, EDF_SLOT_MAP), map_name, map_type,
                   blksize);
        edf_dir_touch(&disk, EDF_SLOT_DIR);
        rc = erase_label(&disk);
    }
    if (rc == EDF_OK)
        rc = edf_commit(&disk);
    edf_unmount(&disk);
    return rc;
}

static enum edf_rc
load_dirblk(void *ctx, uint32_t block, unsigned level, uint32_t index)
{
    struct edf_disk *d = ctx;
    struct edf_dirblk *b;

    if (!edf_valid(d, block) && !(level == 0 && index == 0))
        return EDF_DAMAGED;
    if (level != 0 || index == 0)
        return EDF_OK;
    b = edf_dir_new(d);
    if (b == NULL)
        return EDF_NO_STORAGE;
    b->block = block;
    return d->io.read(d->io.ctx, block, b->fst) ? EDF_IO : EDF_OK;
}

enum edf_rc
edf_dir_load(struct edf_disk *d)
{
    struct edf_visit v = {load_dirblk, NULL, d};
    struct edf_dirblk *b = edf_dir_new(d);
    uint32_t dop = get32(&d->label.dop), n;
    struct edf_fst *fst;
    enum edf_rc rc;

    if (b == NULL)
        return EDF_NO_STORAGE;
    if (dop != EDF_DIR_A && dop != EDF_DIR_B)
        return EDF_DAMAGED;
    b->block = dop;
    if (d->io.read(d->io.ctx, dop, b->fst))
        return EDF_IO;
    fst = b->fst;
    n = get32(&fst->nrecs);
    if (memcmp(fst[0].fn, dir_name, 8) != 0 ||
        memcmp(fst[0].ft, dir_type, 8) != 0 ||
        memcmp(fst[1].fn, map_name, 8) != 0 ||
        memcmp(fst[1].ft, map_type, 8) != 0 || n < EDF_FIRST_FILE ||
        n > d->nblocks * (d->blksize / EDF_FST_SIZE))
        return EDF_DAMAGED;
    d->nfst = n;
    n = (n + d->blksize / EDF_FST_SIZE - 1) / (d->blksize / EDF_FST_SIZE);
    rc = edf_walk(d, fst, n, &v);
    return rc == EDF_OK && d->ndir != n ? EDF_DAMAGED : rc;
}

static enum edf_rc
load_map_block(void *ctx, uint32_t block, unsigned level, uint32_t index)
{
    struct edf_disk *d = ctx;

    if (!edf_valid(d, block))
        return EDF_DAMAGED;
    if (level == 0)
        d->map_at[index] = block;
    return EDF_OK;
}

enum edf_rc
edf_map_read(struct edf_disk *d, uint32_t index, uint32_t block, uint8_t *map)
{
    void *buf = d->io.alloc(d->io.ctx, d->blksize);
    enum edf_rc rc;

    if (buf == NULL)
        return EDF_NO_STORAGE;
    rc = d->io.read(d->io.ctx, block, buf) ? EDF_IO : EDF_OK;
    if (rc == EDF_OK)
        memcpy(map + index * d->blksize, buf, edf_map_part(d, index));
    d->io.free(d->io.ctx, buf, d->blksize);
    return rc;
}

static enum edf_rc
map_load(struct edf_disk *d)
{
    struct edf_visit v = {load_map_block, NULL, d};
    enum edf_rc rc = get_storage(d);

    if (rc == EDF_OK)
        rc = edf_walk(d, edf_dir_at(d, EDF_SLOT_MAP), d->map_blocks, &v);
    for (uint32_t i = 0; i < d->map_blocks && rc == EDF_OK; i++)
        rc = d->map_at[i] == 0 ? EDF_DAMAGED
                               : edf_map_read(d, i, d->map_at[i], d->map);
    if (rc != EDF_OK)
        return rc;
    for (uint32_t b = 1; b < FIRST_FREE; b++)
        edf_set_bit(d->map, b);
    edf_map_settle(d);
    return EDF_OK;
}

enum edf_rc
edf_mount(struct edf_disk *disk, const struct edf_io *io, uint32_t blksize,
          bool writable)
{
    uint32_t size, n;
    void *buf;
    enum edf_rc rc = EDF_OK;

    memset(disk, 0, sizeof(*disk));
    disk->io = *io;
    disk->blksize = blksize;
    if (log2_of(blksize) == 0)
        return EDF_NOT_EDF;
    buf = io->alloc(io->ctx, blksize);
    if (buf == NULL)
        return EDF_NO_STORAGE;
    if (io->read(io->ctx, EDF_LABEL_BLOCK, buf))
        rc = EDF_IO;
    if (rc == EDF_OK)
        rc = edf_probe(buf, &size, &n);
    if (rc == EDF_OK && (size != blksize || n < FIRST_FREE))
        rc = EDF_NOT_EDF;
    memcpy(&disk->label, buf, sizeof(disk->label));
    io->free(io->ctx, buf, blksize);
    if (rc != EDF_OK)
        return rc;
    disk->nblocks = n;
    disk->used = get32(&disk->label.used);
    set_geometry(disk);
    rc = edf_dir_load(disk);
    if (rc == EDF_OK && writable)
        rc = map_load(disk);
    disk->writable = writable;
    if (rc != EDF_OK)
        edf_unmount(disk);
    return rc;
}
