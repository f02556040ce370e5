/* SPDX-License-Identifier: MIT */
/* STAP: Store CPU Address. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  4, WORK, 9,9,9,9
        stap    at(WORK+2)
        wantmem 4, WORK, 9,9,0,0
        traps   6, stap, at(WORK+1)
        pass
