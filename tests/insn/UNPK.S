/* SPDX-License-Identifier: MIT */
/* UNPK: Unpack. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  5, WORK, 0x00,0x00,0x00,0x00,0x00
        setmem  3, WORK2, 0x12,0x34,0x5c
        setcc   2
        unpk    atl(WORK, 5), atl(WORK2, 3)
        wantcc  2
        wantmem 5, WORK, 0xf1,0xf2,0xf3,0xf4,0xc5

        check
        setmem  4, WORK, 0x00,0x00,0x00,0x00
        setmem  1, WORK2, 0x7d
        setcc   2
        unpk    atl(WORK, 4), atl(WORK2, 1)
        wantcc  2
        wantmem 4, WORK, 0xf0,0xf0,0xf0,0xd7

        check
        setmem  2, WORK, 0x00,0x00
        setmem  3, WORK2, 0x12,0x34,0x5f
        setcc   2
        unpk    atl(WORK, 2), atl(WORK2, 3)
        wantcc  2
        wantmem 2, WORK, 0xf4,0xf5
        pass
