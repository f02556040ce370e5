/* SPDX-License-Identifier: MIT */
/* STC: Store Character. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  12, WORK, 0xa0,0xa1,0xa2,0xa3,0xa4,0xa5,0xa6,0xa7,0xa8,0xa9,0xaa,0xab
        load    R2, 0x12345678
        stc     R2, at(WORK+3)
        wantmem 6, WORK, 0xa0,0xa1,0xa2,0x78,0xa4,0xa5

        /* A store into a block of another key: protection, and nothing stored. */
        load    R6, 0x8000
        load    R7, 0x20
        ssk     R7, R6
        mvc     0(4,R6), at(K_OLD)
        constant K_OLD, .long, 0x01020304
        constant K_PSW, .long, 0x00100000, P1-ORG
        constant K_PGM, .long, 0, P2-ORG
        mvc     atl(PGMNEW, 8), at(K_PGM)
        check
        lpsw    at(K_PSW)
P1:     stc     R2, 0(R6)
        bc      15, at(FAIL)
P2:     cli     at(ORG+0x2b), 4
        bc      7, at(FAIL)
        clc     0(4,R6), at(K_OLD)
        bc      7, at(FAIL)
        pass
