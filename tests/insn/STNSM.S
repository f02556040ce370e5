/* SPDX-License-Identifier: MIT */
/* STNSM: Store Then AND System Mask. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  1, WORK, 0x6a
        ssm     at(WORK)
        setcc   2
        stnsm   at(WORK+1), 0x4e
        wantcc  2
        cli     at(WORK+1), 0x6a
        bc      7, at(FAIL)
        stnsm   at(WORK+1), 0
        cli     at(WORK+1), 0x4a
        bc      7, at(FAIL)
        stnsm   at(WORK+1), 0xff
        cli     at(WORK+1), 0
        bc      7, at(FAIL)
        pass
