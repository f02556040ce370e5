/* SPDX-License-Identifier: MIT */
/* Offsets for the .S files. Compiled to assembler text only, out of which the
 * makefile takes the lines marked "->" into cms/offsets.h. */
#include "cms/nucon.h"

void cms_offsets(void);

#define OFFSET(name, value) __asm__ volatile("->" #name " %0" : : "i"(value))

void
cms_offsets(void)
{
    OFFSET(NUCON_SVC_SAVE, NUCON_AT + offsetof(struct nucon, svc_save));
    OFFSET(NUCON_IO_SAVE, NUCON_AT + offsetof(struct nucon, io_save));
    OFFSET(NUCON_PGM_SAVE, NUCON_AT + offsetof(struct nucon, pgm_save));
    OFFSET(NUCON_GO, NUCON_AT + offsetof(struct nucon, go));
    OFFSET(NUCON_WAITING, NUCON_AT + offsetof(struct nucon, waiting));
    OFFSET(NUCON_SP, NUCON_AT + offsetof(struct nucon, sp));
    OFFSET(NUCON_IO_STACK, NUCON_AT + offsetof(struct nucon, io_stack));
    OFFSET(NUCON_DIAG_SP, NUCON_AT + offsetof(struct nucon, diag_sp));
    OFFSET(USER_GPR15, offsetof(struct user_regs, gpr[15]));
    OFFSET(USER_PSW, offsetof(struct user_regs, psw));
    OFFSET(USER_SIZE, sizeof(struct user_regs));
    OFFSET(SVC_OLD, offsetof(struct lowcore, svc_old));
    OFFSET(EXT_OLD, offsetof(struct lowcore, ext_old));
    OFFSET(IO_OLD, offsetof(struct lowcore, io_old));
    OFFSET(PGM_NEW, offsetof(struct lowcore, pgm_new));
    OFFSET(CMS_TOP, CMS_STACK_TOP);
}
