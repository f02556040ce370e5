/* SPDX-License-Identifier: MIT */
/* LTR: Load and Test. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rr      ltr, 1, 2, 2, 2
        rr      ltr, 0x7fffffff, 1, 1, 2
        rr      ltr, 0x80000000, 0xffffffff, 0xffffffff, 1
        rr      ltr, 0, 0, 0, 0
        rr      ltr, 5, 0xfffffffb, 0xfffffffb, 1
        rr      ltr, 0xffffffff, 1, 1, 2
        rr      ltr, 0x80000000, 0x80000000, 0x80000000, 1
        rr      ltr, 0x00000064, 0xfffffed4, 0xfffffed4, 1
        rr      ltr, 0x12345678, 0x89abcdef, 0x89abcdef, 1
        pass
