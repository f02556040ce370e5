/* SPDX-License-Identifier: MIT */
/* LPR: Load Positive. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rr      lpr, 1, 2, 2, 2
        rr      lpr, 0x7fffffff, 1, 1, 2
        rr      lpr, 0x80000000, 0xffffffff, 1, 2
        rr      lpr, 0, 0, 0, 0
        rr      lpr, 5, 0xfffffffb, 5, 2
        rr      lpr, 0xffffffff, 1, 1, 2
        rr      lpr, 0x80000000, 0x80000000, 0x80000000, 3
        rr      lpr, 0x00000064, 0xfffffed4, 0x0000012c, 2
        rr      lpr, 0x12345678, 0x89abcdef, 0x76543211, 2

        /* Fixed-point overflow, when the mask allows it: the result is in place. */
        load    R2, 0
        load    R3, 0x80000000
        st      R3, at(WORK)
        setcc   0, 8
        traps   8, lpr, R2,R3
        spm     R11
        want    R2, 0x80000000
        pass
