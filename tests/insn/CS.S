/* SPDX-License-Identifier: MIT */
/* CS: Compare and Swap. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   1
        load    R2, 7
        load    R3, 9
        setmem  4, WORK, 0,0,0,7
        cs      R2, R3, at(WORK)
        wantcc  0
        want    R2, 7
        wantmem 4, WORK, 0,0,0,9
        check
        setcc   0
        load    R2, 7
        setmem  4, WORK, 0,0,1,7
        cs      R2, R3, at(WORK)
        wantcc  1
        want    R2, 0x107
        wantmem 4, WORK, 0,0,1,7
        /* Not on a word boundary. */
        traps   6, cs, R2,R3,at(WORK+2)
        pass
