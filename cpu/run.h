/* SPDX-License-Identifier: MIT */
/* One instruction: as cpu_run's inner loop does it, and under PER. */
#ifndef CPU_RUN_H
#define CPU_RUN_H

#include "cpu/psw.h"

/* run.c: executes one instruction; returns PIC_NONE or the code of the
 * program interruption that it causes. */
int run_one(struct cpu *cpu);
/* The instruction at psw.ia when it is not in the block of the last one. */
int run_fetch_slow(struct cpu *cpu, uint64_t *ib);

/* The PSW, or what it depends on, was changed by an instruction or an
 * interruption in the middle of fast_run. Can instructions up to priv->run_end
 * be executed from psw.ia on? If not, run_engine has to look around. The
 * board is asked what run_engine would ask it: when an interruption was taken,
 * run_engine asks for the next one. */
static inline bool
run_on(struct cpu *cpu)
{
    struct cpu_private *p = cpu->priv;

    if (p->per | p->psw_invalid | p->checkstop | p->event | cpu->stopped |
        cpu->pend_restart |
        atomic_load_explicit(&cpu->attention, memory_order_relaxed))
        return false;
    if ((cpu->psw.mask & PSW_WAIT) || cpu->icount >= p->run_end)
        return false;
    if (psw_enables(cpu) && interrupt_pending(cpu))
        return false;
    p->limit = p->run_end;
    return true;
}

/* per.c: executes one instruction with program-event recording active, and
 * takes the interruptions that it causes. */
void per_step(struct cpu *cpu);

#endif
