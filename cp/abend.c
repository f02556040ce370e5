/* SPDX-License-Identifier: MIT */
/* The end of CP by its own fault: a code, the registers and old PSW kept where
 * a dump finds them, and a disabled wait whose address is X'00ABE0'. VM/370:
 * DMKDMP. */
#include "cp/abend.h"

#include "arch/lowcore.h"
#include "cp/console.h"
#include "cp/low.h"
#include "klib/klib.h"

/* The code, for whoever reads a dump: the word before is an eye-catcher. */
static struct {
    char eye[8];
    char code[8];
    struct psw psw;
    uint32_t gpr[16];
} last = {.eye = "ABENDCP "};

void
abend(const char code[7])
{
    const struct lowcore *low = NULL;
    const uint32_t *gpr = (const uint32_t *)LOW_ABEND_GPR;

    if (last.code[0] == 0) { /* an abend in an abend keeps the first */
        memcpy(last.code, code, 7);
        last.psw = low->pgm_old;
        memcpy(last.gpr, gpr, sizeof(last.gpr));
        con_operator("DMKDMP908I SYSTEM FAILURE; CODE %s", code);
        con_operator("PSW %08X %08X CODE %04X R14 %08X R15 %08X",
                     (unsigned)get32(&last.psw.w0),
                     (unsigned)get32(&last.psw.w1), get16(&low->pgm_code),
                     (unsigned)gpr[14], (unsigned)gpr[15]);
    }
    LOW32(LOW_RUNPSW) = PSW_EC | PSW_WAIT;
    LOW32(LOW_RUNPSW + 4) = 0xabe0;
    for (;;)
        wait_enabled();
}
