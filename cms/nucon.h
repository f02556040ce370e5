/* SPDX-License-Identifier: MIT */
/* The nucleus constant area (NUCON) at X'200', and what assembler and C share
 * of it: register save areas of the interruption handlers and the current
 * nucleus stack. Fields keep VM/370's names where they have its meaning; the
 * offsets are this nucleus' own. cms/offsets.c gives them to the .S files. */
#ifndef CMS_NUCON_H
#define CMS_NUCON_H

#include <stddef.h>
#include <stdint.h>

#include "arch/lowcore.h"

enum {
    NUCON_AT = 0x200,
    CMS_STACK_TOP = 0x10000,
    CMS_STACK_SIZE = 0x5000,
    CMS_TRANSIENT = 0x8000, /* transient area, up to the stack */
    CMS_TRANSIENT_END = 0xb000,
    CMS_USER_AREA = 0x20000, /* AUSRAREA */
};

/* Registers and PSW of a program in the user area. */
struct user_regs {
    uint32_t gpr[16];
    struct psw psw;
};

struct nucon {
    uint32_t svc_save[16]; /* SVCSAVE */
    uint32_t io_save[16];  /* IOSAVE */
    uint32_t pgm_save[16]; /* PGMSAVE */
    struct psw go;         /* PSW being loaded */
    struct psw waiting;    /* PSW of wait_interrupt */
    uint32_t sp;           /* nucleus stack while a user program runs */
    uint32_t io_stack;
    uint32_t diag_sp;
    uint32_t vmsize;   /* VMSIZE: bytes of storage */
    uint32_t freelowe; /* FREELOWE: first byte that programs may not use */
    uint32_t locnt;    /* LOCCNT: first byte after the loaded program */
    uint32_t strtaddr; /* STRTADDR: where START begins; 0: nothing loaded */
    uint32_t sysdev;   /* SYSADDR: device of the system disk */
    char cmndname[8];  /* command being run, for messages */
};
_Static_assert(sizeof(struct nucon) < 0x1000 - NUCON_AT, "nucon");

#ifdef CAMBRIDGE_GUEST
#define NUCON ((struct nucon *)NUCON_AT)
#else /* a unit test's own */
extern struct nucon *const cms_test_nucon;
#define NUCON cms_test_nucon
#endif
#define LOWCORE ((struct lowcore *)0)

/* cms/entry.S. */

/* Runs a program until it returns to user_return; its R15. regs is not
 * changed. */
int run_user(const struct user_regs *regs);
/* Where a program's R14 points. */
extern const char user_return[];
/* Waits for one I/O interruption. */
void wait_interrupt(void);
/* Lets what interruptions are pending happen. */
void allow_interrupts(void);
/* Drops the nucleus stack and goes to recover(reason). */
void drop_stack(int reason) __attribute__((noreturn));
/* Bytes of storage, found by touching it, up to 16M. */
uint32_t storage_probe(void);
/* DIAGNOSE X'20': condition code in the high word, R15 in the low. */
uint64_t diag_io(uint32_t device, const struct ccw *ccw);
extern const char svc_first[], pgm_first[], io_first[], ext_first[],
    mck_first[];

#endif
