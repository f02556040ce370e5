/* SPDX-License-Identifier: MIT */
/* PACK: Pack. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  3, WORK, 0x00,0x00,0x00
        setmem  5, WORK2, 0xf1,0xf2,0xf3,0xf4,0xc5
        setcc   2
        pack    atl(WORK, 3), atl(WORK2, 5)
        wantcc  2
        wantmem 3, WORK, 0x12,0x34,0x5c

        check
        setmem  4, WORK, 0x09,0x09,0x09,0x09
        setmem  2, WORK2, 0xf7,0xd8
        setcc   2
        pack    atl(WORK, 4), atl(WORK2, 2)
        wantcc  2
        wantmem 4, WORK, 0x00,0x00,0x07,0x8d

        check
        setmem  2, WORK, 0x09,0x09
        setmem  5, WORK2, 0xf1,0xf2,0xf3,0xf4,0xf5
        setcc   2
        pack    atl(WORK, 2), atl(WORK2, 5)
        wantcc  2
        wantmem 2, WORK, 0x34,0x5f

        /* One byte with itself: its halves change places. */
        check
        setmem  1, WORK, 0x12
        pack    atl(WORK, 1), atl(WORK, 1)
        wantmem 1, WORK, 0x21
        pass
