/* SPDX-License-Identifier: MIT */
/* Program interruptions of a guest: simulate, page in, or reflect. VM/370:
 * DMKPRG, DMKPRV. */
#ifndef CP_PRIV_H
#define CP_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "cp/vmblok.h"

/* The guest came back with a program interruption; low storage describes it. */
void priv_program(struct vmblok *vm);

/* The guest came back with an SVC; per: and the PER event of it. */
void priv_svc(struct vmblok *vm, bool per);

/* If the guest's next instruction is a privileged one that CP would simulate
 * (virtual supervisor state, nothing pending), simulates it. False: run the
 * guest. */
bool priv_next(struct vmblok *vm);

/* An instruction being simulated. */
struct trap {
    uint8_t b[6];
    uint8_t len; /* of what stands at the PSW: EX counts 4 */
    uint32_t ia; /* where it stands */
};

/* cp/hvc.c: DIAGNOSE. 0, GS_WAIT or a pic code; what must wait is handed to a
 * task. */
int hvc_diagnose(struct vmblok *vm, const struct trap *in);
/* Starts fn as vm's task (VMW_TASK): 0, or GS_WAIT when none is free, and the
 * instruction is executed again when one is. Only one at a time. */
int priv_task(struct vmblok *vm, void (*fn)(void *vm));
/* The task's end: rc as above. */
void priv_task_done(struct vmblok *vm, int rc);
/* A task ended: who waits for one may try again. */
void priv_task_free(void);

/* Effective address of a storage operand, B2 D2 at b[2], b[3]. */
static inline uint32_t
insn_addr(const struct vmblok *vm, const uint8_t *p)
{
    unsigned base = p[0] >> 4;
    uint32_t d = (uint32_t)(p[0] & 15) << 8 | p[1];

    return (d + (base ? vm->gpr[base] : 0)) & 0xffffff;
}

#endif
