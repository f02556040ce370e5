/* SPDX-License-Identifier: MIT */
/* OI: OR. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  3, WORK, 0x77, 90, 0x88
        setcc   3
        oi      at(WORK+1), 240
        wantcc  1
        wantmem 3, WORK, 0x77, 250, 0x88

        check
        setmem  3, WORK, 0x77, 0, 0x88
        setcc   2
        oi      at(WORK+1), 0
        wantcc  0
        wantmem 3, WORK, 0x77, 0, 0x88

        check
        setmem  3, WORK, 0x77, 255, 0x88
        setcc   3
        oi      at(WORK+1), 255
        wantcc  1
        wantmem 3, WORK, 0x77, 255, 0x88

        check
        setmem  3, WORK, 0x77, 15, 0x88
        setcc   3
        oi      at(WORK+1), 240
        wantcc  1
        wantmem 3, WORK, 0x77, 255, 0x88

        check
        setmem  3, WORK, 0x77, 0, 0x88
        setcc   3
        oi      at(WORK+1), 128
        wantcc  1
        wantmem 3, WORK, 0x77, 128, 0x88


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
P1:     oi      0(R6), 0x5a
        bc      15, at(FAIL)
P2:     cli     at(ORG+0x2b), 4
        bc      7, at(FAIL)
        clc     0(4,R6), at(K_OLD)
        bc      7, at(FAIL)
        pass
