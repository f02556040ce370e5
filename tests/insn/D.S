/* SPDX-License-Identifier: MIT */
/* D: Divide. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   1
        load    R2, 0
        load    R3, 0x00000064
        load    R5, 7
        st      R5, at(WORK+1)
        d       R2, at(WORK+1)
        wantcc  1
        want    R2, 2
        want    R3, 0x0000000e

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffff9c
        load    R5, 7
        st      R5, at(WORK+1)
        d       R2, at(WORK+1)
        wantcc  1
        want    R2, 0xfffffffe
        want    R3, 0xfffffff2

        check
        setcc   1
        load    R2, 0
        load    R3, 0x00000064
        load    R5, 0xfffffff9
        st      R5, at(WORK+1)
        d       R2, at(WORK+1)
        wantcc  1
        want    R2, 2
        want    R3, 0xfffffff2

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffff9c
        load    R5, 0xfffffff9
        st      R5, at(WORK+1)
        d       R2, at(WORK+1)
        wantcc  1
        want    R2, 0xfffffffe
        want    R3, 0x0000000e

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 5
        st      R5, at(WORK+1)
        d       R2, at(WORK+1)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0
        load    R3, 0x7fffffff
        load    R5, 1
        st      R5, at(WORK+1)
        d       R2, at(WORK+1)
        wantcc  1
        want    R2, 0
        want    R3, 0x7fffffff

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0x80000000
        load    R5, 1
        st      R5, at(WORK+1)
        d       R2, at(WORK+1)
        wantcc  1
        want    R2, 0
        want    R3, 0x80000000

        /* R1 must be even. */
        traps   6, .insn, rx,0x5d000000,R3,at(WORK)

        /* Quotient too large; division by zero: the operands stay. */
        load    R2, 1
        load    R3, 0
        load    R5, 1
        st      R5, at(WORK)
        traps   9, d, R2,at(WORK)
        want    R2, 1
        want    R3, 0
        load    R2, 1
        load    R3, 0
        load    R5, 0
        st      R5, at(WORK)
        traps   9, d, R2,at(WORK)
        want    R2, 1
        want    R3, 0
        pass
