/* SPDX-License-Identifier: MIT */
/* DR: Divide. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   1
        load    R2, 0
        load    R3, 0x00000064
        load    R5, 7
        dr      R2, R5
        wantcc  1
        want    R2, 2
        want    R3, 0x0000000e

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffff9c
        load    R5, 7
        dr      R2, R5
        wantcc  1
        want    R2, 0xfffffffe
        want    R3, 0xfffffff2

        check
        setcc   1
        load    R2, 0
        load    R3, 0x00000064
        load    R5, 0xfffffff9
        dr      R2, R5
        wantcc  1
        want    R2, 2
        want    R3, 0xfffffff2

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffff9c
        load    R5, 0xfffffff9
        dr      R2, R5
        wantcc  1
        want    R2, 0xfffffffe
        want    R3, 0x0000000e

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 5
        dr      R2, R5
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0
        load    R3, 0x7fffffff
        load    R5, 1
        dr      R2, R5
        wantcc  1
        want    R2, 0
        want    R3, 0x7fffffff

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0x80000000
        load    R5, 1
        dr      R2, R5
        wantcc  1
        want    R2, 0
        want    R3, 0x80000000

        /* R1 must be even. */
        traps   6, .insn, rr,0x1d00,R3,R4

        /* Quotient too large; division by zero: the operands stay. */
        load    R2, 1
        load    R3, 0
        load    R5, 1
        st      R5, at(WORK)
        traps   9, .insn, rr,0x1d00,R2,R5
        want    R2, 1
        want    R3, 0
        load    R2, 1
        load    R3, 0
        load    R5, 0
        st      R5, at(WORK)
        traps   9, .insn, rr,0x1d00,R2,R5
        want    R2, 1
        want    R3, 0
        pass
