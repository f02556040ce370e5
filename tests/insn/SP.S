/* SPDX-License-Identifier: MIT */
/* SP: Subtract Decimal. PoO "Decimal Instructions". */
#include "tests/insn/insn.inc"

        dec     sp, 2, "0x01,0x2c", 2, "0x00,0x3c", "0x00,0x9c", 2
        dec     sp, 2, "0x01,0x2c", 2, "0x01,0x2c", "0x00,0x0c", 0
        dec     sp, 2, "0x00,0x5c", 2, "0x00,0x8c", "0x00,0x3d", 1
        dec     sp, 2, "0x99,0x9d", 2, "0x00,0x1c", "0x00,0x0d", 3
        dec     sp, 2, "0x00,0x5b", 2, "0x00,0x8e", "0x01,0x3d", 1

        /* Invalid digit, invalid sign: data exception. */
        setmem  2, WORK, 0x0a,0x2c
        setmem  2, WORK2, 0x00,0x1c
        traps   7, sp, atl(WORK, 2),atl(WORK2, 2)
        setmem  2, WORK, 0x01,0x29
        setmem  2, WORK2, 0x00,0x1c
        traps   7, sp, atl(WORK, 2),atl(WORK2, 2)
        setmem  2, WORK, 0x99,0x9c
        setmem  2, WORK2, 0x00,0x1d
        setcc   0, 4
        traps   10, sp, atl(WORK, 2),atl(WORK2, 2)
        pass
