/* SPDX-License-Identifier: MIT */
/* CLCLE: Compare Logical Long Extended. ESA/390 PoO "General Instructions". */
#include "tests/insn/insn.inc"

        setmem  8, WORK, 1,2,3,4,5,6,7,8
        setmem  8, WORK2, 1,2,3,9,0x40,0x40,7,8
        check
        la      R2, at(WORK)
        load    R3, 8
        la      R4, at(WORK2)
        load    R5, 8
        setcc   0
        clcle   R2, R4, 0
        wantcc  1
        want    R3, 5
        want    R5, 5
        check
        la      R2, at(WORK2+4)
        load    R3, 2
        la      R4, at(WORK)
        load    R5, 0
        setcc   1
        clcle   R2, R4, 0x40
        wantcc  0
        /* Equal for longer than one execution compares. */
        check
        load    R2, 0x10000
        load    R3, 0x12345
        load    R4, 0x30000
        load    R5, 0x12344
T1:     clcle   R2, R4, 0
        bc      1, to(T1)
        wantcc  0
        want    R3, 0
        want    R5, 0
        traps   6, .insn, rs,0xa9000000,R2,R5,0
        pass
