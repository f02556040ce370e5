/* SPDX-License-Identifier: MIT */
/* DP: Divide Decimal. PoO "Decimal Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  4, WORK, 0x00,0x00,0x10,0x0c
        setmem  1, WORK2, 0x7c
        setcc   2
        dp      atl(WORK, 4), atl(WORK2, 1)
        wantcc  2
        wantmem 4, WORK, 0x00,0x01,0x4c,0x2c

        check
        setmem  4, WORK, 0x00,0x00,0x10,0x0d
        setmem  1, WORK2, 0x7c
        setcc   2
        dp      atl(WORK, 4), atl(WORK2, 1)
        wantcc  2
        wantmem 4, WORK, 0x00,0x01,0x4d,0x2d

        check
        setmem  4, WORK, 0x00,0x00,0x10,0x0c
        setmem  1, WORK2, 0x7d
        setcc   2
        dp      atl(WORK, 4), atl(WORK2, 1)
        wantcc  2
        wantmem 4, WORK, 0x00,0x01,0x4d,0x2c

        check
        setmem  4, WORK, 0x00,0x00,0x00,0x0c
        setmem  1, WORK2, 0x7c
        setcc   2
        dp      atl(WORK, 4), atl(WORK2, 1)
        wantcc  2
        wantmem 4, WORK, 0x00,0x00,0x0c,0x0c

        /* Quotient too large; zero divisor: the operands stay. */
        setmem  3, WORK, 0x12,0x34,0x5c
        setmem  1, WORK2, 0x1c
        traps   11, dp, atl(WORK, 3),atl(WORK2, 1)
        wantmem 3, WORK, 0x12,0x34,0x5c
        setmem  3, WORK, 0x00,0x00,0x5c
        setmem  1, WORK2, 0x0c
        traps   11, dp, atl(WORK, 3),atl(WORK2, 1)
        setmem  3, WORK, 0x00,0x00,0xac
        setmem  1, WORK2, 0x1c
        traps   7, dp, atl(WORK, 3),atl(WORK2, 1)
        setmem  2, WORK, 0x12,0x3c
        setmem  2, WORK2, 0x12,0x3c
        traps   6, dp, atl(WORK, 2),atl(WORK2, 2)
        pass
