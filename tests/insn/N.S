/* SPDX-License-Identifier: MIT */
/* N: AND. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rx      n, 1, 2, 0, 0
        rx      n, 0x7fffffff, 1, 1, 1
        rx      n, 0x80000000, 0xffffffff, 0x80000000, 1
        rx      n, 0, 0, 0, 0
        rx      n, 5, 0xfffffffb, 1, 1
        rx      n, 0xffffffff, 1, 1, 1
        rx      n, 0x80000000, 0x80000000, 0x80000000, 1
        rx      n, 0x00000064, 0xfffffed4, 0x00000044, 1
        rx      n, 0x12345678, 0x89abcdef, 0x00204468, 1
        rx      n, 0x000000ff, 0x000000ff, 0x000000ff, 1
        rx      n, 0x000000f0, 0x0000000f, 0, 0
        pass
