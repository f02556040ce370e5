/* SPDX-License-Identifier: MIT */
/* SLA: Shift Left Single. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        shift   sla, 0x12345678, 0, 0x12345678, 2
        shift   sla, 0x12345678, 1, 0x2468acf0, 2
        shift   sla, 0x12345678, 2, 0x48d159e0, 2
        shift   sla, 0x12345678, 4, 0x23456780, 3
        shift   sla, 0x12345678, 31, 0, 3
        shift   sla, 0x12345678, 32, 0, 3
        shift   sla, 0x12345678, 63, 0, 3
        shift   sla, 0x12345678, 67, 0x11a2b3c0, 3
        shift   sla, 0x80000001, 0, 0x80000001, 1
        shift   sla, 0x80000001, 1, 0x80000002, 3
        shift   sla, 0x80000001, 2, 0x80000004, 3
        shift   sla, 0x80000001, 4, 0x80000010, 3
        shift   sla, 0x80000001, 31, 0x80000000, 3
        shift   sla, 0x80000001, 32, 0x80000000, 3
        shift   sla, 0x80000001, 63, 0x80000000, 3
        shift   sla, 0x80000001, 67, 0x80000008, 3
        shift   sla, 0x7fffffff, 0, 0x7fffffff, 2
        shift   sla, 0x7fffffff, 1, 0x7ffffffe, 3
        shift   sla, 0x7fffffff, 2, 0x7ffffffc, 3
        shift   sla, 0x7fffffff, 4, 0x7ffffff0, 3
        shift   sla, 0x7fffffff, 31, 0, 3
        shift   sla, 0x7fffffff, 32, 0, 3
        shift   sla, 0x7fffffff, 63, 0, 3
        shift   sla, 0x7fffffff, 67, 0x7ffffff8, 3
        shift   sla, 0xffffffff, 0, 0xffffffff, 1
        shift   sla, 0xffffffff, 1, 0xfffffffe, 1
        shift   sla, 0xffffffff, 2, 0xfffffffc, 1
        shift   sla, 0xffffffff, 4, 0xfffffff0, 1
        shift   sla, 0xffffffff, 31, 0x80000000, 1
        shift   sla, 0xffffffff, 32, 0x80000000, 3
        shift   sla, 0xffffffff, 63, 0x80000000, 3
        shift   sla, 0xffffffff, 67, 0xfffffff8, 1
        shift   sla, 0, 0, 0, 0
        shift   sla, 0, 1, 0, 0
        shift   sla, 0, 2, 0, 0
        shift   sla, 0, 4, 0, 0
        shift   sla, 0, 31, 0, 0
        shift   sla, 0, 32, 0, 0
        shift   sla, 0, 63, 0, 0
        shift   sla, 0, 67, 0, 0
        shift   sla, 0x40000000, 0, 0x40000000, 2
        shift   sla, 0x40000000, 1, 0, 3
        shift   sla, 0x40000000, 2, 0, 3
        shift   sla, 0x40000000, 4, 0, 3
        shift   sla, 0x40000000, 31, 0, 3
        shift   sla, 0x40000000, 32, 0, 3
        shift   sla, 0x40000000, 63, 0, 3
        shift   sla, 0x40000000, 67, 0, 3
        shift   sla, 0xc0000000, 0, 0xc0000000, 1
        shift   sla, 0xc0000000, 1, 0x80000000, 1
        shift   sla, 0xc0000000, 2, 0x80000000, 3
        shift   sla, 0xc0000000, 4, 0x80000000, 3
        shift   sla, 0xc0000000, 31, 0x80000000, 3
        shift   sla, 0xc0000000, 32, 0x80000000, 3
        shift   sla, 0xc0000000, 63, 0x80000000, 3
        shift   sla, 0xc0000000, 67, 0x80000000, 3

        /* Fixed-point overflow, when the mask allows it: the result is in place. */
        load    R2, 0x7fffffff
        load    R3, 0
        st      R3, at(WORK)
        setcc   0, 8
        traps   8, sla, R2,1
        spm     R11
        want    R2, 0x7ffffffe
        pass
