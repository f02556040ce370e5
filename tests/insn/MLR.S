/* SPDX-License-Identifier: MIT */
/* MLR: Multiply Logical. z/Architecture PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   1
        load    R2, 0x55555555
        load    R3, 7
        load    R5, 6
        mlr     R2, R5
        wantcc  1
        want    R2, 0
        want    R3, 0x0000002a

        check
        setcc   1
        load    R2, 0x55555555
        load    R3, 0xfffffff9
        load    R5, 6
        mlr     R2, R5
        wantcc  1
        want    R2, 5
        want    R3, 0xffffffd6

        check
        setcc   1
        load    R2, 0x55555555
        load    R3, 0x7fffffff
        load    R5, 0x7fffffff
        mlr     R2, R5
        wantcc  1
        want    R2, 0x3fffffff
        want    R3, 1

        check
        setcc   1
        load    R2, 0x55555555
        load    R3, 0x80000000
        load    R5, 0x80000000
        mlr     R2, R5
        wantcc  1
        want    R2, 0x40000000
        want    R3, 0

        check
        setcc   1
        load    R2, 0x55555555
        load    R3, 0xffffffff
        load    R5, 0xffffffff
        mlr     R2, R5
        wantcc  1
        want    R2, 0xfffffffe
        want    R3, 1

        check
        setcc   1
        load    R2, 0x55555555
        load    R3, 0
        load    R5, 5
        mlr     R2, R5
        wantcc  1
        want    R2, 0
        want    R3, 0

        /* R1 must be even. */
        traps   6, .insn, rre,0xb9960000,R3,R4
        pass
