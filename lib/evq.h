/* SPDX-License-Identifier: MIT */
/* The machine's event queue: callbacks ordered by machine time (TOD units,
 * 2^-12 microsecond), ties in order of insertion. Owned by the machine thread;
 * nothing here locks. */
#ifndef LIB_EVQ_H
#define LIB_EVQ_H

#include <stdbool.h>
#include <stdint.h>

enum { TOD_USEC = 4096 };

struct evq;

/* Embedded in whoever waits; `fn` runs once, at its time, after the event was
 * taken from the queue, and may schedule it again. */
struct event {
    void (*fn)(void *arg, uint64_t now);
    void *arg;
    uint64_t when;
    uint64_t seq;
    unsigned slot; /* index in the heap + 1; 0: not queued */
};

struct evq *evq_create(void);
void evq_destroy(struct evq *q);

/* Machine time as of the last evq_run (or evq_set_now). */
uint64_t evq_now(const struct evq *q);
void evq_set_now(struct evq *q, uint64_t now);

/* Queues (or moves) ev to machine time `when`. */
void evq_at(struct evq *q, struct event *ev, uint64_t when);
void evq_in(struct evq *q, struct event *ev, uint64_t delay);
void evq_cancel(struct evq *q, struct event *ev);
bool evq_queued(const struct event *ev);

/* For snapshots: queues ev as it was, its place among those of the same time
 * included; then evq_set_seq so that new ones come behind. */
void evq_restore(struct evq *q, struct event *ev, uint64_t when, uint64_t seq);
uint64_t evq_seq(const struct evq *q);
void evq_set_seq(struct evq *q, uint64_t seq);

/* Time of the first event, UINT64_MAX if none. */
uint64_t evq_next(const struct evq *q);
/* Runs, in order, every event due at or before `now`. */
void evq_run(struct evq *q, uint64_t now);

#endif
