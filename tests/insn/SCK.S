/* SPDX-License-Identifier: MIT */
/* SCK: Set Clock. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        constant K_TOD, .long, 0x12345678, 0
        check
        setcc   3
        sck     at(K_TOD)
        wantcc  0
        stck    at(WORK)
        wantcc  0
        wantmem 4, WORK, 0x12,0x34,0x56,0x78
        /* Less than a second has passed: 2^32 units are 1.05 s. */
        tm      at(WORK+4), 0x80
        bc      7, at(FAIL)
        traps   6, sck, at(K_TOD+4)
        pass
