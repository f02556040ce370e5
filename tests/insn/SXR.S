/* SPDX-License-Identifier: MIT */
/* SXR: Subtract Normalized (extended). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        fxx     sxr, 0x41100000, 0, 0x33000000, 0, 0x5156bc75, 0xe2d63100, 0x43000000, 0, 0xd156bc75, 0xe2d630ff, 0xc3fff000, 0, 1
        fxx     sxr, 0x5156bc75, 0xe2d63100, 0x43000000, 0, 0xc2ff0000, 0, 0xb4000000, 0, 0x5156bc75, 0xe2d63100, 0x430ff000, 0, 2
        fxx     sxr, 0x41100000, 0, 0x33000000, 0, 0x41100000, 0, 0x33000000, 0, 0, 0, 0, 0, 0
        fxx     sxr, 0xc2ff0000, 0, 0xb4000000, 0, 0x3e100000, 0, 0x30000000, 0, 0xc2ff0010, 0, 0xb4000000, 0, 1
        fxx     sxr, 0x41100000, 0, 0x33000000, 0, 0xc1100000, 0, 0xb3000000, 0, 0x41200000, 0, 0x33000000, 0, 2
        fxx     sxr, 0xc0555555, 0x55555555, 0xb2555555, 0x55555555, 0xc0555555, 0x55555555, 0xb2555555, 0x55555555, 0, 0, 0, 0, 0

        /* Pairs begin with 0 and 4. */
        traps   6, .insn, rr,0x3700,R2,R4
        traps   6, .insn, rr,0x3700,R0,R6
        pass
