/* SPDX-License-Identifier: MIT */
/* C: Compare. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rx      c, 1, 2, 1, 1
        rx      c, 0x7fffffff, 1, 0x7fffffff, 2
        rx      c, 0x80000000, 0xffffffff, 0x80000000, 1
        rx      c, 0, 0, 0, 0
        rx      c, 5, 0xfffffffb, 5, 2
        rx      c, 0xffffffff, 1, 0xffffffff, 1
        rx      c, 0x80000000, 0x80000000, 0x80000000, 0
        rx      c, 0x00000064, 0xfffffed4, 0x00000064, 2
        rx      c, 0x12345678, 0x89abcdef, 0x12345678, 2
        pass
