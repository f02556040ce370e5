/* SPDX-License-Identifier: MIT */
/* NR: AND. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rr      nr, 1, 2, 0, 0
        rr      nr, 0x7fffffff, 1, 1, 1
        rr      nr, 0x80000000, 0xffffffff, 0x80000000, 1
        rr      nr, 0, 0, 0, 0
        rr      nr, 5, 0xfffffffb, 1, 1
        rr      nr, 0xffffffff, 1, 1, 1
        rr      nr, 0x80000000, 0x80000000, 0x80000000, 1
        rr      nr, 0x00000064, 0xfffffed4, 0x00000044, 1
        rr      nr, 0x12345678, 0x89abcdef, 0x00204468, 1
        rr      nr, 0x000000ff, 0x000000ff, 0x000000ff, 1
        rr      nr, 0x000000f0, 0x0000000f, 0, 0
        pass
