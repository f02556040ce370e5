/* SPDX-License-Identifier: MIT */
/* AH: Add Halfword. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rxh     ah, 1, 2, 3, 2
        rxh     ah, 0x7fffffff, 1, 0x80000000, 3
        rxh     ah, 0x80000000, -1, 0x7fffffff, 3
        rxh     ah, 0, 0, 0, 0
        rxh     ah, 5, -5, 0, 0
        rxh     ah, 0xffffffff, 1, 0, 0
        rxh     ah, 0x80000000, 0, 0x80000000, 1
        rxh     ah, 0x00000064, -300, 0xffffff38, 1
        rxh     ah, 0x12345678, -12817, 0x12342467, 2

        /* Fixed-point overflow, when the mask allows it: the result is in place. */
        load    R2, 0x7fffffff
        load    R3, 1
        sth     R3, at(WORK)
        setcc   0, 8
        traps   8, ah, R2,at(WORK)
        spm     R11
        want    R2, 0x80000000
        pass
