/* SPDX-License-Identifier: MIT */
/* STOSM: Store Then OR System Mask. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        check
        stosm   at(WORK+1), 0x4a
        cli     at(WORK+1), 0
        bc      7, at(FAIL)
        setcc   1
        stosm   at(WORK+1), 0xa4
        wantcc  1
        cli     at(WORK+1), 0x4a
        bc      7, at(FAIL)
        stnsm   at(WORK+1), 0
        cli     at(WORK+1), 0xee
        bc      7, at(FAIL)
        pass
