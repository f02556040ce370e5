/* SPDX-License-Identifier: MIT */
/* MVST: Move String. ESA/390 PoO "General Instructions". */
#include "tests/insn/insn.inc"

        setmem  8, WORK, 1,2,3,0,5,6,7,8
        setmem  8, WORK2, 9,9,9,9,9,9,9,9
        check
        load    R0, 0
        la      R2, at(WORK2)
        la      R3, at(WORK)
        setcc   0
        mvst    R2, R3
        wantcc  1
        la      R4, at(WORK2+3)
        clr     R2, R4
        bc      7, at(FAIL)
        wantmem 8, WORK2, 1,2,3,0,9,9,9,9
        load    R0, 0x100
        traps   6, mvst, R2,R3
        pass
