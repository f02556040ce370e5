/* SPDX-License-Identifier: MIT */
/* The reference engine's loop: fetch, dispatch, count, and look around at
 * every boundary where something may be pending. cpu/cpu.h has the contract. */
#include "cpu/run.h"

#include "cpu/fast.h"
#include "cpu/lockstep.h"
#include "cpu/psw.h"
#include "cpu/storage.h"
#include "cpu/timer.h"

/* How often cpu->attention is looked at, in instructions. */
enum { ATTENTION_PERIOD = 4096 };
/* Interruptions without an instruction between them that are more than any
 * number of devices explains: a new PSW causes or admits the same one again,
 * forever. */
enum { ROUNDS_MAX = 70000 };

/* Fetches the instruction at ia, which is psw.ia, by way of the last block. */
static inline int
fetch(struct cpu *cpu, struct cpu_private *p, uint32_t ia, uint64_t *ib)
{
    if (((ia & ~(uint32_t)(BLOCK_MASK - 1)) | p->context) == p->fetch_tag &&
        (ia & BLOCK_MASK) <= BLOCK_SIZE - 8) {
        *ib = load_be64(p->fetch_host + (ia & BLOCK_MASK));
        return PIC_NONE;
    }
    return run_fetch_slow(cpu, ib);
}

int
run_fetch_slow(struct cpu *cpu, uint64_t *ib)
{
    struct cpu_private *p = cpu->priv;
    uint32_t ia = cpu->psw.ia;
    int pic = stor_fetch_insn(cpu, ia, ib);

    if (pic == PIC_NONE) {
        uint8_t *host = stor_fast(cpu, ia, 1, ACCESS_READ);

        p->fetch_tag = host ? (ia & ~(uint32_t)BLOCK_MASK) | p->context : 0;
        p->fetch_host = host ? host - (ia & BLOCK_MASK) : NULL;
    } else {
        p->start = ia;
        p->ilc = 2;
        cpu->psw.ia = (ia + 2) & ADDR_MASK;
    }
    return pic;
}

/* Executes one instruction: the inner loop's body. */
static inline int
step(struct cpu *cpu, struct cpu_private *p)
{
    uint32_t ia = cpu->psw.ia;
    uint64_t ib;
    unsigned op, ilc;
    int pic;

    cpu->icount++;
    pic = fetch(cpu, p, ia, &ib);
    if (pic != PIC_NONE)
        return pic;
    op = (unsigned)(ib >> 56);
    ilc = 2 + (((op >> 6) + 1) & ~1u);
    p->ilc = ilc;
    p->start = p->target = ia;
    cpu->psw.ia = (ia + ilc) & ADDR_MASK;
    return p->ops[op_index(ib)](cpu, ib);
}

int
run_one(struct cpu *cpu)
{
    return step(cpu, cpu->priv);
}

/* At an instruction boundary: takes what interruptions are due. Returns true
 * when instructions can be executed, else sets *why. */
static bool
between(struct cpu *cpu, uint64_t end, enum cpu_stop *why)
{
    struct cpu_private *p = cpu->priv;
    unsigned rounds = 0;

    if (p->checkstop) {
        *why = CPU_CHECKSTOP;
        return false;
    }
    if (cpu->stopped) {
        atomic_store(&cpu->attention, false);
        *why = CPU_ATTENTION;
        return false;
    }
    if (cpu->icount >= p->timer_count) {
        timer_check_itimer(cpu);
        p->timer_count = timer_next_count(cpu);
    }
    while (interrupt_pending(cpu))
        if (++rounds > ROUNDS_MAX) {
            *why = CPU_CHECKSTOP;
            return false;
        }
    if (cpu->psw.mask & PSW_WAIT) {
        *why = CPU_WAIT;
        return false;
    }
    /* What was due at this count has been taken whatever ends the run. */
    if (atomic_load_explicit(&cpu->attention, memory_order_relaxed)) {
        atomic_store(&cpu->attention, false);
        *why = CPU_ATTENTION;
        return false;
    }
    if (cpu->icount >= end) {
        *why = CPU_COUNT;
        return false;
    }
    p->limit = cpu->icount + ATTENTION_PERIOD;
    if (p->limit > end)
        p->limit = end;
    if (p->limit > p->timer_count)
        p->limit = p->timer_count;
    return true;
}

uint64_t
cpu_run(struct cpu *cpu, uint64_t n, enum cpu_stop *why)
{
    if (cpu->priv->lockstep)
        return lockstep_run(cpu, n, why);
    return run_engine(cpu, n, why);
}

uint64_t
run_engine(struct cpu *cpu, uint64_t n, enum cpu_stop *why)
{
    struct cpu_private *p = cpu->priv;
    uint64_t begin = cpu->icount, end = begin + n;

    p->event = false;
    p->timer_count = 0; /* the caller may have set the clock */
    psw_changed(cpu);   /* the caller may have changed PSW or registers */
    while (between(cpu, end, why)) {
        if (p->per) {
            per_step(cpu);
        } else if (p->fast) {
            fast_run(cpu);
        } else {
            while (cpu->icount < p->limit) {
                int pic = step(cpu, p);

                if (pic != PIC_NONE)
                    interrupt_program(cpu, pic);
            }
        }
        if (p->event) {
            *why = CPU_EVENT;
            break;
        }
    }
    return cpu->icount - begin;
}
