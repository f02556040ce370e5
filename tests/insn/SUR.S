/* SPDX-License-Identifier: MIT */
/* SUR: Subtract Unnormalized (short). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        /* No normalization. */
        frr     sur, 0x42010000,0xdeadbeef, 0xc2010000,0, 0x42020000,0xdeadbeef, 2
        frr     sur, 0x42110000,0xdeadbeef, 0x42100000,0, 0x42010000,0xdeadbeef, 2
        /* A carry goes into the characteristic. */
        frr     sur, 0xc2f00000,0xdeadbeef, 0x42100000,0, 0xc3100000,0xdeadbeef, 1
        /* Zero: a true zero without the significance mask. */
        frr     sur, 0x42100000,0xdeadbeef, 0x42100000,0, 0,0xdeadbeef, 0
        /* The smaller characteristic is shifted; the guard digit is dropped. */
        frr     sur, 0x42100000,0xdeadbeef, 0xc1100000,0, 0x42110000,0xdeadbeef, 2

        /* Significance. */
        loadf   F0, 0x42100000, 0xdeadbeef
        loadf   F2, 0x42100000, 0
        std     F2, at(WORK2)
        setcc   0, 1
        traps   14, sur, F0,F2
        wantf   F0, 0x42000000, 0xdeadbeef
        /* Exponent overflow. */
        loadf   F0, 0x7ff00000, 0xdeadbeef
        loadf   F2, 0xff100000, 0
        std     F2, at(WORK2)
        setcc   0, 0
        traps   12, sur, F0,F2
        wantf   F0, 0x00100000, 0xdeadbeef

        /* Registers are 0, 2, 4 and 6. */
        traps   6, sur, %f1,F0
        traps   6, sur, F0,%f8
        pass
