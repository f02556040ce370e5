/* SPDX-License-Identifier: MIT */
/* Open files: open, close, and records of fixed length. Role of DMSBRD and
 * DMSBWR (FSREAD and FSWRITE), DMSFNS (FINIS). */
#include "cms/fs/edf_priv.h"

enum { LONGEST = 65535 };

static bool
blank(const uint8_t *name)
{
    return name[0] == 0x40 || name[0] == 0;
}

static bool
in_use(const struct edf_disk *d, const uint8_t *fn, const uint8_t *ft,
       bool writing)
{
    for (const struct edf_file *f = d->files; f != NULL; f = f->link)
        if ((writing || f->writing) && memcmp(f->fst.fn, fn, 8) == 0 &&
            memcmp(f->fst.ft, ft, 8) == 0)
            return true;
    return false;
}

static enum edf_rc
new_fst(struct edf_fst *fst, const uint8_t *fn, const uint8_t *ft,
        const uint8_t *fm, uint8_t recfm, uint32_t lrecl)
{
    if (recfm != EDF_FIXED && recfm != EDF_VARIABLE)
        return EDF_RECFM;
    if (recfm == EDF_FIXED && (lrecl < 1 || lrecl > LONGEST))
        return EDF_LENGTH;
    memset(fst, 0, sizeof(*fst));
    memcpy(fst->fn, fn, 8);
    memcpy(fst->ft, ft, 8);
    memcpy(fst->fm, fm, 2);
    fst->recfm = recfm;
    fst->ptrsize = recfm == EDF_FIXED ? 4 : 12;
    if (recfm == EDF_FIXED)
        put32(&fst->lrecl, lrecl);
    return EDF_OK;
}

/* Is an FST from the disk fit to be worked with? */
static bool
sound(const struct edf_disk *d, const struct edf_fst *fst)
{
    uint64_t bytes = (uint64_t)get32(&fst->nrecs) * get32(&fst->lrecl);

    if (fst->recfm != EDF_FIXED && fst->recfm != EDF_VARIABLE)
        return false;
    if (fst->ptrsize != (fst->recfm == EDF_FIXED ? 4 : 12) ||
        fst->levels > EDF_MAX_LEVELS || get32(&fst->nblocks) > d->nblocks)
        return false;
    if (fst->recfm == EDF_FIXED)
        return get32(&fst->lrecl) > 0 && get32(&fst->nrecs) > 0 &&
               bytes >> d->shift < 0x7fffffff;
    return get32(&fst->lrecl) <= LONGEST && get32(&fst->nrecs) > 0 &&
           get32(&fst->nblocks) > 0;
}

enum edf_rc
edf_open(struct edf_disk *disk, struct edf_file *file, const uint8_t fn[8],
         const uint8_t ft[8], const uint8_t fm[2], uint8_t recfm,
         uint32_t lrecl, enum edf_open how)
{
    const struct edf_fst *fst = edf_state(disk, fn, ft);
    bool writing = how != EDF_READ;
    enum edf_rc rc = EDF_OK;

    memset(file, 0, sizeof(*file));
    if (blank(fn) || blank(ft))
        return EDF_NAME;
    if (disk->broken)
        return EDF_IO;
    if (writing && !disk->writable)
        return EDF_READ_ONLY;
    if (in_use(disk, fn, ft, writing))
        return EDF_BUSY;
    if (how == EDF_READ && fst == NULL)
        return EDF_NOT_FOUND;
    if (fst == NULL || how == EDF_REPLACE) {
        rc = new_fst(&file->fst, fn, ft, fm, recfm, lrecl);
        file->created = true;
    } else {
        file->fst = *fst;
        if (!sound(disk, fst))
            return EDF_DAMAGED;
        if (recfm != 0 && recfm != fst->recfm)
            return EDF_RECFM;
    }
    if (rc != EDF_OK)
        return rc;
    file->disk = disk;
    file->writing = writing;
    file->next = writing ? get32(&file->fst.nrecs) + 1 : 1;
    file->begun = get32(&file->fst.nrecs);
    file->link = disk->files;
    disk->files = file;
    disk->nwriting += writing;
    return EDF_OK;
}

enum edf_rc
edf_get_bytes(struct edf_file *f, uint32_t index, uint32_t off, void *buf,
              uint32_t n)
{
    uint32_t size = f->disk->blksize;
    uint8_t *to = buf;

    index += off >> f->disk->shift;
    off &= size - 1;
    while (n > 0) {
        uint32_t part = n < size - off ? n : size - off;
        enum edf_rc rc = edf_load(f, index);

        if (rc != EDF_OK)
            return rc;
        memcpy(to, f->data + off, part);
        to += part;
        n -= part;
        off = 0;
        index++;
    }
    return EDF_OK;
}

enum edf_rc
edf_put_bytes(struct edf_file *f, uint32_t index, uint32_t off, const void *buf,
              uint32_t n)
{
    uint32_t size = f->disk->blksize;
    const uint8_t *from = buf;

    index += off >> f->disk->shift;
    off &= size - 1;
    while (n > 0) {
        uint32_t part = n < size - off ? n : size - off;
        enum edf_rc rc = edf_own(f, index);

        if (rc != EDF_OK)
            return rc;
        memcpy(f->data + off, from, part);
        from += part;
        n -= part;
        off = 0;
        index++;
    }
    return EDF_OK;
}

/* Each data block may need a new place and so may the pointer blocks above,
 * and the tree may grow. A single block that is being written needs nothing. */
bool
edf_fits(const struct edf_file *f, uint32_t first, uint32_t last)
{
    uint32_t n = last - first + 1, per = edf_per_block(f), levels = 1;

    if (n == 1 && f->loaded && f->dirty && f->index == first)
        return true;
    for (uint32_t top = last; top >= per; top /= per)
        levels++;
    n += n / per + 2u * (levels + f->fst.levels);
    return edf_room(f->disk) >= n;
}

static enum edf_rc
fixed_read(struct edf_file *f, uint32_t rec, void *buf, uint32_t size,
           uint32_t *len)
{
    uint32_t lrecl = get32(&f->fst.lrecl);
    uint64_t at = (uint64_t)(rec - 1) * lrecl;

    *len = lrecl;
    return edf_get_bytes(f, (uint32_t)(at >> f->disk->shift),
                         (uint32_t)at & (f->disk->blksize - 1), buf,
                         size < lrecl ? size : lrecl);
}

static enum edf_rc
fixed_write(struct edf_file *f, uint32_t rec, const void *buf, uint32_t len)
{
    uint64_t at = (uint64_t)(rec - 1) * get32(&f->fst.lrecl);
    uint64_t end = (at + len - 1) >> f->disk->shift;
    uint32_t index = (uint32_t)(at >> f->disk->shift);
    enum edf_rc rc;

    if (len != get32(&f->fst.lrecl))
        return EDF_LENGTH;
    if (end >= 0x7fffffff || !edf_fits(f, index, (uint32_t)end))
        return EDF_FULL;
    rc = edf_put_bytes(f, index, (uint32_t)at & (f->disk->blksize - 1), buf,
                       len);
    if (rc == EDF_OK && rec > get32(&f->fst.nrecs))
        put32(&f->fst.nrecs, rec);
    return rc;
}

enum edf_rc
edf_read(struct edf_file *file, uint32_t recno, void *buf, uint32_t size,
         uint32_t *len)
{
    enum edf_rc rc;

    if (recno == 0)
        recno = file->next;
    *len = 0;
    if (recno > get32(&file->fst.nrecs))
        return EDF_EOF;
    if (file->disk->broken)
        return EDF_IO;
    if (file->fst.recfm == EDF_FIXED)
        rc = fixed_read(file, recno, buf, size, len);
    else
        rc = edf_var_read(file, recno, buf, size, len);
    if (rc == EDF_OK)
        file->next = recno + 1;
    return rc;
}

enum edf_rc
edf_write(struct edf_file *file, uint32_t recno, const void *buf, uint32_t len)
{
    enum edf_rc rc;

    if (recno == 0)
        recno = file->next;
    if (!file->writing)
        return EDF_READ_ONLY;
    if (file->disk->broken)
        return EDF_IO;
    if (len < 1 || len > LONGEST)
        return EDF_LENGTH;
    if (file->fst.recfm == EDF_FIXED)
        rc = fixed_write(file, recno, buf, len);
    else if (recno > get32(&file->fst.nrecs) + 1)
        return EDF_RECNO;
    else
        rc = edf_var_write(file, recno, buf, len);
    if (rc == EDF_OK) {
        file->changed = true;
        file->next = recno + 1;
    }
    return rc;
}

enum edf_rc
edf_publish(struct edf_file *f)
{
    struct edf_disk *d = f->disk;
    struct edf_fst *old;
    uint32_t slot;
    enum edf_rc rc;

    if (!f->changed)
        return EDF_OK;
    rc = edf_flush(f);
    if (rc != EDF_OK)
        return rc;
    edf_fst_stamp(d, &f->fst);
    old = edf_dir_find(d, f->fst.fn, f->fst.ft, &slot);
    if (old == NULL) {
        rc = edf_dir_add(d, &f->fst);
    } else {
        if (f->created)
            rc = edf_free_file(d, old);
        *old = f->fst;
        edf_dir_touch(d, slot);
    }
    if (rc == EDF_OK)
        f->created = f->changed = false;
    return rc;
}

/* Takes the file off the disk's list and frees its storage. */
static enum edf_rc
leave(struct edf_file *f, enum edf_rc rc)
{
    struct edf_disk *d = f->disk;

    for (struct edf_file **at = &d->files; *at != NULL; at = &(*at)->link)
        if (*at == f) {
            *at = f->link;
            break;
        }
    edf_drop_buffers(f);
    f->disk = NULL;
    if (!f->writing)
        return rc;
    d->nwriting--;
    if (d->nwriting == 0 && rc == EDF_OK && d->dirty)
        rc = edf_commit(d);
    return rc;
}

enum edf_rc
edf_close(struct edf_file *file)
{
    struct edf_disk *d = file->disk;
    enum edf_rc rc = EDF_OK;

    if (d == NULL)
        return EDF_OK;
    if (file->writing) {
        rc = d->broken ? EDF_IO : edf_publish(file);
        /* not in the directory: nothing else knows its blocks */
        if (rc != EDF_OK && file->created && !d->broken)
            edf_free_file(d, &file->fst);
    }
    return leave(file, rc);
}

enum edf_rc
edf_abandon(struct edf_file *file)
{
    struct edf_disk *d = file->disk;
    enum edf_rc rc;

    if (d == NULL || !file->created || d->broken)
        return edf_close(file);
    rc = edf_flush(file);
    if (rc == EDF_OK)
        rc = edf_free_file(d, &file->fst);
    return leave(file, rc);
}
