/* SPDX-License-Identifier: MIT */
/* SE: Subtract Normalized (short). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        frx     se, 0x41100000,0xdeadbeef, 0x40300000,0x12345678, 0x40d00000,0xdeadbeef, 2
        frx     se, 0xc1100000,0xdeadbeef, 0x45100000,0x12345678, 0xc5100010,0xdeadbeef, 1
        frx     se, 0x40800000,0xdeadbeef, 0x40800000,0x12345678, 0,0xdeadbeef, 0
        frx     se, 0x40300000,0xdeadbeef, 0x3e100000,0x12345678, 0x402ff000,0xdeadbeef, 2
        frx     se, 0x42ff0000,0xdeadbeef, 0xc1100000,0x12345678, 0x43100000,0xdeadbeef, 2
        frx     se, 0xc1640000,0xdeadbeef, 0xc1640000,0x12345678, 0,0xdeadbeef, 0
        frx     se, 0x3e100000,0xdeadbeef, 0x41100000,0x12345678, 0xc0fff000,0xdeadbeef, 1
        frx     se, 0x45100000,0xdeadbeef, 0x42ff0000,0x12345678, 0x44ff0100,0xdeadbeef, 2
        frx     se, 0xbf700000,0xdeadbeef, 0xbf700000,0x12345678, 0,0xdeadbeef, 0
        frx     se, 0x41100000,0xdeadbeef, 0x41100000,0, 0,0xdeadbeef, 0

        /* Exponent overflow: the characteristic is 128 smaller. */
        loadf   F0, 0x7fffffff, 0xdeadbeef
        loadf   F2, 0xffffffff, 0xdeadbeef
        std     F2, at(WORK2)
        setcc   0, 0
        traps   12, se, F0,at(WORK2)
        wantf   F0, 0x001fffff, 0xdeadbeef
        /* Exponent underflow: 128 larger with the mask, else a true zero. */
        loadf   F0, 0x00110000, 0xdeadbeef
        loadf   F2, 0x00100000, 0
        std     F2, at(WORK2)
        setcc   0, 2
        traps   13, se, F0,at(WORK2)
        wantf   F0, 0x7f100000, 0xdeadbeef
        frx     se, 0x00110000,0xdeadbeef, 0x00100000,0, 0,0xdeadbeef, 0
        /* Significance: the characteristic stays. */
        loadf   F0, 0x41100000, 0xdeadbeef
        loadf   F2, 0x41100000, 0
        std     F2, at(WORK2)
        setcc   0, 1
        traps   14, se, F0,at(WORK2)
        wantf   F0, 0x41000000, 0xdeadbeef

        /* Registers are 0, 2, 4 and 6. */
        traps   6, se, %f1,at(WORK)
        pass
