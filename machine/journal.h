/* SPDX-License-Identifier: MIT */
/* The seam for record and replay: all that reaches the machine from outside
 * passes here, with the instruction count at which it was honoured. The
 * machine is a deterministic function of its first state and of these calls.
 * Nothing records them yet: a machine's journal is NULL unless somebody (a
 * test) gives one. */
#ifndef MACHINE_JOURNAL_H
#define MACHINE_JOURNAL_H

#include <stdint.h>

#include "cpu/cpu.h"

struct msg;

struct journal {
    void *arg;
    /* A point of the clock, or the end of a wait: cc holds from here on. */
    void (*point)(void *arg, const struct cpu_clock *cc);
    /* A message was taken. */
    void (*arrival)(void *arg, uint64_t count, const struct msg *msg);
};

#endif
