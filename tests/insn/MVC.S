/* SPDX-License-Identifier: MIT */
/* MVC: Move. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  8, WORK, 0x12,0x34,0x56,0x78,0x9a,0xbc,0xde,0xf0
        setmem  8, WORK2, 0xff,0x00,0xf0,0x0f,0x55,0xaa,0x01,0x80
        setcc   2
        mvc     atl(WORK, 8), at(WORK2)
        wantcc  2
        wantmem 8, WORK, 0xff,0x00,0xf0,0x0f,0x55,0xaa,0x01,0x80
        wantmem 8, WORK2, 0xff,0x00,0xf0,0x0f,0x55,0xaa,0x01,0x80


        /* Overlap: one byte spreads to the right. */
        check
        setmem  8, WORK, 1,2,3,4,5,6,7,8
        mvc     atl(WORK+1, 7), at(WORK)
        wantmem 8, WORK, 1,1,1,1,1,1,1,1
        check
        setmem  8, WORK, 1,2,3,4,5,6,7,8
        mvc     atl(WORK+2, 6), at(WORK)
        wantmem 8, WORK, 1,2,1,2,1,2,1,2
        check
        setmem  8, WORK, 1,2,3,4,5,6,7,8
        mvc     atl(WORK, 7), at(WORK+1)
        wantmem 8, WORK, 2,3,4,5,6,7,8,8
        /* 256 bytes, over the end of a 2K block. */
        check
        load    R3, 0x8780
        load    R4, 0x9f80
        mvi     255(R4), 0xee
        mvi     128(R4), 0xdd
        mvc     0(256,R3), 0(R4)
        cli     255(R3), 0xee
        bc      7, at(FAIL)
        cli     128(R3), 0xdd
        bc      7, at(FAIL)

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
P1:     mvc     0(4,R6), at(K_PSW)
        bc      15, at(FAIL)
P2:     cli     at(ORG+0x2b), 4
        bc      7, at(FAIL)
        clc     0(4,R6), at(K_OLD)
        bc      7, at(FAIL)
        pass
