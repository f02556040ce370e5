/* SPDX-License-Identifier: MIT */
/* SH: Subtract Halfword. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rxh     sh, 1, 2, 0xffffffff, 1
        rxh     sh, 0x7fffffff, 1, 0x7ffffffe, 2
        rxh     sh, 0x80000000, -1, 0x80000001, 1
        rxh     sh, 0, 0, 0, 0
        rxh     sh, 5, -5, 0x0000000a, 2
        rxh     sh, 0xffffffff, 1, 0xfffffffe, 1
        rxh     sh, 0x80000000, 0, 0x80000000, 1
        rxh     sh, 0x00000064, -300, 0x00000190, 2
        rxh     sh, 0x12345678, -12817, 0x12348889, 2

        /* Fixed-point overflow, when the mask allows it: the result is in place. */
        load    R2, 0x80000000
        load    R3, 1
        sth     R3, at(WORK)
        setcc   0, 8
        traps   8, sh, R2,at(WORK)
        spm     R11
        want    R2, 0x7fffffff
        pass
