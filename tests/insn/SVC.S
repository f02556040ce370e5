/* SPDX-License-Identifier: MIT */
/* SVC: Supervisor Call. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        constant K_NEW, .long, 0, T1-ORG
        constant K_OLD, .long, L1-ORG
        check
        mvc     atl(ORG+0x60, 8), at(K_NEW)
        setcc   2, 5
        svc     0xca
L1:     bc      15, at(FAIL)
        /* BC mode: the code in the old PSW, length code 1. */
T1:     clc     atl(ORG+0x22, 2), at(K_CODE)
        bc      7, at(FAIL)
        constant K_CODE, .byte, 0, 0xca
        cli     at(ORG+0x24), 0x65
        bc      7, at(FAIL)
        clc     atl(ORG+0x25, 3), at(K_OLD+1)
        bc      7, at(FAIL)
        /* EC mode: the code at location 138, the length at 137. */
        check
        constant K_EC, .long, 0x00080000, E1-ORG
        constant K_NEW2, .long, 0, T2-ORG
        mvc     atl(ORG+0x60, 8), at(K_NEW2)
        lpsw    at(K_EC)
E1:     svc     0x11
        bc      15, at(FAIL)
T2:     wantmem 4, ORG+0x88, 0,2,0,0x11
        pass
