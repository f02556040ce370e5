/* SPDX-License-Identifier: MIT */
/* CLR: Compare Logical. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rr      clr, 1, 2, 1, 1
        rr      clr, 0x7fffffff, 1, 0x7fffffff, 2
        rr      clr, 0x80000000, 0xffffffff, 0x80000000, 1
        rr      clr, 0, 0, 0, 0
        rr      clr, 5, 0xfffffffb, 5, 1
        rr      clr, 0xffffffff, 1, 0xffffffff, 2
        rr      clr, 0x80000000, 0x80000000, 0x80000000, 0
        rr      clr, 0x00000064, 0xfffffed4, 0x00000064, 1
        rr      clr, 0x12345678, 0x89abcdef, 0x12345678, 1
        pass
