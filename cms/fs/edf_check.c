/* SPDX-License-Identifier: MIT */
/* Checks a disk against itself: every block used once and marked in the map,
 * every record where the pointers say. Changes nothing. */
#include "cms/fs/edf_priv.h"

struct check {
    struct edf_disk *d;
    void (*report)(void *ctx, enum edf_complaint what,
                   const struct edf_fst *fst, uint32_t number);
    void *ctx;
    uint32_t found;
    uint8_t *seen;             /* blocks met so far */
    const struct edf_fst *fst; /* the file at hand */
    uint32_t data;             /* its data blocks met */
    bool hurt;                 /* its blocks are not in order */

    /* V: the records, in step with the pointers. */
    struct edf_file *file;
    uint32_t rec, index, off; /* next record and where it begins */
    uint32_t longest;
    uint32_t hi[EDF_MAX_LEVELS], hi_end[EDF_MAX_LEVELS]; /* of upper levels */
};

static void
complain(struct check *c, enum edf_complaint what, uint32_t number)
{
    c->found++;
    if (c->report != NULL)
        c->report(c->ctx, what, c->fst, number);
}

static enum edf_rc
meet_block(void *ctx, uint32_t block, unsigned level, uint32_t index)
{
    struct check *c = ctx;
    bool origin =
        c->fst == edf_dir_at(c->d, EDF_SLOT_DIR) && level == 0 && index == 0;

    if (origin && block == get32(&c->d->label.dop)) {
        c->data++;
        return EDF_OK; /* block 4 or 5 */
    }
    if (!edf_valid(c->d, block)) {
        complain(c, EDF_C_RANGE, block);
        c->hurt = true;
        return EDF_DAMAGED;
    }
    if (edf_bit(c->seen, block)) {
        complain(c, EDF_C_TWICE, block);
        c->hurt = true;
        return EDF_DAMAGED;
    }
    edf_set_bit(c->seen, block);
    c->data += level == 0;
    return EDF_OK;
}

static enum edf_rc
meet_file(struct check *c, const struct edf_fst *fst)
{
    struct edf_visit v = {meet_block, NULL, c};
    enum edf_rc rc;

    c->fst = fst;
    c->data = 0;
    c->hurt = false;
    rc = edf_walk(c->d, fst, edf_data_blocks(c->d, fst), &v);
    if (rc == EDF_OK && !c->hurt && c->data != get32(&fst->nblocks))
        complain(c, EDF_C_BLOCKS, c->data);
    return rc;
}

/* Fields that would lead astray. */
static bool
entry_sound(struct check *c, const struct edf_fst *fst)
{
    uint32_t before = c->found;
    bool v = fst->recfm == EDF_VARIABLE;

    c->fst = fst;
    if (!v && fst->recfm != EDF_FIXED)
        complain(c, EDF_C_ENTRY, offsetof(struct edf_fst, recfm));
    if (fst->ptrsize != (v ? 12 : 4))
        complain(c, EDF_C_ENTRY, offsetof(struct edf_fst, ptrsize));
    if (fst->levels > EDF_MAX_LEVELS)
        complain(c, EDF_C_ENTRY, offsetof(struct edf_fst, levels));
    if (get32(&fst->lrecl) < 1 || get32(&fst->lrecl) > 65535)
        complain(c, EDF_C_ENTRY, offsetof(struct edf_fst, lrecl));
    if (get32(&fst->nrecs) < 1 || get32(&fst->nrecs) > 0x7fffffff)
        complain(c, EDF_C_ENTRY, offsetof(struct edf_fst, nrecs));
    if (get32(&fst->nblocks) > c->d->nblocks ||
        (v && get32(&fst->nblocks) == 0))
        complain(c, EDF_C_ENTRY, offsetof(struct edf_fst, nblocks));
    if (fst->fn[0] == 0 || fst->fn[0] == 0x40 || fst->ft[0] == 0 ||
        fst->ft[0] == 0x40)
        complain(c, EDF_C_ENTRY, 0);
    return c->found == before;
}

static void
check_names(struct check *c)
{
    for (uint32_t i = EDF_FIRST_FILE; i < c->d->nfst; i++)
        for (uint32_t j = EDF_FIRST_FILE; j < i; j++)
            if (memcmp(edf_dir_at(c->d, i), edf_dir_at(c->d, j), 16) == 0) {
                c->fst = edf_dir_at(c->d, i);
                complain(c, EDF_C_DUPLICATE, i);
            }
}

/* Where does a record that is not yet read begin, seen from a block? */
static uint32_t
expected_disp(const struct check *c, uint32_t index)
{
    return c->index == index && c->off < c->d->blksize ? c->off
                                                       : (uint32_t)EDF_SPANNED;
}

/* Passes over the records that begin in block `index`. */
static void
pass_records(struct check *c, uint32_t index)
{
    uint32_t len, at;

    while (!c->hurt && c->index == index && c->rec <= get32(&c->fst->nrecs)) {
        if (edf_read(c->file, c->rec, NULL, 0, &len) != EDF_OK) {
            complain(c, EDF_C_RECORD, c->rec);
            c->hurt = true;
            return;
        }
        if (len > c->longest)
            c->longest = len;
        at = c->off + 2 + len;
        c->index += at >> c->d->shift;
        c->off = at & (c->d->blksize - 1);
        c->rec++;
    }
}

static void
meet_pointer(void *ctx, unsigned level, uint32_t index, uint32_t hi,
             uint32_t disp)
{
    struct check *c = ctx;
    uint32_t per = c->d->blksize / 12, span = 1;

    if (c->hurt || level > EDF_MAX_LEVELS)
        return;
    if (disp != expected_disp(c, index))
        complain(c, EDF_C_POINTER, index);
    if (level > 1) {
        for (unsigned i = 1; i < level; i++)
            span *= per;
        c->hi[level - 1] = hi;
        c->hi_end[level - 1] = index + span;
        return;
    }
    pass_records(c, index);
    if (hi != c->rec - 1)
        complain(c, EDF_C_POINTER, index);
    for (unsigned l = 1; l < EDF_MAX_LEVELS && l < c->fst->levels; l++)
        if ((index + 1 == c->hi_end[l] ||
             index + 1 == get32(&c->fst->nblocks)) &&
            c->hi[l] != c->rec - 1)
            complain(c, EDF_C_POINTER, index);
}

static enum edf_rc
ignore_block(void *ctx, uint32_t block, unsigned level, uint32_t index)
{
    (void)ctx;
    (void)block;
    (void)level;
    (void)index;
    return EDF_OK;
}

/* All records of a file of format V, whose blocks are in order. */
static enum edf_rc
check_records(struct check *c, const struct edf_fst *fst)
{
    struct edf_visit v = {ignore_block, meet_pointer, c};
    struct edf_file file;
    uint32_t last;
    enum edf_rc rc =
        edf_open(c->d, &file, fst->fn, fst->ft, fst->fm, 0, 0, EDF_READ);

    if (rc != EDF_OK)
        return rc;
    c->file = &file;
    c->rec = 1;
    c->index = c->off = c->longest = 0;
    if (fst->levels == 0)
        pass_records(c, 0);
    else
        rc = edf_walk(c->d, fst, get32(&fst->nblocks), &v);
    last = c->off == 0 ? c->index : c->index + 1;
    if (rc == EDF_OK && !c->hurt &&
        (c->rec - 1 != get32(&fst->nrecs) || last != get32(&fst->nblocks)))
        complain(c, EDF_C_RECORD, c->rec);
    if (rc == EDF_OK && !c->hurt && c->longest > get32(&fst->lrecl))
        complain(c, EDF_C_ENTRY, offsetof(struct edf_fst, lrecl));
    edf_close(&file);
    return rc;
}

struct map_copy {
    struct edf_disk *d;
    uint8_t *map;
};

static enum edf_rc
copy_map_block(void *ctx, uint32_t block, unsigned level, uint32_t index)
{
    struct map_copy *m = ctx;

    if (!edf_valid(m->d, block))
        return EDF_DAMAGED;
    if (level != 0 || index >= m->d->map_blocks)
        return EDF_OK;
    return edf_map_read(m->d, index, block, m->map);
}

/* The map as it is on disk against what was met. */
static enum edf_rc
check_map(struct check *c)
{
    struct edf_disk *d = c->d;
    struct map_copy m = {d, d->io.alloc(d->io.ctx, d->map_bytes)};
    struct edf_visit v = {copy_map_block, NULL, &m};
    uint32_t used = 0;
    enum edf_rc rc;

    if (m.map == NULL)
        return EDF_NO_STORAGE;
    memset(m.map, 0, d->map_bytes);
    c->fst = NULL;
    rc = edf_walk(d, edf_dir_at(d, EDF_SLOT_MAP), d->map_blocks, &v);
    for (uint32_t b = 1; b <= d->nblocks && rc == EDF_OK; b++) {
        used += edf_bit(m.map, b);
        if (edf_bit(c->seen, b) && !edf_bit(m.map, b))
            complain(c, EDF_C_FREE, b);
        if (!edf_bit(c->seen, b) && edf_bit(m.map, b))
            complain(c, EDF_C_LOST, b);
    }
    if (rc == EDF_OK && used != get32(&d->label.used))
        complain(c, EDF_C_LABEL, offsetof(struct edf_label, used));
    d->io.free(d->io.ctx, m.map, d->map_bytes);
    return rc;
}

static enum edf_rc
check_files(struct check *c)
{
    enum edf_rc rc = meet_file(c, edf_dir_at(c->d, EDF_SLOT_DIR));

    if (rc == EDF_OK)
        rc = meet_file(c, edf_dir_at(c->d, EDF_SLOT_MAP));
    for (uint32_t i = EDF_FIRST_FILE; i < c->d->nfst && rc == EDF_OK; i++) {
        const struct edf_fst *fst = edf_dir_at(c->d, i);

        if (!entry_sound(c, fst))
            continue;
        rc = meet_file(c, fst);
        if (rc == EDF_OK && !c->hurt && fst->recfm == EDF_VARIABLE)
            rc = check_records(c, fst);
    }
    return rc;
}

enum edf_rc
edf_check(struct edf_disk *disk,
          void (*report)(void *ctx, enum edf_complaint what,
                         const struct edf_fst *fst, uint32_t number),
          void *ctx, uint32_t *found)
{
    struct check c = {.d = disk, .report = report, .ctx = ctx};
    enum edf_rc rc;

    *found = 0;
    if (disk->nwriting > 0 || disk->dirty)
        return EDF_BUSY;
    c.seen = disk->io.alloc(disk->io.ctx, disk->map_bytes);
    if (c.seen == NULL)
        return EDF_NO_STORAGE;
    memset(c.seen, 0, disk->map_bytes);
    for (uint32_t b = 1; b <= EDF_DIR_B; b++)
        edf_set_bit(c.seen, b);
    if (get32(&disk->label.fsts) != disk->blksize / EDF_FST_SIZE)
        complain(&c, EDF_C_LABEL, offsetof(struct edf_label, fsts));
    check_names(&c);
    rc = check_files(&c);
    if (rc == EDF_OK)
        rc = check_map(&c);
    disk->io.free(disk->io.ctx, c.seen, disk->map_bytes);
    *found = c.found;
    return rc;
}
