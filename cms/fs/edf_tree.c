/* SPDX-License-Identifier: MIT */
/* The blocks of an open file: one block of data and one pointer block of each
 * level in storage. A block that belongs to the last commit is never written:
 * it gets a new place, and so does every pointer block above it. Blocks are
 * taken when they are first changed, from the top down, so that writing the
 * buffers out never needs one. Pointer formats: edf_walk.c. */
#include "cms/fs/edf_priv.h"

struct entry {
    be32 block;
    be32 hi; /* V only, as is disp */
    be32 disp;
};

uint32_t
edf_per_block(const struct edf_file *f)
{
    return f->disk->blksize / f->fst.ptrsize;
}

static struct entry *
entry_of(const struct edf_file *f, unsigned lev, uint32_t index)
{
    uint32_t i = index % edf_per_block(f);

    return (struct entry *)(void *)(f->node[lev].buf + i * f->fst.ptrsize);
}

static enum edf_rc
flush_node(struct edf_file *f, unsigned lev)
{
    struct edf_node *n = &f->node[lev];
    struct edf_io *io = &f->disk->io;

    if (!n->loaded || !n->dirty)
        return EDF_OK;
    if (io->write(io->ctx, n->block, n->buf)) {
        f->disk->broken = true;
        return EDF_IO;
    }
    n->dirty = false;
    return EDF_OK;
}

static enum edf_rc
flush_data(struct edf_file *f)
{
    struct edf_io *io = &f->disk->io;

    if (!f->loaded || !f->dirty)
        return EDF_OK;
    if (io->write(io->ctx, f->block, f->data)) {
        f->disk->broken = true;
        return EDF_IO;
    }
    f->dirty = false;
    return EDF_OK;
}

enum edf_rc
edf_flush(struct edf_file *f)
{
    enum edf_rc rc = flush_data(f);

    for (unsigned lev = 0; lev < EDF_MAX_LEVELS && rc == EDF_OK; lev++)
        rc = flush_node(f, lev);
    return rc;
}

void
edf_drop_buffers(struct edf_file *f)
{
    struct edf_disk *d = f->disk;

    if (f->data != NULL)
        d->io.free(d->io.ctx, f->data, d->blksize);
    f->data = NULL;
    f->loaded = false;
    for (unsigned lev = 0; lev < EDF_MAX_LEVELS; lev++) {
        if (f->node[lev].buf != NULL)
            d->io.free(d->io.ctx, f->node[lev].buf, d->blksize);
        memset(&f->node[lev], 0, sizeof(f->node[lev]));
    }
}

/* A block into a buffer, which is got if need be; block 0 is all zeros. */
static enum edf_rc
fetch(struct edf_file *f, uint32_t block, uint8_t **buf)
{
    struct edf_disk *d = f->disk;

    if (*buf == NULL)
        *buf = d->io.alloc(d->io.ctx, d->blksize);
    if (*buf == NULL)
        return EDF_NO_STORAGE;
    if (block == 0) {
        memset(*buf, 0, d->blksize);
        return EDF_OK;
    }
    if (!edf_valid(d, block))
        return EDF_DAMAGED;
    return d->io.read(d->io.ctx, block, *buf) ? EDF_IO : EDF_OK;
}

static enum edf_rc
load_node(struct edf_file *f, unsigned lev, uint32_t index)
{
    struct edf_node *n = &f->node[lev];
    uint32_t block = get32(&f->fst.fop);
    enum edf_rc rc;

    if (n->loaded && n->index == index)
        return EDF_OK;
    rc = flush_node(f, lev);
    if (rc == EDF_OK && lev + 1u < f->fst.levels) {
        rc = load_node(f, lev + 1, index / edf_per_block(f));
        if (rc == EDF_OK)
            block = get32(&entry_of(f, lev + 1, index)->block);
    }
    if (rc != EDF_OK)
        return rc;
    n->loaded = false;
    rc = fetch(f, block, &n->buf);
    n->loaded = rc == EDF_OK;
    n->index = index;
    n->block = block;
    n->dirty = false;
    return rc;
}

/* A place of its own for a block: itself, or a new one. 0: none free. */
static uint32_t
own_place(struct edf_file *f, uint32_t block)
{
    struct edf_disk *d = f->disk;
    uint32_t to;

    if (block != 0 && !edf_committed(d, block))
        return block;
    to = edf_take(d);
    if (to != 0 && block != 0)
        edf_release(d, block);
    return to;
}

static enum edf_rc
own_node(struct edf_file *f, unsigned lev, uint32_t index)
{
    struct edf_node *n = &f->node[lev];
    bool top = lev + 1u == f->fst.levels;
    enum edf_rc rc = EDF_OK;
    uint32_t to;

    if (!top)
        rc = own_node(f, lev + 1, index / edf_per_block(f));
    if (rc == EDF_OK)
        rc = load_node(f, lev, index);
    if (rc != EDF_OK)
        return rc;
    to = own_place(f, n->block);
    if (to == 0)
        return EDF_FULL;
    n->block = to;
    n->dirty = true;
    if (top)
        put32(&f->fst.fop, to);
    else
        put32(&entry_of(f, lev + 1, index)->block, to);
    return EDF_OK;
}

/* Data blocks below one pointer of a level (lev 0: one). */
static uint32_t
span_of(const struct edf_file *f, unsigned lev)
{
    uint32_t n = 1;

    while (lev-- > 0) {
        if (n > UINT32_MAX / edf_per_block(f))
            return UINT32_MAX;
        n *= edf_per_block(f);
    }
    return n;
}

/* A new top level, whose first pointer is the tree of before. */
static enum edf_rc
grow(struct edf_file *f)
{
    unsigned lev = f->fst.levels;
    struct edf_node *n = &f->node[lev];
    struct entry *first;
    uint32_t below = get32(&f->fst.fop), to;
    enum edf_rc rc;

    if (lev == EDF_MAX_LEVELS)
        return EDF_FULL;
    rc = fetch(f, 0, &n->buf);
    if (rc != EDF_OK)
        return rc;
    to = edf_take(f->disk);
    if (to == 0)
        return EDF_FULL;
    first = (struct entry *)(void *)n->buf;
    put32(&first->block, below);
    if (f->fst.recfm == EDF_VARIABLE)
        put32(&first->hi, f->begun); /* its displacement is 0 */
    n->index = 0;
    n->block = to;
    n->loaded = n->dirty = true;
    put32(&f->fst.fop, to);
    f->fst.levels++;
    return EDF_OK;
}

enum edf_rc
edf_load(struct edf_file *f, uint32_t index)
{
    uint32_t block = index == 0 ? get32(&f->fst.fop) : 0;
    enum edf_rc rc;

    if (f->loaded && f->index == index)
        return EDF_OK;
    rc = flush_data(f);
    if (rc == EDF_OK && f->fst.levels > 0) {
        block = 0;
        if (index < span_of(f, f->fst.levels)) {
            rc = load_node(f, 0, index / edf_per_block(f));
            if (rc == EDF_OK)
                block = get32(&entry_of(f, 0, index)->block);
        }
    }
    if (rc != EDF_OK)
        return rc;
    f->loaded = false;
    rc = fetch(f, block, &f->data);
    f->loaded = rc == EDF_OK;
    f->index = index;
    f->block = block;
    f->dirty = false;
    return rc;
}

/* Files of mode 6 are changed in place. */
static bool
in_place(const struct edf_file *f)
{
    return f->fst.fm[1] == 0xf6 && f->block != 0;
}

enum edf_rc
edf_own(struct edf_file *f, uint32_t index)
{
    enum edf_rc rc = EDF_OK;
    uint32_t to;

    while (rc == EDF_OK && index >= span_of(f, f->fst.levels))
        rc = grow(f);
    if (rc == EDF_OK)
        rc = edf_load(f, index);
    if (rc == EDF_OK && !in_place(f)) {
        if (f->fst.levels > 0)
            rc = own_node(f, 0, index / edf_per_block(f));
        if (rc != EDF_OK)
            return rc;
        to = own_place(f, f->block);
        if (to == 0)
            return EDF_FULL;
        if (f->block == 0)
            put32(&f->fst.nblocks, get32(&f->fst.nblocks) + 1);
        f->block = to;
        if (f->fst.levels > 0)
            put32(&entry_of(f, 0, index)->block, to);
        else
            put32(&f->fst.fop, to);
    }
    f->dirty = rc == EDF_OK;
    return rc;
}

static enum edf_rc
set_pointers(struct edf_file *f, uint32_t index, uint32_t hi,
             const uint32_t *disp)
{
    uint32_t at = index, per = edf_per_block(f);
    enum edf_rc rc = EDF_OK;

    if (f->fst.levels > 0)
        rc = own_node(f, 0, index / per);
    for (unsigned lev = 0; lev < f->fst.levels && rc == EDF_OK; lev++) {
        struct entry *e = entry_of(f, lev, at);
        be32 *last = (be32 *)(void *)(f->node[lev].buf + f->disk->blksize - 4);

        put32(&e->hi, hi);
        if (disp != NULL && index % span_of(f, lev) == 0)
            put32(&e->disp, *disp);
        put32(last, at % per * f->fst.ptrsize);
        at /= per;
    }
    return rc;
}

enum edf_rc
edf_set_pointer(struct edf_file *f, uint32_t index, uint32_t hi, uint32_t disp)
{
    return set_pointers(f, index, hi, &disp);
}

enum edf_rc
edf_raise_pointer(struct edf_file *f, uint32_t index, uint32_t hi)
{
    return set_pointers(f, index, hi, NULL);
}

/* The first pointer of a level whose highest record is not below `rec`. */
enum edf_rc
edf_find_pointer(struct edf_file *f, uint32_t rec, uint32_t *index,
                 uint32_t *first, uint32_t *disp)
{
    uint32_t at = 0, before = 0, per = edf_per_block(f);
    enum edf_rc rc;

    *disp = 0;
    for (unsigned lev = f->fst.levels; lev-- > 0;) {
        uint32_t i = 0;
        struct entry *e;

        rc = load_node(f, lev, at);
        if (rc != EDF_OK)
            return rc;
        for (;; i++) {
            uint32_t left = (get32(&f->fst.nblocks) - 1) / span_of(f, lev);

            if (i >= per || at * per + i > left)
                return EDF_DAMAGED;
            e = entry_of(f, lev, i);
            if (get32(&e->hi) >= rec)
                break;
            before = get32(&e->hi);
        }
        *disp = get32(&e->disp);
        at = at * per + i;
    }
    *index = at;
    *first = before + 1;
    return *disp < f->disk->blksize ? EDF_OK : EDF_DAMAGED;
}
