/* SPDX-License-Identifier: MIT */
/* ADR: Add Normalized (long). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        frr     adr, 0x41100000,0, 0x40300000,0, 0x41130000,0, 2
        frr     adr, 0xc1100000,0, 0x45100000,0, 0x44ffff00,0, 2
        frr     adr, 0x40800000,0, 0x40800000,0, 0x41100000,0, 2
        frr     adr, 0x40300000,0, 0x3e100000,0, 0x40301000,0, 2
        frr     adr, 0x42ff0000,0, 0xc1100000,0, 0x42fe0000,0, 2
        frr     adr, 0xc1640000,0, 0xc1640000,0, 0xc1c80000,0, 1
        frr     adr, 0x3e100000,0, 0x41100000,0, 0x41100100,0, 2
        frr     adr, 0x45100000,0, 0x42ff0000,0, 0x45100ff0,0, 2
        frr     adr, 0xbf700000,0, 0xbf700000,0, 0xbfe00000,0, 1
        frr     adr, 0x41100000,0, 0xc1100000,0, 0,0, 0

        /* Exponent overflow: the characteristic is 128 smaller. */
        loadf   F0, 0x7fffffff, 0xffffffff
        loadf   F2, 0x7fffffff, 0xffffffff
        std     F2, at(WORK2)
        setcc   0, 0
        traps   12, adr, F0,F2
        wantf   F0, 0x001fffff, 0xffffffff
        /* Exponent underflow: 128 larger with the mask, else a true zero. */
        loadf   F0, 0x00110000, 0
        loadf   F2, 0x80100000, 0
        std     F2, at(WORK2)
        setcc   0, 2
        traps   13, adr, F0,F2
        wantf   F0, 0x7f100000, 0
        frr     adr, 0x00110000,0, 0x80100000,0, 0,0, 0
        /* Significance: the characteristic stays. */
        loadf   F0, 0x41100000, 0
        loadf   F2, 0xc1100000, 0
        std     F2, at(WORK2)
        setcc   0, 1
        traps   14, adr, F0,F2
        wantf   F0, 0x41000000, 0

        /* Registers are 0, 2, 4 and 6. */
        traps   6, adr, %f1,F0
        traps   6, adr, F0,%f8
        pass
