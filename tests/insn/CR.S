/* SPDX-License-Identifier: MIT */
/* CR: Compare. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rr      cr, 1, 2, 1, 1
        rr      cr, 0x7fffffff, 1, 0x7fffffff, 2
        rr      cr, 0x80000000, 0xffffffff, 0x80000000, 1
        rr      cr, 0, 0, 0, 0
        rr      cr, 5, 0xfffffffb, 5, 2
        rr      cr, 0xffffffff, 1, 0xffffffff, 1
        rr      cr, 0x80000000, 0x80000000, 0x80000000, 0
        rr      cr, 0x00000064, 0xfffffed4, 0x00000064, 2
        rr      cr, 0x12345678, 0x89abcdef, 0x12345678, 2
        pass
