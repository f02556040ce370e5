/* SPDX-License-Identifier: MIT */
/* CER: Compare (short). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        frr     cer, 0x41100000,0xdeadbeef, 0x40300000,0x12345678, 0x41100000,0xdeadbeef, 2
        frr     cer, 0xc1100000,0xdeadbeef, 0x45100000,0x12345678, 0xc1100000,0xdeadbeef, 1
        frr     cer, 0x40800000,0xdeadbeef, 0x40800000,0x12345678, 0x40800000,0xdeadbeef, 0
        frr     cer, 0x40300000,0xdeadbeef, 0x3e100000,0x12345678, 0x40300000,0xdeadbeef, 2
        frr     cer, 0x42ff0000,0xdeadbeef, 0xc1100000,0x12345678, 0x42ff0000,0xdeadbeef, 2
        frr     cer, 0xc1640000,0xdeadbeef, 0xc1640000,0x12345678, 0xc1640000,0xdeadbeef, 0
        frr     cer, 0x3e100000,0xdeadbeef, 0x41100000,0x12345678, 0x3e100000,0xdeadbeef, 1
        frr     cer, 0x45100000,0xdeadbeef, 0x42ff0000,0x12345678, 0x45100000,0xdeadbeef, 2
        frr     cer, 0xbf700000,0xdeadbeef, 0xbf700000,0x12345678, 0xbf700000,0xdeadbeef, 0
        /* Unnormalized numbers compare by value. */
        frr     cer, 0x42010000,0xdeadbeef, 0x41100000,0, 0x42010000,0xdeadbeef, 0

        /* Registers are 0, 2, 4 and 6. */
        traps   6, cer, %f1,F0
        traps   6, cer, F0,%f8
        pass
