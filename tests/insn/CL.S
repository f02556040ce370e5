/* SPDX-License-Identifier: MIT */
/* CL: Compare Logical. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rx      cl, 1, 2, 1, 1
        rx      cl, 0x7fffffff, 1, 0x7fffffff, 2
        rx      cl, 0x80000000, 0xffffffff, 0x80000000, 1
        rx      cl, 0, 0, 0, 0
        rx      cl, 5, 0xfffffffb, 5, 1
        rx      cl, 0xffffffff, 1, 0xffffffff, 2
        rx      cl, 0x80000000, 0x80000000, 0x80000000, 0
        rx      cl, 0x00000064, 0xfffffed4, 0x00000064, 1
        rx      cl, 0x12345678, 0x89abcdef, 0x12345678, 1
        pass
