/* SPDX-License-Identifier: MIT */
/* SW: Subtract Unnormalized (long). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        /* No normalization. */
        frx     sw, 0x42010000,0, 0xc2010000,0, 0x42020000,0, 2
        frx     sw, 0x42110000,0, 0x42100000,0, 0x42010000,0, 2
        /* A carry goes into the characteristic. */
        frx     sw, 0xc2f00000,0, 0x42100000,0, 0xc3100000,0, 1
        /* Zero: a true zero without the significance mask. */
        frx     sw, 0x42100000,0, 0x42100000,0, 0,0, 0
        /* The smaller characteristic is shifted; the guard digit is dropped. */
        frx     sw, 0x42100000,0, 0xc1100000,0, 0x42110000,0, 2

        /* Significance. */
        loadf   F0, 0x42100000, 0
        loadf   F2, 0x42100000, 0
        std     F2, at(WORK2)
        setcc   0, 1
        traps   14, sw, F0,at(WORK2)
        wantf   F0, 0x42000000, 0
        /* Exponent overflow. */
        loadf   F0, 0x7ff00000, 0
        loadf   F2, 0xff100000, 0
        std     F2, at(WORK2)
        setcc   0, 0
        traps   12, sw, F0,at(WORK2)
        wantf   F0, 0x00100000, 0

        /* Registers are 0, 2, 4 and 6. */
        traps   6, sw, %f1,at(WORK)
        pass
