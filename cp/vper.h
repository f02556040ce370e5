/* SPDX-License-Identifier: MIT */
/* Program events of instructions that CP simulates: the real machine saw
 * nothing but their fetch. PoO "Program-Event Recording". */
#ifndef CP_VPER_H
#define CP_VPER_H

#include <stdbool.h>
#include <stdint.h>

#include "cp/priv.h"
#include "cp/vmblok.h"

/* The PER controls as they are when the instruction begins. */
struct per_before {
    bool on;
    uint32_t control;
    uint32_t gpr[16];
};

void vper_begin(const struct vmblok *vm, struct per_before *b);

static inline void
vper_before(const struct vmblok *vm, struct per_before *b)
{
    b->on = false;
    if ((get32(&vm->psw.w0) & (PSW_EC | PSW_PER)) == (PSW_EC | PSW_PER))
        vper_begin(vm, b);
}

/* The instruction ended with rc, as privop gives it. True: it had events for
 * storage or register alteration, which are in vm->per_code. */
bool vper_after(struct vmblok *vm, const struct per_before *b,
                const struct trap *in, uint16_t op, int rc);

#endif
