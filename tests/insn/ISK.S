/* SPDX-License-Identifier: MIT */
/* ISK: Insert Storage Key. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        check
        load    R3, 0x8000
        load    R2, 0x36
        ssk     R2, R3
        load    R4, 0x12345678
        setcc   2
        isk     R4, R3
        wantcc  2
        /* BC mode: the reference and change bits read as zeros; bits 0-23 stay. */
        want    R4, 0x12345630
        check
        constant K_EC, .long, 0x00080000, T1-ORG
        lpsw    at(K_EC)
T1:     isk     R4, R3
        want    R4, 0x12345636
        constant K_BC, .long, 0, T2-ORG
        lpsw    at(K_BC)
T2:     load    R3, 0x8001
        traps   6, isk, R4,R3
        pass
