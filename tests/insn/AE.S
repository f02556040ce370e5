/* SPDX-License-Identifier: MIT */
/* AE: Add Normalized (short). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        frx     ae, 0x41100000,0xdeadbeef, 0x40300000,0x12345678, 0x41130000,0xdeadbeef, 2
        frx     ae, 0xc1100000,0xdeadbeef, 0x45100000,0x12345678, 0x44ffff00,0xdeadbeef, 2
        frx     ae, 0x40800000,0xdeadbeef, 0x40800000,0x12345678, 0x41100000,0xdeadbeef, 2
        frx     ae, 0x40300000,0xdeadbeef, 0x3e100000,0x12345678, 0x40301000,0xdeadbeef, 2
        frx     ae, 0x42ff0000,0xdeadbeef, 0xc1100000,0x12345678, 0x42fe0000,0xdeadbeef, 2
        frx     ae, 0xc1640000,0xdeadbeef, 0xc1640000,0x12345678, 0xc1c80000,0xdeadbeef, 1
        frx     ae, 0x3e100000,0xdeadbeef, 0x41100000,0x12345678, 0x41100100,0xdeadbeef, 2
        frx     ae, 0x45100000,0xdeadbeef, 0x42ff0000,0x12345678, 0x45100ff0,0xdeadbeef, 2
        frx     ae, 0xbf700000,0xdeadbeef, 0xbf700000,0x12345678, 0xbfe00000,0xdeadbeef, 1
        frx     ae, 0x41100000,0xdeadbeef, 0xc1100000,0, 0,0xdeadbeef, 0

        /* Exponent overflow: the characteristic is 128 smaller. */
        loadf   F0, 0x7fffffff, 0xdeadbeef
        loadf   F2, 0x7fffffff, 0xdeadbeef
        std     F2, at(WORK2)
        setcc   0, 0
        traps   12, ae, F0,at(WORK2)
        wantf   F0, 0x001fffff, 0xdeadbeef
        /* Exponent underflow: 128 larger with the mask, else a true zero. */
        loadf   F0, 0x00110000, 0xdeadbeef
        loadf   F2, 0x80100000, 0
        std     F2, at(WORK2)
        setcc   0, 2
        traps   13, ae, F0,at(WORK2)
        wantf   F0, 0x7f100000, 0xdeadbeef
        frx     ae, 0x00110000,0xdeadbeef, 0x80100000,0, 0,0xdeadbeef, 0
        /* Significance: the characteristic stays. */
        loadf   F0, 0x41100000, 0xdeadbeef
        loadf   F2, 0xc1100000, 0
        std     F2, at(WORK2)
        setcc   0, 1
        traps   14, ae, F0,at(WORK2)
        wantf   F0, 0x41000000, 0xdeadbeef

        /* Registers are 0, 2, 4 and 6. */
        traps   6, ae, %f1,at(WORK)
        pass
