/* SPDX-License-Identifier: MIT */
/* SR: Subtract. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rr      sr, 1, 2, 0xffffffff, 1
        rr      sr, 0x7fffffff, 1, 0x7ffffffe, 2
        rr      sr, 0x80000000, 0xffffffff, 0x80000001, 1
        rr      sr, 0, 0, 0, 0
        rr      sr, 5, 0xfffffffb, 0x0000000a, 2
        rr      sr, 0xffffffff, 1, 0xfffffffe, 1
        rr      sr, 0x80000000, 0x80000000, 0, 0
        rr      sr, 0x00000064, 0xfffffed4, 0x00000190, 2
        rr      sr, 0x12345678, 0x89abcdef, 0x88888889, 3

        /* Fixed-point overflow, when the mask allows it: the result is in place. */
        load    R2, 0x80000000
        load    R3, 1
        st      R3, at(WORK)
        setcc   0, 8
        traps   8, sr, R2,R3
        spm     R11
        want    R2, 0x7fffffff
        pass
