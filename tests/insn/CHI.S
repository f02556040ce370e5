/* SPDX-License-Identifier: MIT */
/* CHI: Compare Halfword Immediate. ESA/390 PoO "General Instructions". */
#include "tests/insn/insn.inc"

        ri      chi, 1, 2, 1, 1
        ri      chi, 0x7fffffff, 1, 0x7fffffff, 2
        ri      chi, 0x80000000, -1, 0x80000000, 1
        ri      chi, 0, 0, 0, 0
        ri      chi, 5, -5, 5, 2
        ri      chi, 0xffffffff, 1, 0xffffffff, 1
        ri      chi, 0x80000000, 0, 0x80000000, 1
        ri      chi, 0x00000064, -300, 0x00000064, 2
        ri      chi, 0x12345678, -12817, 0x12345678, 2
        pass
