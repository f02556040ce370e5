/* SPDX-License-Identifier: MIT */
/* Machine time: a strictly increasing, piecewise-linear function of the
 * instruction count, corrected towards the host's clock at points every
 * CLOCK_POINT instructions and at waits. All times are in TOD units (2^-12
 * microsecond). Nothing here reads a clock: the caller passes host time, so
 * that a journal can pass it again. */
#ifndef MACHINE_CLOCK_H
#define MACHINE_CLOCK_H

#include <stdint.h>

#include "cpu/cpu.h"

enum {
    CLOCK_POINT = 1 << 16,     /* instructions between two points */
    CLOCK_AHEAD = 1000 * 4096, /* a wait up to this long (1 ms) is not slept */
};

struct clock_state {
    uint64_t speed;      /* host time an instruction takes, 16.16 TOD units */
    uint64_t seg_count;  /* count at which the measured segment began */
    uint64_t seg_wall;   /* host time there */
    uint64_t next_point; /* count of the next point */
};

/* Host time in TOD units since 1900 UTC: the realtime clock as it was at the
 * first call of clock_base, carried on by a clock that nobody sets. */
struct clock_base {
    uint64_t tod0;
    uint64_t mono0;
};
void clock_base_init(struct clock_base *b);
uint64_t clock_wall(const struct clock_base *b);
/* The same for a wall time in the host's CLOCK_MONOTONIC nanoseconds. */
uint64_t clock_mono_ns(void);

/* TOD units by which the guest's TOD clock differs from UTC since 1900, for a
 * clock whose zero is January 1 of `epoch` and that has `years` added. */
int64_t clock_shift(int epoch, int years);

/* Begins machine time at `wall`, at instruction count `count`. */
void clock_start(struct clock_state *k, struct cpu_clock *cc, uint64_t count,
                 uint64_t wall);

/* A point while the processor runs: count is now, wall is host time. Machine
 * time goes on from where it was; its rate is such that it meets the host's
 * at the next point if the processor's speed stays what it was. Far behind
 * (the host did something else), it jumps. Call it when count has reached
 * next_point. */
void clock_point(struct clock_state *k, struct cpu_clock *cc, uint64_t count,
                 uint64_t wall);

/* The processor did not run (a wait, or stopped) and machine time is `to` now,
 * or stays where it was if that is later. Measuring begins anew. */
void clock_advance(struct clock_state *k, struct cpu_clock *cc, uint64_t count,
                   uint64_t to, uint64_t wall);

/* A point, or the end of a wait, as a journal has it. */
void clock_set(struct clock_state *k, struct cpu_clock *cc,
               const struct cpu_clock *journaled);

/* Machine time at an instruction count. */
uint64_t clock_at(const struct cpu_clock *cc, uint64_t count);
/* The first instruction count at which machine time is at least `tod`. */
uint64_t clock_count(const struct cpu_clock *cc, uint64_t tod);

#endif
