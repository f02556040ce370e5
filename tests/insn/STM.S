/* SPDX-License-Identifier: MIT */
/* STM: Store Multiple. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  12, WORK, 0xa0,0xa1,0xa2,0xa3,0xa4,0xa5,0xa6,0xa7,0xa8,0xa9,0xaa,0xab
        load    R2, 0x12345678
        load    R3, 0x9abcdef0
        stm     R2, R3, at(WORK+2)
        wantmem 12, WORK, 0xa0,0xa1,0x12,0x34,0x56,0x78,0x9a,0xbc,0xde,0xf0,0xaa,0xab
        /* From 15 around to 0. */
        check
        load    R15, 0x0f0f0f0f
        load    R0, 0x10203040
        stm     R15, R0, at(WORK)
        wantmem 8, WORK, 0x0f,0x0f,0x0f,0x0f,0x10,0x20,0x30,0x40

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
P1:     stm     R2, R5, 0(R6)
        bc      15, at(FAIL)
P2:     cli     at(ORG+0x2b), 4
        bc      7, at(FAIL)
        clc     0(4,R6), at(K_OLD)
        bc      7, at(FAIL)
        pass
