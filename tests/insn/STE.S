/* SPDX-License-Identifier: MIT */
/* STE: Store (short). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  12, WORK, 0xa0,0xa1,0xa2,0xa3,0xa4,0xa5,0xa6,0xa7,0xa8,0xa9,0xaa,0xab
        loadf   F4, 0x12345678, 0x9abcdef0
        setcc   2
        ste     F4, at(WORK+3)
        wantcc  2
        wantmem 8, WORK, 0xa0,0xa1,0xa2,0x12,0x34,0x56,0x78,0xa7
        traps   6, ste, %f3,at(WORK)
        pass
