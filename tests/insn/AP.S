/* SPDX-License-Identifier: MIT */
/* AP: Add Decimal. PoO "Decimal Instructions". */
#include "tests/insn/insn.inc"

        dec     ap, 2, "0x01,0x2c", 2, "0x00,0x3c", "0x01,0x5c", 2
        dec     ap, 2, "0x01,0x2c", 2, "0x01,0x2d", "0x00,0x0c", 0
        dec     ap, 2, "0x00,0x5c", 2, "0x00,0x8d", "0x00,0x3d", 1
        dec     ap, 3, "0x99,0x99,0x9c", 1, "0x1c", "0x00,0x00,0x0c", 3
        dec     ap, 3, "0x00,0x99,0x9f", 2, "0x00,0x1a", "0x01,0x00,0x0c", 2
        dec     ap, 1, "0x1c", 3, "0x01,0x23,0x4c", "0x5c", 3

        /* Invalid digit, invalid sign: data exception. */
        setmem  2, WORK, 0x0a,0x2c
        setmem  2, WORK2, 0x00,0x1c
        traps   7, ap, atl(WORK, 2),atl(WORK2, 2)
        setmem  2, WORK, 0x01,0x2c
        setmem  2, WORK2, 0x00,0x19
        traps   7, ap, atl(WORK, 2),atl(WORK2, 2)

        /* Decimal overflow when the mask allows it: the result is in place. */
        setmem  2, WORK, 0x99,0x9c
        setmem  2, WORK2, 0x00,0x1c
        setcc   0, 4
        traps   10, ap, atl(WORK, 2),atl(WORK2, 2)
        wantmem 2, WORK, 0x00,0x0c
        pass
