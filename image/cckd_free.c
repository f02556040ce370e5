/* SPDX-License-Identifier: MIT */
/* Free space of a compressed CKD file: what neither headers, tables nor track
 * images use. It is found from the tables alone. In the file it is a chain:
 * each free block begins with the position of the next one and its own length.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image/cckd.h"

enum { BLOCK_HEADER = 8 };

static int
by_position(const void *a, const void *b)
{
    const struct cckd_extent *x = a, *y = b;

    return x->at < y->at ? -1 : x->at > y->at;
}

bool
cckd_collect(const struct cckd *k, struct cckd_space *s)
{
    s->used = calloc(k->tracks + k->nl1 + 1, sizeof(*s->used));
    s->n = 0;
    s->imbed = 0;
    if (s->used == NULL)
        return false;
    s->used[s->n++] = (struct cckd_extent){0, L1_AT + 4 * (uint64_t)k->nl1};
    for (unsigned i = 0; i < k->nl1; i++)
        if (k->l1[i] != 0 && k->l1[i] != CCKD_BELOW)
            s->used[s->n++] = (struct cckd_extent){k->l1[i], L2_SIZE};
    for (unsigned i = 0; i < k->tracks; i++) {
        const struct cckd_entry *e = &k->entry[i];

        if (e->pos == 0 || e->pos == CCKD_BELOW)
            continue;
        s->used[s->n++] = (struct cckd_extent){e->pos, e->size};
        s->imbed += e->size - e->len;
    }
    qsort(s->used, s->n, sizeof(*s->used), by_position);
    return true;
}

bool
cckd_check(struct layer *l, struct err *err)
{
    const struct cckd *k = (const struct cckd *)(const void *)l;
    struct cckd_space s;
    bool ok = cckd_collect(k, &s) || err_set(err, "%s: no storage", l->path);

    if (k->odd_size)
        ok = err_set(err,
                     "%s: track %u: the size of its image is less than its "
                     "length, or leads outside the file",
                     l->path, k->odd_size - 1);
    for (size_t i = 0; ok && i + 1 < s.n; i++)
        if (s.used[i].at + s.used[i].len > s.used[i + 1].at)
            ok = err_set(err,
                         "%s: what begins at byte %llu overlaps what begins "
                         "at byte %llu",
                         l->path, (unsigned long long)s.used[i].at,
                         (unsigned long long)s.used[i + 1].at);
    free(s.used);
    return ok;
}

/* Writes a block's header, to be followed by `next`. */
static bool
put_block(struct cckd *k, const struct cckd_extent *e, uint64_t next,
          struct err *err)
{
    uint8_t b[BLOCK_HEADER];

    cckd_put(k, b, 4, (uint32_t)next);
    cckd_put(k, b + 4, 4, (uint32_t)e->len);
    return layer_pwrite(&k->l, b, sizeof(b), (int64_t)e->at, err);
}

/* From the last gap to the first, so that each knows the next. */
static bool
put_chain(struct cckd *k, const struct cckd_space *s, struct err *err)
{
    struct cckd_second *h = &k->second;
    uint64_t next = 0, total = 0, largest = 0, number = 0;

    for (size_t i = s->n - 1; i > 0; i--) {
        const struct cckd_extent *before = &s->used[i - 1];
        struct cckd_extent gap = {before->at + before->len, 0};

        if (gap.at > s->used[i].at)
            return err_set(err, "%s: images overlap", k->l.path);
        gap.len = s->used[i].at - gap.at;
        if (gap.len < BLOCK_HEADER)
            continue;
        if (!put_block(k, &gap, next, err))
            return false;
        next = gap.at;
        total += gap.len;
        number++;
        if (gap.len > largest)
            largest = gap.len;
    }
    cckd_put(k, h->free, 4, (uint32_t)next);
    total += s->imbed; /* Hercules counts them among the free */
    cckd_put(k, h->free_total, 4, (uint32_t)total);
    cckd_put(k, h->free_largest, 4, (uint32_t)largest);
    cckd_put(k, h->free_number, 4, (uint32_t)number);
    cckd_put(k, h->free_imbed, 4, (uint32_t)s->imbed);
    cckd_put(k, h->size, 4, (uint32_t)k->end);
    cckd_put(k, h->used, 4, (uint32_t)(k->end - total));
    return true;
}

void
cckd_write_free(struct cckd *k)
{
    struct cckd_extent *last;
    struct cckd_space s;
    struct err err;

    if (!cckd_collect(k, &s))
        return;
    last = &s.used[s.n - 1];
    k->end = last->at + last->len;
    if (put_chain(k, &s, &err) && ftruncate(k->l.fd, (off_t)k->end) == 0) {
        k->second.options &= (uint8_t)~CCKD_OPENED;
        layer_pwrite(&k->l, &k->second, sizeof(k->second), CKD_HEADER, &err);
    }
    free(s.used);
}
