/* SPDX-License-Identifier: MIT */
/* SPT: Set CPU Timer. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        constant K_T, .long, 0x00001000, 0
        check
        setcc   2
        spt     at(K_T)
        wantcc  2
        stpt    at(WORK)
        wantmem 4, WORK, 0,0,0x0f,0xff
        /* It runs through zero in a wait: X'1005'. */
        constant K_SMALL, .long, 0, 0x00100000
        constant K_CR0, .long, 0x00000400
        constant K_EXT, .long, 0, T1-ORG
        constant K_WAIT, .long, 0x01020000, 0
        check
        spt     at(K_SMALL)
        lctl    0, 0, at(K_CR0)
        mvc     atl(ORG+0x58, 8), at(K_EXT)
        lpsw    at(K_WAIT)
T1:     wantmem 2, ORG+0x1a, 0x10, 0x05
        stpt    at(WORK)
        tm      at(WORK), 0x80
        bc      8, at(FAIL)
        traps   6, spt, at(K_T+4)
        pass
