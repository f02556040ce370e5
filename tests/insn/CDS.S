/* SPDX-License-Identifier: MIT */
/* CDS: Compare Double and Swap. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   1
        load    R2, 1
        load    R3, 2
        load    R4, 3
        load    R5, 4
        setmem  8, WORK, 0,0,0,1,0,0,0,2
        cds     R2, R4, at(WORK)
        wantcc  0
        wantmem 8, WORK, 0,0,0,3,0,0,0,4
        check
        setcc   0
        cds     R2, R4, at(WORK)
        wantcc  1
        want    R2, 3
        want    R3, 4
        wantmem 8, WORK, 0,0,0,3,0,0,0,4
        traps   6, cds, R2,R4,at(WORK+4)
        traps   6, .insn, rs,0xbb000000,R3,R4,at(WORK)
        traps   6, .insn, rs,0xbb000000,R2,R5,at(WORK)
        pass
