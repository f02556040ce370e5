/* SPDX-License-Identifier: MIT */
/* CLST: Compare Logical String. ESA/390 PoO "General Instructions". */
#include "tests/insn/insn.inc"

        setmem  8, WORK, 1,2,3,0,5,6,7,8
        setmem  8, WORK2, 1,2,3,0,9,9,9,9
        check
        load    R0, 0
        la      R2, at(WORK)
        la      R3, at(WORK2)
        setcc   3
        clst    R2, R3
        wantcc  0
        check
        setmem  3, WORK2, 1,2,4
        la      R2, at(WORK)
        la      R3, at(WORK2)
        clst    R2, R3
        wantcc  1
        la      R4, at(WORK+2)
        clr     R2, R4
        bc      7, at(FAIL)
        /* The shorter is the lower. */
        check
        setmem  3, WORK2, 1,2,0
        la      R2, at(WORK)
        la      R3, at(WORK2)
        clst    R2, R3
        wantcc  2
        load    R0, 0x100
        traps   6, clst, R2,R3
        pass
