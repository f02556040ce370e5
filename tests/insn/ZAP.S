/* SPDX-License-Identifier: MIT */
/* ZAP: Zero and Add. PoO "Decimal Instructions". */
#include "tests/insn/insn.inc"

        dec     zap, 2, "0xff,0xff", 1, "0x5f", "0x00,0x5c", 2
        dec     zap, 2, "0xff,0xff", 1, "0x0d", "0x00,0x0c", 0
        dec     zap, 2, "0xff,0xff", 2, "0x07,0x5d", "0x07,0x5d", 1
        dec     zap, 1, "0xff", 3, "0x01,0x23,0x4d", "0x4d", 3

        /* Invalid digit, invalid sign: data exception. */
        setmem  2, WORK, 0x00,0x0c
        setmem  2, WORK2, 0xa0,0x5c
        traps   7, zap, atl(WORK, 2),atl(WORK2, 2)
        setmem  1, WORK, 0x0c
        setmem  2, WORK2, 0x12,0x3c
        setcc   0, 4
        traps   10, zap, atl(WORK, 1),atl(WORK2, 2)
        pass
