/* SPDX-License-Identifier: MIT */
/* SSK: Set Storage Key. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        check
        load    R3, 0x8000
        load    R2, 0xffffff5a
        setcc   2
        ssk     R2, R3
        wantcc  2
        load    R4, 0
        isk     R4, R3
        want    R4, 0x58
        /* The key is of 2K: the next block has its own. */
        check
        load    R2, 0x20
        load    R5, 0x8800
        ssk     R2, R5
        load    R4, 0
        isk     R4, R3
        want    R4, 0x58
        /* The reference and change bits are set too. */
        check
        load    R2, 0x56
        ssk     R2, R3
        rrb     0(R3)
        wantcc  3
        load    R3, 0x8008
        traps   6, ssk, R2,R3
        pass
