/* SPDX-License-Identifier: MIT */
/* SSM: Set System Mask. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  1, WORK, 0xfe
        setcc   2, 5
        ssm     at(WORK)
        wantcc  2
        stnsm   at(WORK+1), 0
        cli     at(WORK+1), 0xfe
        bc      7, at(FAIL)
        /* Suppressed by CR0 bit 1. */
        constant K_CR0, .long, 0x400000e0
        lctl    0, 0, at(K_CR0)
        traps   0x13, ssm, at(WORK)
        /* EC mode: a bit that must be zero; the mask is in force all the same. */
        constant K_CR0B, .long, 0xe0
        lctl    0, 0, at(K_CR0B)
        constant K_EC, .long, 0x00080000, T1-ORG
        constant K_PGM, .long, 0, T2-ORG
        check
        mvc     atl(PGMNEW, 8), at(K_PGM)
        setmem  1, WORK, 0x80
        lpsw    at(K_EC)
T1:     ssm     at(WORK)
        bc      15, at(FAIL)
T2:     wantmem 4, ORG+0x8c, 0,4,0,6
        cli     at(ORG+0x28), 0x80
        bc      7, at(FAIL)
        pass
