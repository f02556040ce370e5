/* SPDX-License-Identifier: MIT */
/* OR: OR. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rr      or, 1, 2, 3, 1
        rr      or, 0x7fffffff, 1, 0x7fffffff, 1
        rr      or, 0x80000000, 0xffffffff, 0xffffffff, 1
        rr      or, 0, 0, 0, 0
        rr      or, 5, 0xfffffffb, 0xffffffff, 1
        rr      or, 0xffffffff, 1, 0xffffffff, 1
        rr      or, 0x80000000, 0x80000000, 0x80000000, 1
        rr      or, 0x00000064, 0xfffffed4, 0xfffffef4, 1
        rr      or, 0x12345678, 0x89abcdef, 0x9bbfdfff, 1
        rr      or, 0x000000ff, 0x000000ff, 0x000000ff, 1
        rr      or, 0x000000f0, 0x0000000f, 0x000000ff, 1
        pass
