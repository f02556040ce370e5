/* SPDX-License-Identifier: MIT */
/* The dispatcher: CP's one loop. VM/370: DMKDSP. */
#ifndef CP_DISPATCH_H
#define CP_DISPATCH_H

#include "cp/vmblok.h"

/* Runs CP for ever. */
void dispatch(void) __attribute__((noreturn));

/* A machine may run / may not run any more / is being freed. */
void dispatch_add(struct vmblok *vm);
void dispatch_remove(struct vmblok *vm);
void dispatch_forget(struct vmblok *vm);

/* Before CP reads vm->fpr, and after it changed it. */
void dispatch_save_fpr(struct vmblok *vm);
void dispatch_fpr_changed(struct vmblok *vm);

/* Before CP stores below X'200': the guest that last ran may have low-address
 * protection on, and its control registers are still loaded. */
void dispatch_own_cr0(void);

/* Processor time that CP spent waiting since IPL, TOD units. */
extern uint64_t idle_time;

#endif
