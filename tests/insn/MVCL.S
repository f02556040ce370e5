/* SPDX-License-Identifier: MIT */
/* MVCL: Move Long. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  8, WORK, 1,2,3,4,5,6,7,8
        setmem  8, WORK2, 0,0,0,0,0,0,0,0
        la      R2, at(WORK2)
        load    R3, 0xaa000004
        la      R4, at(WORK)
        load    R5, 0xbb000004
        setcc   3
        mvcl    R2, R4
        wantcc  0
        wantmem 8, WORK2, 1,2,3,4,0,0,0,0
        want    R3, 0xaa000000
        want    R5, 0xbb000000
        la      R6, at(WORK2+4)
        clr     R2, R6
        bc      7, at(FAIL)
        la      R6, at(WORK+4)
        clr     R4, R6
        bc      7, at(FAIL)
        /* The first longer: padding, condition code 2. */
        check
        la      R2, at(WORK2)
        load    R3, 6
        la      R4, at(WORK)
        load    R5, 0x40000002
        setcc   0
        mvcl    R2, R4
        wantcc  2
        wantmem 8, WORK2, 1,2,0x40,0x40,0x40,0x40,0,0
        /* The first shorter: 1. */
        check
        la      R2, at(WORK2)
        load    R3, 1
        la      R4, at(WORK+4)
        load    R5, 3
        setcc   0
        mvcl    R2, R4
        wantcc  1
        want    R3, 0
        want    R5, 2
        wantmem 2, WORK2, 5,2
        /* Destructive overlap: nothing moves, 3. */
        check
        la      R2, at(WORK+1)
        load    R3, 4
        la      R4, at(WORK)
        load    R5, 4
        setcc   0
        mvcl    R2, R4
        wantcc  3
        wantmem 8, WORK, 1,2,3,4,5,6,7,8
        /* The other way round it is a move. */
        check
        la      R2, at(WORK)
        load    R3, 4
        la      R4, at(WORK+1)
        load    R5, 4
        mvcl    R2, R4
        wantcc  0
        wantmem 8, WORK, 2,3,4,5,5,6,7,8
        /* Across many blocks. */
        check
        load    R2, 0x10000
        load    R3, 0x3001
        load    R4, 0
        load    R5, 0x5a000000
        mvcl    R2, R4
        wantcc  2
        want    R2, 0x13001
        load    R6, 0x13000
        cli     0(R6), 0x5a
        bc      7, at(FAIL)
        cli     1(R6), 0
        bc      7, at(FAIL)
        traps   6, mvcl, R1,R4
        traps   6, mvcl, R2,R5
        pass
