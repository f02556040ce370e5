/* SPDX-License-Identifier: MIT */
/* DIAG: Diagnose. PoO "Control Instructions". This model assigns no function.
 * */
#include "tests/insn/insn.inc"

        /* No code is assigned on the bare machine. */
        traps   6, diag, R1,R2,0
        traps   6, diag, R1,R2,8
        pass
