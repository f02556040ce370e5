/* SPDX-License-Identifier: MIT */
/* SL: Subtract Logical. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rx      sl, 1, 2, 0xffffffff, 1
        rx      sl, 0x7fffffff, 1, 0x7ffffffe, 3
        rx      sl, 0x80000000, 0xffffffff, 0x80000001, 1
        rx      sl, 0, 0, 0, 2
        rx      sl, 5, 0xfffffffb, 0x0000000a, 1
        rx      sl, 0xffffffff, 1, 0xfffffffe, 3
        rx      sl, 0x80000000, 0x80000000, 0, 2
        rx      sl, 0x00000064, 0xfffffed4, 0x00000190, 1
        rx      sl, 0x12345678, 0x89abcdef, 0x88888889, 1
        pass
