/* SPDX-License-Identifier: MIT */
/* AL: Add Logical. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rx      al, 1, 2, 3, 1
        rx      al, 0x7fffffff, 1, 0x80000000, 1
        rx      al, 0x80000000, 0xffffffff, 0x7fffffff, 3
        rx      al, 0, 0, 0, 0
        rx      al, 5, 0xfffffffb, 0, 2
        rx      al, 0xffffffff, 1, 0, 2
        rx      al, 0x80000000, 0x80000000, 0, 2
        rx      al, 0x00000064, 0xfffffed4, 0xffffff38, 1
        rx      al, 0x12345678, 0x89abcdef, 0x9be02467, 1
        pass
