/* SPDX-License-Identifier: MIT */
/* Files of variable records: each record is two bytes of length and its data,
 * one behind the other, across block boundaries; zeros follow the last. The
 * pointers say for every block how many records have begun up to its end and
 * where in it the first one begins. */
#include "cms/fs/edf_priv.h"

enum { HEAD = 2 };

static enum edf_rc
length_at(struct edf_file *f, uint32_t index, uint32_t off, uint32_t *len)
{
    be16 head;
    enum edf_rc rc = edf_get_bytes(f, index, off, &head, HEAD);

    *len = get16(&head);
    return rc == EDF_OK && *len == 0 ? EDF_DAMAGED : rc;
}

static void
set_pos(struct edf_file *f, uint32_t rec, uint32_t index, uint32_t off)
{
    f->pos_rec = rec;
    f->pos_index = index + (off >> f->disk->shift);
    f->pos_off = off & (f->disk->blksize - 1);
}

/* Makes pos_index, pos_off the place where record `rec` begins. */
static enum edf_rc
seek(struct edf_file *f, uint32_t rec)
{
    uint32_t index, first, disp, len;
    enum edf_rc rc;

    if (f->pos_rec == rec)
        return EDF_OK;
    rc = edf_find_pointer(f, rec, &index, &first, &disp);
    if (rc != EDF_OK)
        return rc;
    for (; first < rec; first++) {
        rc = length_at(f, index, disp, &len);
        if (rc != EDF_OK)
            return rc;
        disp += HEAD + len;
        if (disp >= f->disk->blksize) /* it must begin in this block */
            return EDF_DAMAGED;
    }
    set_pos(f, rec, index, disp);
    return EDF_OK;
}

enum edf_rc
edf_var_read(struct edf_file *f, uint32_t rec, void *buf, uint32_t size,
             uint32_t *len)
{
    uint32_t n;
    enum edf_rc rc = seek(f, rec);

    if (rc == EDF_OK)
        rc = length_at(f, f->pos_index, f->pos_off, &n);
    if (rc != EDF_OK)
        return rc;
    if (f->pos_index + ((f->pos_off + HEAD + n - 1) >> f->disk->shift) >=
        get32(&f->fst.nblocks))
        return EDF_DAMAGED;
    *len = n;
    rc = edf_get_bytes(f, f->pos_index, f->pos_off + HEAD, buf,
                       n < size ? n : size);
    if (rc == EDF_OK)
        set_pos(f, rec + 1, f->pos_index, f->pos_off + HEAD + n);
    return rc;
}

/* Finds the end of the last record. A block that it fills counts as the one
 * it ends in. */
static enum edf_rc
find_end(struct edf_file *f)
{
    uint32_t n = get32(&f->fst.nrecs), len, off;
    enum edf_rc rc;

    if (f->end_known)
        return EDF_OK;
    if (n > 0) {
        rc = seek(f, n);
        if (rc == EDF_OK)
            rc = length_at(f, f->pos_index, f->pos_off, &len);
        if (rc != EDF_OK)
            return rc;
        off = f->pos_off + HEAD + len - 1;
        f->end_index = f->pos_index + (off >> f->disk->shift);
        f->end_off = (off & (f->disk->blksize - 1)) + 1;
    }
    f->end_known = true;
    return EDF_OK;
}

/* Writes `n` bytes of a record behind the end; `left` more follow. */
static enum edf_rc
append(struct edf_file *f, const uint8_t *from, uint32_t n, uint32_t left)
{
    uint32_t size = f->disk->blksize;
    enum edf_rc rc = EDF_OK;

    while (n > 0 && rc == EDF_OK) {
        uint32_t part;

        if (f->end_off == size) {
            f->end_index++;
            f->end_off = 0;
            rc = edf_own(f, f->end_index);
            if (rc == EDF_OK)
                rc = edf_set_pointer(f, f->end_index, f->begun,
                                     n + left < size ? n + left
                                                     : (uint32_t)EDF_SPANNED);
            if (rc != EDF_OK)
                return rc;
        }
        part = n < size - f->end_off ? n : size - f->end_off;
        rc = edf_put_bytes(f, f->end_index, f->end_off, from, part);
        from += part;
        n -= part;
        f->end_off += part;
    }
    return rc;
}

/* The block in which the new record begins: the last one, or a new one. */
static enum edf_rc
begin_record(struct edf_file *f, uint32_t rec)
{
    bool fresh = f->end_off == f->disk->blksize || rec == 1;
    enum edf_rc rc;

    if (rec != 1 && fresh) {
        f->end_index++;
        f->end_off = 0;
    }
    rc = edf_own(f, f->end_index);
    if (rc != EDF_OK)
        return rc;
    f->begun = rec;
    if (fresh)
        return edf_set_pointer(f, f->end_index, rec, 0);
    return edf_raise_pointer(f, f->end_index, rec);
}

static enum edf_rc
add(struct edf_file *f, uint32_t rec, const void *buf, uint32_t len)
{
    uint32_t index, off, last;
    be16 head;
    enum edf_rc rc = find_end(f);

    if (rc != EDF_OK)
        return rc;
    index = f->end_index;
    off = f->end_off;
    last = index + ((off + HEAD + len - 1) >> f->disk->shift);
    if (last >= 0x7fffffff ||
        !edf_fits(f, off == f->disk->blksize ? index + 1 : index, last))
        return EDF_FULL;
    put16(&head, (uint16_t)len);
    rc = begin_record(f, rec);
    if (rc == EDF_OK)
        set_pos(f, rec, f->end_index, f->end_off);
    if (rc == EDF_OK)
        rc = append(f, (const uint8_t *)&head, HEAD, len);
    if (rc == EDF_OK)
        rc = append(f, buf, len, 0);
    if (rc != EDF_OK) {
        /* An I/O or storage failure in the middle of a record: what is in
         * storage no longer fits together, what is on disk does. */
        f->disk->broken = true;
        return rc;
    }
    put32(&f->fst.nrecs, rec);
    if (len > get32(&f->fst.lrecl))
        put32(&f->fst.lrecl, len);
    set_pos(f, rec + 1, f->end_index, f->end_off);
    return EDF_OK;
}

enum edf_rc
edf_var_write(struct edf_file *f, uint32_t rec, const void *buf, uint32_t len)
{
    uint32_t old, last;
    enum edf_rc rc;

    if (rec > get32(&f->fst.nrecs))
        return add(f, rec, buf, len);
    rc = seek(f, rec);
    if (rc == EDF_OK)
        rc = length_at(f, f->pos_index, f->pos_off, &old);
    if (rc != EDF_OK)
        return rc;
    if (old != len)
        return EDF_LENGTH;
    last = f->pos_index + ((f->pos_off + HEAD + len - 1) >> f->disk->shift);
    if (!edf_fits(f, f->pos_index, last))
        return EDF_FULL;
    rc = edf_put_bytes(f, f->pos_index, f->pos_off + HEAD, buf, len);
    if (rc == EDF_OK)
        set_pos(f, rec + 1, f->pos_index, f->pos_off + HEAD + len);
    return rc;
}
