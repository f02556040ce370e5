/* SPDX-License-Identifier: MIT */
/* One instruction: as cpu_run's inner loop does it, and under PER. */
#ifndef CPU_RUN_H
#define CPU_RUN_H

#include "cpu/private.h"

/* run.c: executes one instruction; returns PIC_NONE or the code of the
 * program interruption that it causes. */
int run_one(struct cpu *cpu);
/* The instruction at psw.ia when it is not in the block of the last one. */
int run_fetch_slow(struct cpu *cpu, uint64_t *ib);

/* per.c: executes one instruction with program-event recording active, and
 * takes the interruptions that it causes. */
void per_step(struct cpu *cpu);

#endif
