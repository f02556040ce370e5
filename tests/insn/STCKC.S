/* SPDX-License-Identifier: MIT */
/* STCKC: Store Clock Comparator. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        constant K_CC, .long, 0x12345678, 0x9abcdef0
        check
        sckc    at(K_CC)
        setcc   1
        stckc   at(WORK)
        wantcc  1
        clc     atl(WORK, 8), at(K_CC)
        bc      7, at(FAIL)
        traps   6, stckc, at(WORK+4)
        pass
