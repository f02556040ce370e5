/* SPDX-License-Identifier: MIT */
/* DLR: Divide Logical. z/Architecture PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   1
        load    R2, 0
        load    R3, 0x00000064
        load    R5, 7
        dlr     R2, R5
        wantcc  1
        want    R2, 2
        want    R3, 0x0000000e

        check
        setcc   1
        load    R2, 1
        load    R3, 0
        load    R5, 2
        dlr     R2, R5
        wantcc  1
        want    R2, 0
        want    R3, 0x80000000

        check
        setcc   1
        load    R2, 0xfffffffe
        load    R3, 0xffffffff
        load    R5, 0xffffffff
        dlr     R2, R5
        wantcc  1
        want    R2, 0xfffffffe
        want    R3, 0xffffffff

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 5
        dlr     R2, R5
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R3, 0x12345678
        load    R5, 0x80000000
        dlr     R2, R5
        wantcc  1
        want    R2, 0x12345678
        want    R3, 0xfffffffe

        /* R1 must be even. */
        traps   6, .insn, rre,0xb9970000,R3,R4

        /* Quotient too large; division by zero: the operands stay. */
        load    R2, 7
        load    R3, 0
        load    R5, 7
        st      R5, at(WORK)
        traps   9, .insn, rre,0xb9970000,R2,R5
        want    R2, 7
        want    R3, 0
        load    R2, 7
        load    R3, 0
        load    R5, 0
        st      R5, at(WORK)
        traps   9, .insn, rre,0xb9970000,R2,R5
        want    R2, 7
        want    R3, 0
        pass
