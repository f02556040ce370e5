/* SPDX-License-Identifier: MIT */
/* SPX: Set Prefix. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        /* Page 0 is copied, so that the program goes on under the new prefix. */
        load    R2, 0x10000
        load    R3, 0x1000
        load    R4, 0
        load    R5, 0x1000
        mvcl    R2, R4
        constant K_PFX, .long, 0x7f010fff
        constant K_ZERO, .long, 0
        constant K_OLD, .byte, 1,2,3,4
        constant K_NEW, .byte, 5,6,7,8
        load    R6, 0x10000
        check
        setmem  4, WORK, 1,2,3,4
        setcc   2
        spx     at(K_PFX)
        wantcc  2
        stpx    at(WORK2)
        wantmem 4, WORK2, 0,1,0,0
        /* Real 0 is absolute X'10000' and the other way round. */
        setmem  4, WORK, 5,6,7,8
        clc     WORK-ORG(4,R6), at(K_OLD)
        bc      7, at(FAIL)
        spx     at(K_ZERO)
        wantmem 4, WORK, 1,2,3,4
        clc     WORK-ORG(4,R6), at(K_NEW)
        bc      7, at(FAIL)
        traps   6, spx, at(K_PFX+2)
        pass
