/* SPDX-License-Identifier: MIT */
/* STPT: Store CPU Timer. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        constant K_T, .long, 0x00001000, 0
        check
        spt     at(K_T)
        setcc   1
        stpt    at(WORK)
        stpt    at(WORK2)
        wantcc  1
        /* It counts down. */
        clc     atl(WORK, 8), at(WORK2)
        bc      13, at(FAIL)
        traps   6, stpt, at(WORK+4)
        pass
