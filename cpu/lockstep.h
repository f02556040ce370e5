/* SPDX-License-Identifier: MIT */
/* The engine that runs the other two, a few instructions at a time, and
 * compares what they did. */
#ifndef CPU_LOCKSTEP_H
#define CPU_LOCKSTEP_H

#include "cpu/private.h"

struct lockstep *lockstep_create(struct cpu *cpu);
void lockstep_destroy(struct lockstep *l);

/* cpu_run's contract. On the first difference it says on standard error what
 * differs and where, and the processor is in the check-stop state from then
 * on. */
uint64_t lockstep_run(struct cpu *cpu, uint64_t n, enum cpu_stop *why);

/* cpu_storage_changed and cpu_key_changed, for the copy. */
void lockstep_storage(struct cpu *cpu, uint32_t abs, uint32_t len);
void lockstep_key(struct cpu *cpu, uint32_t abs);

/* After a reset of the processor, and when it is to forget what it translated:
 * the copy forgets, too. */
void lockstep_reset(struct cpu *cpu);

/* run.c: cpu_run without lockstep. */
uint64_t run_engine(struct cpu *cpu, uint64_t n, enum cpu_stop *why);

#endif
