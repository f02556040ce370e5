/* SPDX-License-Identifier: MIT */
/* STRV: Store Reversed. z/Architecture PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  12, WORK, 0xa0,0xa1,0xa2,0xa3,0xa4,0xa5,0xa6,0xa7,0xa8,0xa9,0xaa,0xab
        load    R2, 0x12345678
        strv    R2, at(WORK+3)
        wantmem 8, WORK, 0xa0,0xa1,0xa2,0x78,0x56,0x34,0x12,0xa7

        /* Beyond the end of storage; across it. */
        load    R4, 0x7fffff
        traps   5, strv, R2,0(R4)
        pass
