/* SPDX-License-Identifier: MIT */
/* SLDA: Shift Left Double. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        shiftd  slda, 0x12345678, 0x9abcdef0, 0, 0x12345678, 0x9abcdef0, 2
        shiftd  slda, 0x12345678, 0x9abcdef0, 1, 0x2468acf1, 0x3579bde0, 2
        shiftd  slda, 0x12345678, 0x9abcdef0, 4, 0x23456789, 0xabcdef00, 3
        shiftd  slda, 0x12345678, 0x9abcdef0, 31, 0x4d5e6f78, 0, 3
        shiftd  slda, 0x12345678, 0x9abcdef0, 32, 0x1abcdef0, 0, 3
        shiftd  slda, 0x12345678, 0x9abcdef0, 33, 0x3579bde0, 0, 3
        shiftd  slda, 0x12345678, 0x9abcdef0, 63, 0, 0, 3
        shiftd  slda, 0x80000000, 1, 0, 0x80000000, 1, 1
        shiftd  slda, 0x80000000, 1, 1, 0x80000000, 2, 3
        shiftd  slda, 0x80000000, 1, 4, 0x80000000, 0x00000010, 3
        shiftd  slda, 0x80000000, 1, 31, 0x80000000, 0x80000000, 3
        shiftd  slda, 0x80000000, 1, 32, 0x80000001, 0, 3
        shiftd  slda, 0x80000000, 1, 33, 0x80000002, 0, 3
        shiftd  slda, 0x80000000, 1, 63, 0x80000000, 0, 3
        shiftd  slda, 0x7fffffff, 0xffffffff, 0, 0x7fffffff, 0xffffffff, 2
        shiftd  slda, 0x7fffffff, 0xffffffff, 1, 0x7fffffff, 0xfffffffe, 3
        shiftd  slda, 0x7fffffff, 0xffffffff, 4, 0x7fffffff, 0xfffffff0, 3
        shiftd  slda, 0x7fffffff, 0xffffffff, 31, 0x7fffffff, 0x80000000, 3
        shiftd  slda, 0x7fffffff, 0xffffffff, 32, 0x7fffffff, 0, 3
        shiftd  slda, 0x7fffffff, 0xffffffff, 33, 0x7ffffffe, 0, 3
        shiftd  slda, 0x7fffffff, 0xffffffff, 63, 0, 0, 3
        shiftd  slda, 0xffffffff, 0xffffffff, 0, 0xffffffff, 0xffffffff, 1
        shiftd  slda, 0xffffffff, 0xffffffff, 1, 0xffffffff, 0xfffffffe, 1
        shiftd  slda, 0xffffffff, 0xffffffff, 4, 0xffffffff, 0xfffffff0, 1
        shiftd  slda, 0xffffffff, 0xffffffff, 31, 0xffffffff, 0x80000000, 1
        shiftd  slda, 0xffffffff, 0xffffffff, 32, 0xffffffff, 0, 1
        shiftd  slda, 0xffffffff, 0xffffffff, 33, 0xfffffffe, 0, 1
        shiftd  slda, 0xffffffff, 0xffffffff, 63, 0x80000000, 0, 1
        shiftd  slda, 0, 0, 0, 0, 0, 0
        shiftd  slda, 0, 0, 1, 0, 0, 0
        shiftd  slda, 0, 0, 4, 0, 0, 0
        shiftd  slda, 0, 0, 31, 0, 0, 0
        shiftd  slda, 0, 0, 32, 0, 0, 0
        shiftd  slda, 0, 0, 33, 0, 0, 0
        shiftd  slda, 0, 0, 63, 0, 0, 0
        shiftd  slda, 0x40000000, 0, 0, 0x40000000, 0, 2
        shiftd  slda, 0x40000000, 0, 1, 0, 0, 3
        shiftd  slda, 0x40000000, 0, 4, 0, 0, 3
        shiftd  slda, 0x40000000, 0, 31, 0, 0, 3
        shiftd  slda, 0x40000000, 0, 32, 0, 0, 3
        shiftd  slda, 0x40000000, 0, 33, 0, 0, 3
        shiftd  slda, 0x40000000, 0, 63, 0, 0, 3

        /* R1 must be even. */
        traps   6, .insn, rs,0x8f000000,R3,R0,1

        /* Fixed-point overflow. */
        load    R2, 0x7fffffff
        load    R3, 0xffffffff
        setcc   0, 8
        traps   8, slda, R2,1
        spm     R11
        want    R2, 0x7fffffff
        want    R3, 0xfffffffe
        pass
