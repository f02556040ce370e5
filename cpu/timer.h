/* SPDX-License-Identifier: MIT */
/* Clocks and timers, for the engine and the instructions. PoO "Timing
 * Facilities". */
#ifndef CPU_TIMER_H
#define CPU_TIMER_H

#include "cpu/private.h"

/* The CPU timer's value now. */
uint64_t timer_cpu_timer(const struct cpu *cpu);
bool timer_comparator_pending(const struct cpu *cpu);
/* Brings location 80 up to date if it has become negative. */
void timer_check_itimer(struct cpu *cpu);
/* The instruction count at which the next timer condition arises, at least
 * one above the present; UINT64_MAX when none will. */
uint64_t timer_next_count(const struct cpu *cpu);

#endif
