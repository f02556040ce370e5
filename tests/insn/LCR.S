/* SPDX-License-Identifier: MIT */
/* LCR: Load Complement. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rr      lcr, 1, 2, 0xfffffffe, 1
        rr      lcr, 0x7fffffff, 1, 0xffffffff, 1
        rr      lcr, 0x80000000, 0xffffffff, 1, 2
        rr      lcr, 0, 0, 0, 0
        rr      lcr, 5, 0xfffffffb, 5, 2
        rr      lcr, 0xffffffff, 1, 0xffffffff, 1
        rr      lcr, 0x80000000, 0x80000000, 0x80000000, 3
        rr      lcr, 0x00000064, 0xfffffed4, 0x0000012c, 2
        rr      lcr, 0x12345678, 0x89abcdef, 0x76543211, 2

        /* Fixed-point overflow, when the mask allows it: the result is in place. */
        load    R2, 0
        load    R3, 0x80000000
        st      R3, at(WORK)
        setcc   0, 8
        traps   8, lcr, R2,R3
        spm     R11
        want    R2, 0x80000000
        pass
