/* SPDX-License-Identifier: MIT */
/* The event queue: a binary heap of events by (time, order of insertion). */
#include "lib/evq.h"

#include <assert.h>
#include <stdlib.h>

struct evq {
    struct event **heap;
    unsigned n, cap;
    uint64_t now, seq;
};

static bool
before(const struct event *a, const struct event *b)
{
    return a->when != b->when ? a->when < b->when : a->seq < b->seq;
}

static void
place(struct evq *q, struct event *ev, unsigned i)
{
    q->heap[i] = ev;
    ev->slot = i + 1;
}

static void
sift_up(struct evq *q, unsigned i)
{
    struct event *ev = q->heap[i];

    while (i > 0 && before(ev, q->heap[(i - 1) / 2])) {
        place(q, q->heap[(i - 1) / 2], i);
        i = (i - 1) / 2;
    }
    place(q, ev, i);
}

static void
sift_down(struct evq *q, unsigned i)
{
    struct event *ev = q->heap[i];

    for (;;) {
        unsigned c = 2 * i + 1;

        if (c >= q->n)
            break;
        if (c + 1 < q->n && before(q->heap[c + 1], q->heap[c]))
            c++;
        if (!before(q->heap[c], ev))
            break;
        place(q, q->heap[c], i);
        i = c;
    }
    place(q, ev, i);
}

struct evq *
evq_create(void)
{
    return calloc(1, sizeof(struct evq));
}

void
evq_destroy(struct evq *q)
{
    if (q == NULL)
        return;
    free(q->heap);
    free(q);
}

uint64_t
evq_now(const struct evq *q)
{
    return q->now;
}

void
evq_set_now(struct evq *q, uint64_t now)
{
    q->now = now;
}

bool
evq_queued(const struct event *ev)
{
    return ev->slot != 0;
}

void
evq_restore(struct evq *q, struct event *ev, uint64_t when, uint64_t seq)
{
    evq_cancel(q, ev);
    if (q->n == q->cap) {
        unsigned cap = q->cap ? 2 * q->cap : 64;
        struct event **h = realloc(q->heap, cap * sizeof(*h));

        if (h == NULL)
            abort();
        q->heap = h;
        q->cap = cap;
    }
    ev->when = when;
    ev->seq = seq;
    q->heap[q->n] = ev;
    sift_up(q, q->n++);
}

uint64_t
evq_seq(const struct evq *q)
{
    return q->seq;
}

void
evq_set_seq(struct evq *q, uint64_t seq)
{
    q->seq = seq;
}

void
evq_at(struct evq *q, struct event *ev, uint64_t when)
{
    evq_restore(q, ev, when, q->seq++);
}

void
evq_in(struct evq *q, struct event *ev, uint64_t delay)
{
    evq_at(q, ev, q->now + delay);
}

void
evq_cancel(struct evq *q, struct event *ev)
{
    unsigned i;

    if (ev->slot == 0)
        return;
    i = ev->slot - 1;
    assert(i < q->n && q->heap[i] == ev);
    ev->slot = 0;
    if (i == --q->n)
        return;
    place(q, q->heap[q->n], i);
    sift_up(q, i);
    sift_down(q, i);
}

uint64_t
evq_next(const struct evq *q)
{
    return q->n ? q->heap[0]->when : UINT64_MAX;
}

void
evq_run(struct evq *q, uint64_t now)
{
    while (q->n && q->heap[0]->when <= now) {
        struct event *ev = q->heap[0];

        if (ev->when > q->now)
            q->now = ev->when;
        evq_cancel(q, ev);
        ev->fn(ev->arg, q->now);
    }
    if (now > q->now)
        q->now = now;
}
