/* SPDX-License-Identifier: MIT */
/* CVD: Convert to Decimal. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   2
        load    R2, 0
        cvd     R2, at(WORK+1)
        wantcc  2
        wantmem 8, WORK+1, 0x00,0x00,0x00,0x00,0x00,0x00,0x00,0x0c

        check
        setcc   2
        load    R2, 1
        cvd     R2, at(WORK+1)
        wantcc  2
        wantmem 8, WORK+1, 0,0,0,0,0,0,0,0x1c

        check
        setcc   2
        load    R2, 0xffffffff
        cvd     R2, at(WORK+1)
        wantcc  2
        wantmem 8, WORK+1, 0,0,0,0,0,0,0,0x1d

        check
        setcc   2
        load    R2, 0x7fffffff
        cvd     R2, at(WORK+1)
        wantcc  2
        wantmem 8, WORK+1, 0,0,0x02,0x14,0x74,0x83,0x64,0x7c

        check
        setcc   2
        load    R2, 0x80000000
        cvd     R2, at(WORK+1)
        wantcc  2
        wantmem 8, WORK+1, 0,0,0x02,0x14,0x74,0x83,0x64,0x8d

        check
        setcc   2
        load    R2, 0x0012d687
        cvd     R2, at(WORK+1)
        wantcc  2
        wantmem 8, WORK+1, 0,0,0,0,0x12,0x34,0x56,0x7c


        /* Beyond the end of storage; across it. */
        load    R4, 0x7fffff
        traps   5, cvd, R2,0(R4)
        pass
