/* SPDX-License-Identifier: MIT */
/* MC: Monitor Call. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        /* A class whose mask in control register 8 is zero: no operation. */
        check
        setcc   2
        mc      0x123, 5
        wantcc  2
        constant K_CR8, .long, 0x0400
        lctl    8, 8, at(K_CR8)
        load    R3, 0x00abc000
        traps   0x40, mc, 0x123(R3),5
        wantmem 2, ORG+0x94, 0, 5
        wantmem 4, ORG+0x9c, 0, 0xab, 0xc1, 0x23
        traps   6, mc, 0,16
        pass
