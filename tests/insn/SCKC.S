/* SPDX-License-Identifier: MIT */
/* SCKC: Set Clock Comparator. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        constant K_CC, .long, 0x12345678, 0x9abcdef0
        check
        setcc   2
        sckc    at(K_CC)
        wantcc  2
        stckc   at(WORK)
        clc     atl(WORK, 8), at(K_CC)
        bc      7, at(FAIL)
        /* The clock is past it: external interruption X'1004' as soon as enabled. */
        constant K_ZERO, .long, 0, 0
        constant K_CR0, .long, 0x00000800
        constant K_EXT, .long, 0, T1-ORG
        check
        sckc    at(K_ZERO)
        lctl    0, 0, at(K_CR0)
        mvc     atl(ORG+0x58, 8), at(K_EXT)
        stosm   at(WORK), 1
        bc      15, at(FAIL)
T1:     wantmem 2, ORG+0x1a, 0x10, 0x04
        traps   6, sckc, at(K_CC+4)
        pass
