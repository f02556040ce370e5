/* SPDX-License-Identifier: MIT */
/* SPM: Set Program Mask. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        load    R3, 0x3a000000
        spm     R3
        balr    R2, R0
        n       R2, at(K_1)
        constant K_1, .long, 0x3f000000
        want    R2, 0x3a000000
        /* Fixed-point overflow follows the mask. */
        load    R2, 0x7fffffff
        load    R3, 0x08000000
        spm     R3
        traps   8, ar, R2,R2
        check
        load    R2, 0x7fffffff
        load    R3, 0x07000000
        spm     R3
        ar      R2, R2
        pass
