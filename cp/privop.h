/* SPDX-License-Identifier: MIT */
/* The simulation of one privileged instruction. VM/370: DMKPRV, DMKVSI. */
#ifndef CP_PRIVOP_H
#define CP_PRIVOP_H

#include <stdint.h>

#include "cp/priv.h"
#include "cp/vmblok.h"

/* The new PSW that was loaded is invalid: a specification exception with an
 * instruction length of zero. */
enum { PIC_EARLY = 0x0106 };

/* Simulates `in`, whose opcode in arch/s370.def's form is op; the PSW already
 * points behind it. 0; GS_WAIT: nothing was done, execute it again; or a pic
 * code. */
int privop(struct vmblok *vm, const struct trap *in, uint16_t op);

#endif
