/* SPDX-License-Identifier: MIT */
/* SRP: Shift and Round Decimal. PoO "Decimal Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  4, WORK, 0x00,0x12,0x34,0x5c
        setcc   1
        srp     atl(WORK, 4), 2, 0
        wantcc  2
        wantmem 4, WORK, 0x12,0x34,0x50,0x0c

        check
        setmem  4, WORK, 0x00,0x12,0x34,0x5f
        setcc   1
        srp     atl(WORK, 4), 62, 5
        wantcc  2
        wantmem 4, WORK, 0x00,0x00,0x12,0x3c

        check
        setmem  4, WORK, 0x00,0x12,0x35,0x5d
        setcc   2
        srp     atl(WORK, 4), 62, 5
        wantcc  1
        wantmem 4, WORK, 0x00,0x00,0x12,0x4d

        check
        setmem  4, WORK, 0x00,0x12,0x34,0x5c
        setcc   1
        srp     atl(WORK, 4), 0, 0
        wantcc  2
        wantmem 4, WORK, 0x00,0x12,0x34,0x5c

        check
        setmem  4, WORK, 0x00,0x00,0x00,0x4d
        setcc   3
        srp     atl(WORK, 4), 63, 5
        wantcc  0
        wantmem 4, WORK, 0x00,0x00,0x00,0x0c

        check
        setmem  4, WORK, 0x00,0x12,0x34,0x5c
        setcc   3
        srp     atl(WORK, 4), 32, 5
        wantcc  0
        wantmem 4, WORK, 0x00,0x00,0x00,0x0c

        check
        setmem  4, WORK, 0x90,0x12,0x34,0x5c
        setcc   0
        srp     atl(WORK, 4), 2, 0
        wantcc  3
        wantmem 4, WORK, 0x12,0x34,0x50,0x0c

        /* Rounding digit, digit invalid. */
        setmem  2, WORK, 0x12,0x3c
        traps   7, srp, atl(WORK, 2),1,10
        setmem  2, WORK, 0xa2,0x3c
        traps   7, srp, atl(WORK, 2),1,5
        /* Overflow. */
        setmem  2, WORK, 0x12,0x3c
        setcc   0, 4
        traps   10, srp, atl(WORK, 2),1,5
        wantmem 2, WORK, 0x23,0x0c
        pass
