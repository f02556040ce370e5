/* SPDX-License-Identifier: MIT */
/* MVO: Move with Offset. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  4, WORK, 0x77,0x88,0x99,0x0c
        setmem  3, WORK2, 0x12,0x34,0x56
        setcc   2
        mvo     atl(WORK, 4), atl(WORK2, 3)
        wantcc  2
        wantmem 4, WORK, 0x01,0x23,0x45,0x6c

        check
        setmem  2, WORK, 0x77,0x8d
        setmem  3, WORK2, 0x12,0x34,0x56
        setcc   2
        mvo     atl(WORK, 2), atl(WORK2, 3)
        wantcc  2
        wantmem 2, WORK, 0x45,0x6d

        check
        setmem  4, WORK, 0x77,0x88,0x99,0x0c
        setmem  1, WORK2, 0x56
        setcc   2
        mvo     atl(WORK, 4), atl(WORK2, 1)
        wantcc  2
        wantmem 4, WORK, 0x00,0x00,0x05,0x6c
        pass
