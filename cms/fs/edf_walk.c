/* SPDX-License-Identifier: MIT */
/* Walks all blocks of a file as it lies on disk: to free them, to load the
 * directory and the map, to check. A file without levels is one data block;
 * otherwise its FST leads to a pointer block, with pointers of 4 bytes (F:
 * block number) or 12 (V: block number, highest record that begins below it,
 * displacement of the first record that begins in the first block below it,
 * X'FFFFFFFF' if none does). */
#include "cms/fs/edf_priv.h"

struct walk {
    struct edf_disk *d;
    const struct edf_visit *v;
    uint32_t n; /* data blocks in all */
    uint32_t ptrsize;
    uint32_t per;
};

static enum edf_rc walk_block(const struct walk *w, uint32_t block,
                              unsigned level, uint32_t index);

static enum edf_rc
walk_pointers(const struct walk *w, const uint8_t *buf, unsigned level,
              uint32_t index)
{
    uint32_t step = 1;
    enum edf_rc rc = EDF_OK;

    for (unsigned i = 1; i < level; i++)
        step *= w->per;
    for (uint32_t i = 0; i < w->per && index < w->n && rc == EDF_OK; i++) {
        const be32 *p = (const be32 *)(const void *)(buf + i * w->ptrsize);

        if (w->ptrsize == 12 && w->v->pointer != NULL)
            w->v->pointer(w->v->ctx, level, index, get32(p + 1), get32(p + 2));
        if (get32(p) != 0)
            rc = walk_block(w, get32(p), level - 1, index);
        if (w->n - index <= step)
            break;
        index += step;
    }
    return rc;
}

static enum edf_rc
walk_block(const struct walk *w, uint32_t block, unsigned level, uint32_t index)
{
    struct edf_disk *d = w->d;
    enum edf_rc rc = w->v->visit(w->v->ctx, block, level, index);
    void *buf;

    if (rc == EDF_DAMAGED)
        return EDF_OK;
    if (rc != EDF_OK || level == 0)
        return rc;
    buf = d->io.alloc(d->io.ctx, d->blksize);
    if (buf == NULL)
        return EDF_NO_STORAGE;
    rc = d->io.read(d->io.ctx, block, buf) ? EDF_IO : EDF_OK;
    if (rc == EDF_OK)
        rc = walk_pointers(w, buf, level, index);
    d->io.free(d->io.ctx, buf, d->blksize);
    return rc;
}

enum edf_rc
edf_walk(struct edf_disk *d, const struct edf_fst *fst, uint32_t n,
         const struct edf_visit *v)
{
    struct walk w = {d, v, n, fst->ptrsize == 12 ? 12 : 4, 0};

    if (fst->levels > EDF_MAX_LEVELS)
        return EDF_DAMAGED;
    w.per = d->blksize / w.ptrsize;
    if (get32(&fst->fop) == 0 || n == 0)
        return EDF_OK;
    return walk_block(&w, get32(&fst->fop), fst->levels, 0);
}

uint32_t
edf_data_blocks(const struct edf_disk *d, const struct edf_fst *fst)
{
    uint64_t bytes = (uint64_t)get32(&fst->nrecs) * get32(&fst->lrecl);

    if (fst->recfm == EDF_VARIABLE)
        return get32(&fst->nblocks);
    return (uint32_t)((bytes + d->blksize - 1) >> d->shift);
}

static enum edf_rc
free_block(void *ctx, uint32_t block, unsigned level, uint32_t index)
{
    struct edf_disk *d = ctx;

    (void)level;
    (void)index;
    return edf_release(d, block) ? EDF_OK : EDF_DAMAGED; /* not below it */
}

enum edf_rc
edf_free_file(struct edf_disk *d, const struct edf_fst *fst)
{
    struct edf_visit v = {free_block, NULL, d};

    return edf_walk(d, fst, edf_data_blocks(d, fst), &v);
}
