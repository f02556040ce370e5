/* SPDX-License-Identifier: MIT */
/* STPX: Store Prefix. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  4, WORK, 9,9,9,9
        setcc   3
        stpx    at(WORK)
        wantcc  3
        wantmem 4, WORK, 0,0,0,0
        traps   6, stpx, at(WORK+2)
        pass
