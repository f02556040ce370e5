/* SPDX-License-Identifier: MIT */
/* CD: Compare (long). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        frx     cd, 0x41100000,0, 0x40300000,0, 0x41100000,0, 2
        frx     cd, 0xc1100000,0, 0x45100000,0, 0xc1100000,0, 1
        frx     cd, 0x40800000,0, 0x40800000,0, 0x40800000,0, 0
        frx     cd, 0x40300000,0, 0x3e100000,0, 0x40300000,0, 2
        frx     cd, 0x42ff0000,0, 0xc1100000,0, 0x42ff0000,0, 2
        frx     cd, 0xc1640000,0, 0xc1640000,0, 0xc1640000,0, 0
        frx     cd, 0x3e100000,0, 0x41100000,0, 0x3e100000,0, 1
        frx     cd, 0x45100000,0, 0x42ff0000,0, 0x45100000,0, 2
        frx     cd, 0xbf700000,0, 0xbf700000,0, 0xbf700000,0, 0
        /* Unnormalized numbers compare by value. */
        frx     cd, 0x42010000,0, 0x41100000,0, 0x42010000,0, 0

        /* Registers are 0, 2, 4 and 6. */
        traps   6, cd, %f1,at(WORK)
        pass
