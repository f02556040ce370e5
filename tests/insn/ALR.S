/* SPDX-License-Identifier: MIT */
/* ALR: Add Logical. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rr      alr, 1, 2, 3, 1
        rr      alr, 0x7fffffff, 1, 0x80000000, 1
        rr      alr, 0x80000000, 0xffffffff, 0x7fffffff, 3
        rr      alr, 0, 0, 0, 0
        rr      alr, 5, 0xfffffffb, 0, 2
        rr      alr, 0xffffffff, 1, 0, 2
        rr      alr, 0x80000000, 0x80000000, 0, 2
        rr      alr, 0x00000064, 0xfffffed4, 0xffffff38, 1
        rr      alr, 0x12345678, 0x89abcdef, 0x9be02467, 1
        pass
