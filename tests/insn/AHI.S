/* SPDX-License-Identifier: MIT */
/* AHI: Add Halfword Immediate. ESA/390 PoO "General Instructions". */
#include "tests/insn/insn.inc"

        ri      ahi, 1, 2, 3, 2
        ri      ahi, 0x7fffffff, 1, 0x80000000, 3
        ri      ahi, 0x80000000, -1, 0x7fffffff, 3
        ri      ahi, 0, 0, 0, 0
        ri      ahi, 5, -5, 0, 0
        ri      ahi, 0xffffffff, 1, 0, 0
        ri      ahi, 0x80000000, 0, 0x80000000, 1
        ri      ahi, 0x00000064, -300, 0xffffff38, 1
        ri      ahi, 0x12345678, -12817, 0x12342467, 2

        /* Fixed-point overflow, when the mask allows it: the result is in place. */
        load    R2, 0x7fffffff
        load    R3, 0
        st      R3, at(WORK)
        setcc   0, 8
        traps   8, ahi, R2,7
        spm     R11
        want    R2, 0x80000006
        pass
