/* SPDX-License-Identifier: MIT */
/* Space of a compressed CKD file while it is written: where the next track
 * image goes. A gap is given when nothing in the file refers to it any more,
 * and is taken again only when an fsync that began later has ended. So neither
 * a killed program nor a lost host finds a table entry that leads to what was
 * written over. Gaps that are found in an opened file get an fsync at once. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image/cckd.h"

/* In order of position, and never touching. */
struct cckd_gap {
    uint64_t at, len;
    unsigned since; /* number of fsyncs begun when it was given */
};

enum { LISTED = 8 /* bytes of the least gap that the file can list */ };

static bool
insert(struct cckd *k, size_t i, struct cckd_gap g)
{
    if (k->gaps == k->gaps_room) {
        size_t room = 2 * k->gaps_room + 64;
        struct cckd_gap *p = realloc(k->gap, room * sizeof(*p));

        if (p == NULL)
            return false; /* it is found again when the file is closed */
        k->gap = p;
        k->gaps_room = room;
    }
    memmove(k->gap + i + 1, k->gap + i, (k->gaps - i) * sizeof(g));
    k->gap[i] = g;
    k->gaps++;
    return true;
}

static void
drop(struct cckd *k, size_t i)
{
    k->gaps--;
    memmove(k->gap + i, k->gap + i + 1, (k->gaps - i) * sizeof(*k->gap));
}

/* The first gap behind `at`. */
static size_t
find(const struct cckd *k, uint64_t at)
{
    size_t low = 0, high = k->gaps;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (k->gap[mid].at > at)
            high = mid;
        else
            low = mid + 1;
    }
    return low;
}

void
cckd_give(struct cckd *k, uint64_t at, uint64_t len)
{
    struct cckd_gap g = {at, len, atomic_load(&k->l.sync_begun)};
    size_t i = find(k, at);

    if (!k->reuse || len == 0)
        return;
    if (i > 0 && k->gap[i - 1].at + k->gap[i - 1].len == at) {
        g.at = k->gap[i - 1].at;
        g.len += k->gap[i - 1].len;
        drop(k, --i);
    }
    if (i < k->gaps && g.at + g.len == k->gap[i].at) {
        g.len += k->gap[i].len;
        drop(k, i);
    }
    insert(k, i, g);
}

bool
cckd_take(struct cckd *k, uint32_t len, struct cckd_entry *e)
{
    unsigned done = atomic_load(&k->l.sync_done);

    for (size_t i = 0; i < k->gaps; i++) {
        struct cckd_gap *g = &k->gap[i];
        uint64_t rest = g->len - len;

        if (g->len < len || done <= g->since)
            continue;
        if (rest < LISTED && len + rest > UINT16_MAX)
            continue;
        *e = (struct cckd_entry){(uint32_t)g->at, (uint16_t)len, (uint16_t)len};
        if (rest < LISTED) {
            e->size = (uint16_t)(len + rest);
            drop(k, i);
        } else {
            g->at += len;
            g->len = rest;
        }
        return true;
    }
    return false;
}

void
cckd_find_gaps(struct cckd *k)
{
    struct cckd_space s;

    k->reuse = false;
    k->gaps = 0;
    if (!cckd_collect(k, &s))
        return;
    k->reuse = true;
    for (size_t i = 0; i + 1 < s.n && k->reuse; i++) {
        uint64_t behind = s.used[i].at + s.used[i].len;

        if (behind > s.used[i + 1].at)
            k->reuse = false; /* a damaged file: only append to it */
        else
            cckd_give(k, behind, s.used[i + 1].at - behind);
    }
    if (k->reuse) {
        const struct cckd_extent *last = &s.used[s.n - 1];

        if (last->at + last->len > k->end)
            k->end = last->at + last->len;
        cckd_give(k, last->at + last->len, k->end - last->at - last->len);
        if (k->gaps > 0 && fsync(k->l.fd) == 0)
            atomic_store(&k->l.sync_done,
                         atomic_fetch_add(&k->l.sync_begun, 1) + 1);
    } else {
        k->gaps = 0;
    }
    free(s.used);
}
