/* SPDX-License-Identifier: MIT */
/* SRST: Search String. ESA/390 PoO "General Instructions". */
#include "tests/insn/insn.inc"

        setmem  8, WORK, 1,2,3,4,5,6,7,8
        check
        load    R0, 5
        la      R3, at(WORK)
        la      R2, at(WORK+8)
        setcc   0
        srst    R2, R3
        wantcc  1
        la      R4, at(WORK+4)
        clr     R2, R4
        bc      7, at(FAIL)
        /* Not there before the end. */
        check
        load    R0, 9
        la      R3, at(WORK)
        la      R2, at(WORK+8)
        srst    R2, R3
        wantcc  2
        la      R4, at(WORK+8)
        clr     R2, R4
        bc      7, at(FAIL)
        load    R0, 0x105
        traps   6, srst, R2,R3
        pass
