/* SPDX-License-Identifier: MIT */
/* AWR: Add Unnormalized (long). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        /* No normalization. */
        frr     awr, 0x42010000,0, 0x42010000,0, 0x42020000,0, 2
        frr     awr, 0x42110000,0, 0xc2100000,0, 0x42010000,0, 2
        /* A carry goes into the characteristic. */
        frr     awr, 0xc2f00000,0, 0xc2100000,0, 0xc3100000,0, 1
        /* Zero: a true zero without the significance mask. */
        frr     awr, 0x42100000,0, 0xc2100000,0, 0,0, 0
        /* The smaller characteristic is shifted; the guard digit is dropped. */
        frr     awr, 0x42100000,0, 0x41100000,0, 0x42110000,0, 2

        /* Significance. */
        loadf   F0, 0x42100000, 0
        loadf   F2, 0xc2100000, 0
        std     F2, at(WORK2)
        setcc   0, 1
        traps   14, awr, F0,F2
        wantf   F0, 0x42000000, 0
        /* Exponent overflow. */
        loadf   F0, 0x7ff00000, 0
        loadf   F2, 0x7f100000, 0
        std     F2, at(WORK2)
        setcc   0, 0
        traps   12, awr, F0,F2
        wantf   F0, 0x00100000, 0

        /* Registers are 0, 2, 4 and 6. */
        traps   6, awr, %f1,F0
        traps   6, awr, F0,%f8
        pass
