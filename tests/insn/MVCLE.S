/* SPDX-License-Identifier: MIT */
/* MVCLE: Move Long Extended. ESA/390 PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  8, WORK, 1,2,3,4,5,6,7,8
        setmem  8, WORK2, 0,0,0,0,0,0,0,0
        la      R2, at(WORK2)
        load    R3, 6
        la      R4, at(WORK)
        load    R5, 2
        setcc   1
        mvcle   R2, R4, 0x40
        wantcc  2
        wantmem 8, WORK2, 1,2,0x40,0x40,0x40,0x40,0,0
        want    R3, 0
        want    R5, 0
        check
        la      R2, at(WORK2)
        load    R3, 2
        la      R4, at(WORK)
        load    R5, 3
        mvcle   R2, R4, 0
        wantcc  1
        want    R5, 1
        /* A long one ends with condition code 3 until it is done. */
        check
        load    R2, 0x10000
        load    R3, 0x12345
        load    R4, 0
        load    R5, 0
T1:     mvcle   R2, R4, 0x5a
        bc      1, to(T1)
        wantcc  2
        want    R2, 0x22345
        want    R3, 0
        load    R6, 0x22344
        cli     0(R6), 0x5a
        bc      7, at(FAIL)
        cli     1(R6), 0
        bc      7, at(FAIL)
        traps   6, .insn, rs,0xa8000000,R3,R4,0
        pass
