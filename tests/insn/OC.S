/* SPDX-License-Identifier: MIT */
/* OC: OR. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  8, WORK, 0x12,0x34,0x56,0x78,0x9a,0xbc,0xde,0xf0
        setmem  8, WORK2, 0xff,0x00,0xf0,0x0f,0x55,0xaa,0x01,0x80
        setcc   2
        oc      atl(WORK, 8), at(WORK2)
        wantcc  1
        wantmem 8, WORK, 0xff,0x34,0xf6,0x7f,0xdf,0xbe,0xdf,0xf0
        wantmem 8, WORK2, 0xff,0x00,0xf0,0x0f,0x55,0xaa,0x01,0x80

        check
        setmem  3, WORK, 0x00,0x00,0x00
        setmem  3, WORK2, 0x00,0x00,0x00
        setcc   3
        oc      atl(WORK, 3), at(WORK2)
        wantcc  0
        wantmem 3, WORK, 0x00,0x00,0x00
        wantmem 3, WORK2, 0x00,0x00,0x00


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
P1:     oc      0(4,R6), at(K_PSW)
        bc      15, at(FAIL)
P2:     cli     at(ORG+0x2b), 4
        bc      7, at(FAIL)
        clc     0(4,R6), at(K_OLD)
        bc      7, at(FAIL)
        pass
