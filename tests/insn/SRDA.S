/* SPDX-License-Identifier: MIT */
/* SRDA: Shift Right Double. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        shiftd  srda, 0x12345678, 0x9abcdef0, 0, 0x12345678, 0x9abcdef0, 2
        shiftd  srda, 0x12345678, 0x9abcdef0, 1, 0x091a2b3c, 0x4d5e6f78, 2
        shiftd  srda, 0x12345678, 0x9abcdef0, 4, 0x01234567, 0x89abcdef, 2
        shiftd  srda, 0x12345678, 0x9abcdef0, 31, 0, 0x2468acf1, 2
        shiftd  srda, 0x12345678, 0x9abcdef0, 32, 0, 0x12345678, 2
        shiftd  srda, 0x12345678, 0x9abcdef0, 33, 0, 0x091a2b3c, 2
        shiftd  srda, 0x12345678, 0x9abcdef0, 63, 0, 0, 0
        shiftd  srda, 0x80000000, 1, 0, 0x80000000, 1, 1
        shiftd  srda, 0x80000000, 1, 1, 0xc0000000, 0, 1
        shiftd  srda, 0x80000000, 1, 4, 0xf8000000, 0, 1
        shiftd  srda, 0x80000000, 1, 31, 0xffffffff, 0, 1
        shiftd  srda, 0x80000000, 1, 32, 0xffffffff, 0x80000000, 1
        shiftd  srda, 0x80000000, 1, 33, 0xffffffff, 0xc0000000, 1
        shiftd  srda, 0x80000000, 1, 63, 0xffffffff, 0xffffffff, 1
        shiftd  srda, 0x7fffffff, 0xffffffff, 0, 0x7fffffff, 0xffffffff, 2
        shiftd  srda, 0x7fffffff, 0xffffffff, 1, 0x3fffffff, 0xffffffff, 2
        shiftd  srda, 0x7fffffff, 0xffffffff, 4, 0x07ffffff, 0xffffffff, 2
        shiftd  srda, 0x7fffffff, 0xffffffff, 31, 0, 0xffffffff, 2
        shiftd  srda, 0x7fffffff, 0xffffffff, 32, 0, 0x7fffffff, 2
        shiftd  srda, 0x7fffffff, 0xffffffff, 33, 0, 0x3fffffff, 2
        shiftd  srda, 0x7fffffff, 0xffffffff, 63, 0, 0, 0
        shiftd  srda, 0xffffffff, 0xffffffff, 0, 0xffffffff, 0xffffffff, 1
        shiftd  srda, 0xffffffff, 0xffffffff, 1, 0xffffffff, 0xffffffff, 1
        shiftd  srda, 0xffffffff, 0xffffffff, 4, 0xffffffff, 0xffffffff, 1
        shiftd  srda, 0xffffffff, 0xffffffff, 31, 0xffffffff, 0xffffffff, 1
        shiftd  srda, 0xffffffff, 0xffffffff, 32, 0xffffffff, 0xffffffff, 1
        shiftd  srda, 0xffffffff, 0xffffffff, 33, 0xffffffff, 0xffffffff, 1
        shiftd  srda, 0xffffffff, 0xffffffff, 63, 0xffffffff, 0xffffffff, 1
        shiftd  srda, 0, 0, 0, 0, 0, 0
        shiftd  srda, 0, 0, 1, 0, 0, 0
        shiftd  srda, 0, 0, 4, 0, 0, 0
        shiftd  srda, 0, 0, 31, 0, 0, 0
        shiftd  srda, 0, 0, 32, 0, 0, 0
        shiftd  srda, 0, 0, 33, 0, 0, 0
        shiftd  srda, 0, 0, 63, 0, 0, 0
        shiftd  srda, 0x40000000, 0, 0, 0x40000000, 0, 2
        shiftd  srda, 0x40000000, 0, 1, 0x20000000, 0, 2
        shiftd  srda, 0x40000000, 0, 4, 0x04000000, 0, 2
        shiftd  srda, 0x40000000, 0, 31, 0, 0x80000000, 2
        shiftd  srda, 0x40000000, 0, 32, 0, 0x40000000, 2
        shiftd  srda, 0x40000000, 0, 33, 0, 0x20000000, 2
        shiftd  srda, 0x40000000, 0, 63, 0, 0, 0

        /* R1 must be even. */
        traps   6, .insn, rs,0x8e000000,R3,R0,1
        pass
