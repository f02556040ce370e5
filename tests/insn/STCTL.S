/* SPDX-License-Identifier: MIT */
/* STCTL: Store Control. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        /* What initial reset left. */
        check
        setcc   1
        stctl   0, 2, at(WORK)
        wantcc  1
        wantmem 12, WORK, 0,0,0,0xe0, 0,0,0,0, 0xff,0xff,0xff,0xff
        check
        stctl   14, 15, at(WORK)
        wantmem 8, WORK, 0xc2,0,0,0, 0,0,2,0
        traps   6, stctl, 0,2,at(WORK+1)
        pass
