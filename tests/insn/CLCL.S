/* SPDX-License-Identifier: MIT */
/* CLCL: Compare Logical Long. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        setmem  8, WORK, 1,2,3,4,5,6,7,8
        setmem  8, WORK2, 1,2,3,9,0x40,0x40,7,8
        check
        la      R2, at(WORK)
        load    R3, 3
        la      R4, at(WORK2)
        load    R5, 3
        setcc   3
        clcl    R2, R4
        wantcc  0
        want    R3, 0
        want    R5, 0
        /* A difference: both stand at it. */
        check
        la      R2, at(WORK)
        load    R3, 0xff000008
        la      R4, at(WORK2)
        load    R5, 0x00000008
        setcc   0
        clcl    R2, R4
        wantcc  1
        want    R3, 0xff000005
        want    R5, 5
        la      R6, at(WORK+3)
        clr     R2, R6
        bc      7, at(FAIL)
        /* The shorter is padded. */
        check
        la      R2, at(WORK2+4)
        load    R3, 2
        la      R4, at(WORK)
        load    R5, 0x40000000
        setcc   1
        clcl    R2, R4
        wantcc  0
        check
        la      R2, at(WORK2+4)
        load    R3, 3
        la      R4, at(WORK)
        load    R5, 0x40000000
        setcc   0
        clcl    R2, R4
        wantcc  1
        want    R3, 1
        traps   6, clcl, R3,R4
        traps   6, clcl, R2,R5
        pass
