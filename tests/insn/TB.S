/* SPDX-License-Identifier: MIT */
/* TB: Test Block. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        .macro  tb r1, r2
        .insn   rre, 0xb22c0000, \r1, \r2
        .endm

        load    R4, 0x40000
        load    R2, -1
        st      R2, 0(R4)
        load    R5, 0x40ffc
        st      R2, 0(R5)
        st      R2, 4(R5)
        load    R6, 0x3fffc
        st      R2, 0(R6)
        check                           /* the block, whatever its keys */
        load    R2, 0x38
        ssk     R2, R4
        spka    0x20(0)
        load    R3, 0x80040123          /* bits 0 and 20-31 are ignored */
        la      R0, 0
        setcc   3
        tb      R7, R3
        wantcc  0
        want    R0, 0
        spka    0(0)
        l       R2, 0(R4)
        want    R2, 0
        l       R2, 0(R5)
        want    R2, 0
        l       R2, 4(R5)
        want    R2, -1
        l       R2, 0(R6)
        want    R2, -1
        load    R3, 0x800000            /* beyond main storage */
        traps   0x05, tb, R7, R3
        load    R3, 0x1040000
        traps   0x05, tb, R7, R3
        load    R2, 0x10000000          /* low-address protection */
        st      R2, at(WORK)
        la      R3, 0x123(0)
        mvc     atl(PGMNEW, 8), at(K_N)
        constant K_N, .long, 0, N-ORG
        check
        lctl    0, 0, at(WORK)
        tb      R7, R3
        bc      15, at(FAIL)
N:      wantmem 2, ORG+0x2a, 0,4
        pass
