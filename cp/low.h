/* SPDX-License-Identifier: MIT */
/* CP's own low storage, X'200'-X'2FF', which its assembler part shares: where
 * registers go at an interruption. It lies above X'1FF' because a guest's
 * low-address protection may be on when it is stored into. */
#ifndef CP_LOW_H
#define CP_LOW_H

#define LOW_GPR 0x200      /* 16 words: the interrupted program's registers */
#define LOW_SP 0x240       /* the dispatcher's stack pointer while it is away */
#define LOW_RUNPSW 0x248   /* PSW to run a guest, or to wait, with */
#define LOW_CPUTIMER 0x250 /* scratch for STPT and SPT */
#define LOW_ABEND_GPR 0x280 /* 16 words: registers at an abend */
#define LOW_CR 0x2c0        /* 12 words: what real CR0-11 hold */

/* What run_guest and wait_enabled return. */
#define EXIT_EXT 0
#define EXIT_SVC 1
#define EXIT_PGM 2
#define EXIT_MCK 3
#define EXIT_IO 4
#define EXIT_SVC_PER 5 /* SVC, and its PER event */

#define CP_STACK_SIZE 8192 /* as -mstack-size in cp/Makefile.inc */

#ifndef __ASSEMBLER__
#include <stdint.h>

#define LOW32(at) (*(volatile uint32_t *)(at))
#define LOW64(at) (*(volatile uint64_t *)(at))

/* Runs a guest with these 16 registers and the PSW at LOW_RUNPSW until an
 * interruption: EXIT_*. The guest's registers are then at LOW_GPR, the old
 * PSW and codes in low storage. cp/entry.S. */
int run_guest(const uint32_t *gpr);
/* Loads the wait PSW at LOW_RUNPSW; returns as run_guest does. */
int wait_enabled(void);
/* Saves the callee's registers on the present stack, stores its pointer at
 * *save, and continues from the stack pointer `to`. */
void stack_switch(uint32_t *save, uint32_t to);
/* Can real storage be read at addr? Only while CP starts. */
int storage_probe(uint32_t addr);
#endif

#endif
