/* SPDX-License-Identifier: MIT */
/* LNR: Load Negative. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rr      lnr, 1, 2, 0xfffffffe, 1
        rr      lnr, 0x7fffffff, 1, 0xffffffff, 1
        rr      lnr, 0x80000000, 0xffffffff, 0xffffffff, 1
        rr      lnr, 0, 0, 0, 0
        rr      lnr, 5, 0xfffffffb, 0xfffffffb, 1
        rr      lnr, 0xffffffff, 1, 0xffffffff, 1
        rr      lnr, 0x80000000, 0x80000000, 0x80000000, 1
        rr      lnr, 0x00000064, 0xfffffed4, 0xfffffed4, 1
        rr      lnr, 0x12345678, 0x89abcdef, 0x89abcdef, 1
        pass
