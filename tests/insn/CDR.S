/* SPDX-License-Identifier: MIT */
/* CDR: Compare (long). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        frr     cdr, 0x41100000,0, 0x40300000,0, 0x41100000,0, 2
        frr     cdr, 0xc1100000,0, 0x45100000,0, 0xc1100000,0, 1
        frr     cdr, 0x40800000,0, 0x40800000,0, 0x40800000,0, 0
        frr     cdr, 0x40300000,0, 0x3e100000,0, 0x40300000,0, 2
        frr     cdr, 0x42ff0000,0, 0xc1100000,0, 0x42ff0000,0, 2
        frr     cdr, 0xc1640000,0, 0xc1640000,0, 0xc1640000,0, 0
        frr     cdr, 0x3e100000,0, 0x41100000,0, 0x3e100000,0, 1
        frr     cdr, 0x45100000,0, 0x42ff0000,0, 0x45100000,0, 2
        frr     cdr, 0xbf700000,0, 0xbf700000,0, 0xbf700000,0, 0
        /* Unnormalized numbers compare by value. */
        frr     cdr, 0x42010000,0, 0x41100000,0, 0x42010000,0, 0

        /* Registers are 0, 2, 4 and 6. */
        traps   6, cdr, %f1,F0
        traps   6, cdr, F0,%f8
        pass
