/* SPDX-License-Identifier: MIT */
/* LCTL: Load Control. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        constant K_CRS, .long, 0x33333333, 0x44444444, 0x55555555
        check
        lctl    3, 5, at(K_CRS)
        setmem  12, WORK, 0,0,0,0,0,0,0,0,0,0,0,0
        stctl   3, 5, at(WORK)
        clc     atl(WORK, 12), at(K_CRS)
        bc      7, at(FAIL)
        /* From 15 around to 0. */
        constant K_WRAP, .long, 0xffffffff, 0x000000e0
        check
        lctl    15, 0, at(K_WRAP)
        stctl   15, 0, at(WORK)
        clc     atl(WORK, 8), at(K_WRAP)
        bc      7, at(FAIL)
        traps   6, lctl, 3,5,at(K_CRS+2)
        pass
