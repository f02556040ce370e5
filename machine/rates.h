/* SPDX-License-Identifier: MIT */
/* The highest rates seen: millions of instructions a second of processor time,
 * and I/O operations begun a second. */
#ifndef MACHINE_RATES_H
#define MACHINE_RATES_H

#include <stdint.h>
#include <time.h>

struct machine;

struct rates_max {
    time_t from;
    double mips;
    uint64_t sios;
};

struct rates {
    unsigned minutes;             /* the interval */
    struct rates_max last, now;   /* of the interval before, of this one */
    uint64_t wall, count, cpu_ns; /* at the last sample */
    uint64_t started;
};

/* From time to time while the processor runs; `wall` is host time. Looks at the
 * rates once a second. */
void rates_point(struct machine *m, uint64_t wall);

#endif
