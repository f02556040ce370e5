/* SPDX-License-Identifier: MIT */
/* A: Add. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rx      a, 1, 2, 3, 2
        rx      a, 0x7fffffff, 1, 0x80000000, 3
        rx      a, 0x80000000, 0xffffffff, 0x7fffffff, 3
        rx      a, 0, 0, 0, 0
        rx      a, 5, 0xfffffffb, 0, 0
        rx      a, 0xffffffff, 1, 0, 0
        rx      a, 0x80000000, 0x80000000, 0, 3
        rx      a, 0x00000064, 0xfffffed4, 0xffffff38, 1
        rx      a, 0x12345678, 0x89abcdef, 0x9be02467, 1

        /* Fixed-point overflow, when the mask allows it: the result is in place. */
        load    R2, 0x7fffffff
        load    R3, 1
        st      R3, at(WORK)
        setcc   0, 8
        traps   8, a, R2,at(WORK)
        spm     R11
        want    R2, 0x80000000
        pass
