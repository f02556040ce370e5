/* SPDX-License-Identifier: MIT */
/* Programs in the user area: MODULE files, START, SVC linkage, program checks,
 * and going back to the terminal after HX or an abend. VM/370: DMSMOD, DMSITS,
 * DMSITP, DMSABN. */
#ifndef CMS_PROGRAM_H
#define CMS_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "cms/command.h"
#include "cms/nucon.h"

enum recover_reason { RECOVER_HX = 1, RECOVER_ABEND = 2 };

/* Is this address in the user area while a program runs there? */
bool in_program(uint32_t address);
/* Is there a MODULE of this name (8 characters) on an accessed disk? */
bool program_exists(const char *name);
/* Loads the MODULE of this name (up to 8 characters) and runs it; its return
 * code. */
int program_run_module(const struct cms_args *args, const char *name);
/* Loads a MODULE for the user area; return code. */
int program_load(const char *name, const char *mode);
/* Runs what is loaded at `entry`, with args as its parameter list. */
int program_start(const struct cms_args *args, uint32_t entry);
/* Forgets running programs, after their stack has been dropped. */
void program_reset(void);

/* Called by entry.S. svc_handler: nonzero when the program has returned. */
int svc_handler(struct user_regs *regs);
void ext_handler(const struct user_regs *regs);
void pgm_handler(void) __attribute__((noreturn));
/* cms/main.c. */
void recover(int reason) __attribute__((noreturn));
void cms_start(uint32_t ipled, uint32_t device) __attribute__((noreturn));

#endif
