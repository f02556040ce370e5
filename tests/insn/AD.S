/* SPDX-License-Identifier: MIT */
/* AD: Add Normalized (long). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        frx     ad, 0x41100000,0, 0x40300000,0, 0x41130000,0, 2
        frx     ad, 0xc1100000,0, 0x45100000,0, 0x44ffff00,0, 2
        frx     ad, 0x40800000,0, 0x40800000,0, 0x41100000,0, 2
        frx     ad, 0x40300000,0, 0x3e100000,0, 0x40301000,0, 2
        frx     ad, 0x42ff0000,0, 0xc1100000,0, 0x42fe0000,0, 2
        frx     ad, 0xc1640000,0, 0xc1640000,0, 0xc1c80000,0, 1
        frx     ad, 0x3e100000,0, 0x41100000,0, 0x41100100,0, 2
        frx     ad, 0x45100000,0, 0x42ff0000,0, 0x45100ff0,0, 2
        frx     ad, 0xbf700000,0, 0xbf700000,0, 0xbfe00000,0, 1
        frx     ad, 0x41100000,0, 0xc1100000,0, 0,0, 0

        /* Exponent overflow: the characteristic is 128 smaller. */
        loadf   F0, 0x7fffffff, 0xffffffff
        loadf   F2, 0x7fffffff, 0xffffffff
        std     F2, at(WORK2)
        setcc   0, 0
        traps   12, ad, F0,at(WORK2)
        wantf   F0, 0x001fffff, 0xffffffff
        /* Exponent underflow: 128 larger with the mask, else a true zero. */
        loadf   F0, 0x00110000, 0
        loadf   F2, 0x80100000, 0
        std     F2, at(WORK2)
        setcc   0, 2
        traps   13, ad, F0,at(WORK2)
        wantf   F0, 0x7f100000, 0
        frx     ad, 0x00110000,0, 0x80100000,0, 0,0, 0
        /* Significance: the characteristic stays. */
        loadf   F0, 0x41100000, 0
        loadf   F2, 0xc1100000, 0
        std     F2, at(WORK2)
        setcc   0, 1
        traps   14, ad, F0,at(WORK2)
        wantf   F0, 0x41000000, 0

        /* Registers are 0, 2, 4 and 6. */
        traps   6, ad, %f1,at(WORK)
        pass
