/* SPDX-License-Identifier: MIT */
/* AU: Add Unnormalized (short). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        /* No normalization. */
        frx     au, 0x42010000,0xdeadbeef, 0x42010000,0, 0x42020000,0xdeadbeef, 2
        frx     au, 0x42110000,0xdeadbeef, 0xc2100000,0, 0x42010000,0xdeadbeef, 2
        /* A carry goes into the characteristic. */
        frx     au, 0xc2f00000,0xdeadbeef, 0xc2100000,0, 0xc3100000,0xdeadbeef, 1
        /* Zero: a true zero without the significance mask. */
        frx     au, 0x42100000,0xdeadbeef, 0xc2100000,0, 0,0xdeadbeef, 0
        /* The smaller characteristic is shifted; the guard digit is dropped. */
        frx     au, 0x42100000,0xdeadbeef, 0x41100000,0, 0x42110000,0xdeadbeef, 2

        /* Significance. */
        loadf   F0, 0x42100000, 0xdeadbeef
        loadf   F2, 0xc2100000, 0
        std     F2, at(WORK2)
        setcc   0, 1
        traps   14, au, F0,at(WORK2)
        wantf   F0, 0x42000000, 0xdeadbeef
        /* Exponent overflow. */
        loadf   F0, 0x7ff00000, 0xdeadbeef
        loadf   F2, 0x7f100000, 0
        std     F2, at(WORK2)
        setcc   0, 0
        traps   12, au, F0,at(WORK2)
        wantf   F0, 0x00100000, 0xdeadbeef

        /* Registers are 0, 2, 4 and 6. */
        traps   6, au, %f1,at(WORK)
        pass
