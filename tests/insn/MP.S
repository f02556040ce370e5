/* SPDX-License-Identifier: MIT */
/* MP: Multiply Decimal. PoO "Decimal Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  5, WORK, 0x00,0x00,0x00,0x12,0x3c
        setmem  2, WORK2, 0x12,0x3d
        setcc   2
        mp      atl(WORK, 5), atl(WORK2, 2)
        wantcc  2
        wantmem 5, WORK, 0x00,0x00,0x15,0x12,0x9d

        check
        setmem  3, WORK, 0x00,0x00,0x9c
        setmem  1, WORK2, 0x5d
        setcc   2
        mp      atl(WORK, 3), atl(WORK2, 1)
        wantcc  2
        wantmem 3, WORK, 0x00,0x04,0x5d

        check
        setmem  4, WORK, 0x00,0x00,0x00,0x0c
        setmem  2, WORK2, 0x12,0x3d
        setcc   2
        mp      atl(WORK, 4), atl(WORK2, 2)
        wantcc  2
        wantmem 4, WORK, 0x00,0x00,0x00,0x0d

        /* Too few zeros at the left: data exception. Lengths: specification. */
        setmem  3, WORK, 0x01,0x23,0x4c
        setmem  2, WORK2, 0x12,0x3c
        traps   7, mp, atl(WORK, 3),atl(WORK2, 2)
        setmem  2, WORK, 0x12,0x3c
        setmem  2, WORK2, 0x12,0x3c
        traps   6, mp, atl(WORK, 2),atl(WORK2, 2)
        traps   6, mp, atl(WORK, 16),atl(WORK2, 9)
        pass
