/* SPDX-License-Identifier: MIT */
/* STIDP: Store CPU ID. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   1
        stidp   at(WORK)
        wantcc  1
        wantmem 8, WORK, 0,0x12,0x34,0x56,0x01,0x48,0,0
        traps   6, stidp, at(WORK+4)
        pass
