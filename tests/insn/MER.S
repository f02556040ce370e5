/* SPDX-License-Identifier: MIT */
/* MER: Multiply (short to long). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        check
        loadf   F0, 0x41100000, 0xdeadbeef
        loadf   F2, 0x40300000, 0x12345678
        std     F2, at(WORK2)
        setcc   2
        mer     F0, F2
        wantcc  2
        wantf   F0, 0x40300000, 0

        check
        loadf   F0, 0xc1100000, 0xdeadbeef
        loadf   F2, 0x45100000, 0x12345678
        std     F2, at(WORK2)
        setcc   2
        mer     F0, F2
        wantcc  2
        wantf   F0, 0xc5100000, 0

        check
        loadf   F0, 0x40800000, 0xdeadbeef
        loadf   F2, 0x40800000, 0x12345678
        std     F2, at(WORK2)
        setcc   2
        mer     F0, F2
        wantcc  2
        wantf   F0, 0x40400000, 0

        check
        loadf   F0, 0x40300000, 0xdeadbeef
        loadf   F2, 0x3e100000, 0x12345678
        std     F2, at(WORK2)
        setcc   2
        mer     F0, F2
        wantcc  2
        wantf   F0, 0x3d300000, 0

        check
        loadf   F0, 0x42ff0000, 0xdeadbeef
        loadf   F2, 0xc1100000, 0x12345678
        std     F2, at(WORK2)
        setcc   2
        mer     F0, F2
        wantcc  2
        wantf   F0, 0xc2ff0000, 0

        check
        loadf   F0, 0xc1640000, 0xdeadbeef
        loadf   F2, 0xc1640000, 0x12345678
        std     F2, at(WORK2)
        setcc   2
        mer     F0, F2
        wantcc  2
        wantf   F0, 0x42271000, 0

        check
        loadf   F0, 0x3e100000, 0xdeadbeef
        loadf   F2, 0x41100000, 0x12345678
        std     F2, at(WORK2)
        setcc   2
        mer     F0, F2
        wantcc  2
        wantf   F0, 0x3e100000, 0

        check
        loadf   F0, 0x45100000, 0xdeadbeef
        loadf   F2, 0x42ff0000, 0x12345678
        std     F2, at(WORK2)
        setcc   2
        mer     F0, F2
        wantcc  2
        wantf   F0, 0x46ff0000, 0

        check
        loadf   F0, 0xbf700000, 0xdeadbeef
        loadf   F2, 0xbf700000, 0x12345678
        std     F2, at(WORK2)
        setcc   2
        mer     F0, F2
        wantcc  2
        wantf   F0, 0x3e310000, 0

        /* Exponent overflow. */
        loadf   F0, 0x7f100000, 0
        loadf   F2, 0x7f100000, 0
        std     F2, at(WORK2)
        setcc   0, 0
        traps   12, mer, F0,F2
        wantf   F0, 0x3d100000, 0
        /* Exponent underflow. */
        loadf   F0, 0x01100000, 0
        loadf   F2, 0x01100000, 0
        std     F2, at(WORK2)
        setcc   0, 2
        traps   13, mer, F0,F2
        wantf   F0, 0x41100000, 0

        /* Registers are 0, 2, 4 and 6. */
        traps   6, mer, %f1,F0
        traps   6, mer, F0,%f8
        pass
