/* SPDX-License-Identifier: MIT */
/* The resident directory: blocks of FSTs in a chain, without gaps; the first
 * two entries are the directory file itself and the allocation map. Role of
 * CMS's hyperblocks and DMSLFS. */
#include "cms/fs/edf_priv.h"

struct edf_dirblk *
edf_dir_new(struct edf_disk *d)
{
    uint32_t size = (uint32_t)sizeof(struct edf_dirblk) + d->blksize;
    struct edf_dirblk *b = d->io.alloc(d->io.ctx, size), **at = &d->dir;

    if (b == NULL)
        return NULL;
    memset(b, 0, size);
    while (*at != NULL)
        at = &(*at)->next;
    *at = b;
    d->ndir++;
    return b;
}

static void
free_dirblk(struct edf_disk *d, struct edf_dirblk *b)
{
    d->io.free(d->io.ctx, b, (uint32_t)sizeof(struct edf_dirblk) + d->blksize);
}

void
edf_dir_free(struct edf_disk *d)
{
    while (d->dir != NULL) {
        struct edf_dirblk *b = d->dir;

        d->dir = b->next;
        free_dirblk(d, b);
    }
    d->ndir = 0;
}

static struct edf_dirblk *
block_of(const struct edf_disk *d, uint32_t slot)
{
    struct edf_dirblk *b = d->dir;

    for (slot /= d->blksize / EDF_FST_SIZE; slot > 0 && b != NULL; slot--)
        b = b->next;
    return b;
}

struct edf_fst *
edf_dir_at(const struct edf_disk *d, uint32_t slot)
{
    struct edf_dirblk *b = slot < d->nfst ? block_of(d, slot) : NULL;

    return b ? &b->fst[slot % (d->blksize / EDF_FST_SIZE)] : NULL;
}

void
edf_dir_touch(struct edf_disk *d, uint32_t slot)
{
    block_of(d, slot)->dirty = true;
    d->dirty = true;
}

struct edf_fst *
edf_dir_find(const struct edf_disk *d, const uint8_t *fn, const uint8_t *ft,
             uint32_t *slot)
{
    uint32_t per = d->blksize / EDF_FST_SIZE, n = 0;

    for (struct edf_dirblk *b = d->dir; b != NULL; b = b->next)
        for (uint32_t i = 0; i < per && n < d->nfst; i++, n++) {
            struct edf_fst *fst = &b->fst[i];

            if (n < EDF_FIRST_FILE || memcmp(fst->fn, fn, 8) != 0 ||
                memcmp(fst->ft, ft, 8) != 0)
                continue;
            if (slot != NULL)
                *slot = n;
            return fst;
        }
    return NULL;
}

enum edf_rc
edf_dir_add(struct edf_disk *d, const struct edf_fst *fst)
{
    uint32_t per = d->blksize / EDF_FST_SIZE;

    if (d->nfst == d->ndir * per) {
        if (edf_room(d) == 0)
            return EDF_FULL;
        if (edf_dir_new(d) == NULL)
            return EDF_NO_STORAGE;
    }
    d->nfst++;
    *edf_dir_at(d, d->nfst - 1) = *fst;
    edf_dir_touch(d, d->nfst - 1);
    return EDF_OK;
}

/* The last entry takes the place of the one removed. */
static void
dir_remove(struct edf_disk *d, uint32_t slot)
{
    struct edf_fst *last = edf_dir_at(d, d->nfst - 1);
    struct edf_dirblk **at = &d->dir;

    *edf_dir_at(d, slot) = *last;
    memset(last, 0, sizeof(*last));
    edf_dir_touch(d, slot);
    edf_dir_touch(d, d->nfst - 1);
    d->nfst--;
    if (d->nfst > (d->ndir - 1) * (d->blksize / EDF_FST_SIZE))
        return;
    while ((*at)->next != NULL)
        at = &(*at)->next;
    if ((*at)->block != 0)
        edf_release(d, (*at)->block);
    free_dirblk(d, *at);
    *at = NULL;
    d->ndir--;
}

void
edf_fst_date(const struct edf_fst *fst, struct edf_date *date)
{
    memcpy(date->d, fst->date, sizeof(date->d));
    date->century = fst->flags & EDF_CENTURY ? 1 : 0;
}

static void
put_date(struct edf_fst *fst, const struct edf_date *date)
{
    memcpy(fst->date, date->d, sizeof(fst->date));
    fst->flags = (uint8_t)((fst->flags & ~EDF_CENTURY) |
                           (date->century ? EDF_CENTURY : 0));
}

void
edf_fst_stamp(struct edf_disk *d, struct edf_fst *fst)
{
    struct edf_date now;

    d->io.now(d->io.ctx, &now);
    put_date(fst, &now);
}

const struct edf_fst *
edf_state(struct edf_disk *disk, const uint8_t fn[8], const uint8_t ft[8])
{
    return edf_dir_find(disk, fn, ft, NULL);
}

const struct edf_fst *
edf_entry(struct edf_disk *disk, uint32_t i)
{
    return edf_dir_at(disk, i + EDF_FIRST_FILE);
}

/* What erase, rename and set_date begin with. */
static enum edf_rc
find_closed(struct edf_disk *d, const uint8_t *fn, const uint8_t *ft,
            uint32_t *slot)
{
    if (d->broken)
        return EDF_IO;
    if (!d->writable)
        return EDF_READ_ONLY;
    for (struct edf_file *f = d->files; f != NULL; f = f->link)
        if (memcmp(f->fst.fn, fn, 8) == 0 && memcmp(f->fst.ft, ft, 8) == 0)
            return EDF_BUSY;
    return edf_dir_find(d, fn, ft, slot) ? EDF_OK : EDF_NOT_FOUND;
}

static enum edf_rc
settle(struct edf_disk *d)
{
    return d->nwriting == 0 ? edf_commit(d) : EDF_OK;
}

enum edf_rc
edf_erase(struct edf_disk *disk, const uint8_t fn[8], const uint8_t ft[8])
{
    uint32_t slot;
    enum edf_rc rc = find_closed(disk, fn, ft, &slot);

    if (rc == EDF_OK)
        rc = edf_free_file(disk, edf_dir_at(disk, slot));
    if (rc != EDF_OK)
        return rc;
    dir_remove(disk, slot);
    return settle(disk);
}

enum edf_rc
edf_rename(struct edf_disk *disk, const uint8_t fn[8], const uint8_t ft[8],
           const uint8_t newfn[8], const uint8_t newft[8], const uint8_t fm[2])
{
    uint32_t slot, other;
    struct edf_fst *fst;
    enum edf_rc rc = find_closed(disk, fn, ft, &slot);

    if (rc != EDF_OK)
        return rc;
    if (newfn[0] == 0 || newfn[0] == 0x40 || newft[0] == 0 || newft[0] == 0x40)
        return EDF_NAME;
    rc = find_closed(disk, newfn, newft, &other);
    if (rc == EDF_OK && other != slot)
        return EDF_EXISTS;
    if (rc == EDF_BUSY)
        return rc;
    fst = edf_dir_at(disk, slot);
    memcpy(fst->fn, newfn, 8);
    memcpy(fst->ft, newft, 8);
    if (fm != NULL)
        fst->fm[1] = fm[1];
    edf_dir_touch(disk, slot);
    return settle(disk);
}

enum edf_rc
edf_set_date(struct edf_disk *disk, const uint8_t fn[8], const uint8_t ft[8],
             const struct edf_date *date)
{
    uint32_t slot;
    enum edf_rc rc = find_closed(disk, fn, ft, &slot);

    struct edf_fst *fst = edf_dir_find(disk, fn, ft, &slot);

    if (rc != EDF_OK)
        return rc;
    put_date(fst, date);
    edf_dir_touch(disk, slot);
    return settle(disk);
}
