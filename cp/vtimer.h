/* SPDX-License-Identifier: MIT */
/* The guest's clock comparator, CPU timer and location 80. PoO "Timing". */
#ifndef CP_VTIMER_H
#define CP_VTIMER_H

#include <stdint.h>

#include "cp/vmblok.h"

void vtimer_reset(struct vmblok *vm);

/* Instructions of the guest. */
void vtimer_set_comparator(struct vmblok *vm, uint64_t value);
void vtimer_set_cpu(struct vmblok *vm, int64_t value);
int64_t vtimer_cpu(const struct vmblok *vm);

/* Brings location 80 up to date if its page is resident; sets what became
 * pending. Called when a machine begins and ends a stay on the processor. */
void vtimer_update(struct vmblok *vm);

/* Virtual processor time until CPU timer or location 80 want an interruption;
 * INT64_MAX: not at all. */
int64_t vtimer_budget(struct vmblok *vm);

/* An enabled wait begins: requests a wake-up for timers that run in it. */
void vtimer_wait(struct vmblok *vm);

#endif
