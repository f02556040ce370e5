/* SPDX-License-Identifier: MIT */
/* AXR: Add Normalized (extended). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        fxx     axr, 0x41100000, 0, 0x33000000, 0, 0x5156bc75, 0xe2d63100, 0x43000000, 0, 0x5156bc75, 0xe2d63100, 0x43001000, 0, 2
        fxx     axr, 0x5156bc75, 0xe2d63100, 0x43000000, 0, 0xc2ff0000, 0, 0xb4000000, 0, 0x5156bc75, 0xe2d630ff, 0x43f01000, 0, 2
        fxx     axr, 0x41100000, 0, 0x33000000, 0, 0x41100000, 0, 0x33000000, 0, 0x41200000, 0, 0x33000000, 0, 2
        fxx     axr, 0xc2ff0000, 0, 0xb4000000, 0, 0x3e100000, 0, 0x30000000, 0, 0xc2fefff0, 0, 0xb4000000, 0, 1
        fxx     axr, 0x41100000, 0, 0x33000000, 0, 0xc1100000, 0, 0xb3000000, 0, 0, 0, 0, 0, 0
        fxx     axr, 0xc0555555, 0x55555555, 0xb2555555, 0x55555555, 0xc0555555, 0x55555555, 0xb2555555, 0x55555555, 0xc0aaaaaa, 0xaaaaaaaa, 0xb2aaaaaa, 0xaaaaaaaa, 1

        /* Pairs begin with 0 and 4. */
        traps   6, .insn, rr,0x3600,R2,R4
        traps   6, .insn, rr,0x3600,R0,R6
        pass
