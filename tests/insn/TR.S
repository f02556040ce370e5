/* SPDX-License-Identifier: MIT */
/* TR: Translate. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  4, WORK, 3,0,2,1
        setmem  4, WORK2, 0xa0,0xa1,0xa2,0xa3
        setcc   1
        tr      atl(WORK, 4), at(WORK2)
        wantcc  1
        wantmem 4, WORK, 0xa3,0xa0,0xa2,0xa1
        /* Only the table bytes in use need be accessible: the table goes beyond the
        end     of storage. */
        check
        load    R4, 0x7ffffc
        mvi     3(R4), 0x77
        setmem  2, WORK, 3,3
        tr      atl(WORK, 2), 0(R4)
        wantmem 2, WORK, 0x77,0x77
        setmem  2, WORK, 3,4
        traps   5, tr, atl(WORK, 2),0(R4)
        wantmem 2, WORK, 3,4

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
P1:     tr      0(4,R6), at(WORK)
        bc      15, at(FAIL)
P2:     cli     at(ORG+0x2b), 4
        bc      7, at(FAIL)
        clc     0(4,R6), at(K_OLD)
        bc      7, at(FAIL)
        pass
