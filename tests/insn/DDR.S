/* SPDX-License-Identifier: MIT */
/* DDR: Divide (long). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        check
        loadf   F0, 0x41100000, 0
        loadf   F2, 0x40300000, 0
        std     F2, at(WORK2)
        setcc   2
        ddr     F0, F2
        wantcc  2
        wantf   F0, 0x41555555, 0x55555555

        check
        loadf   F0, 0xc1100000, 0
        loadf   F2, 0x45100000, 0
        std     F2, at(WORK2)
        setcc   2
        ddr     F0, F2
        wantcc  2
        wantf   F0, 0xbd100000, 0

        check
        loadf   F0, 0x40800000, 0
        loadf   F2, 0x40800000, 0
        std     F2, at(WORK2)
        setcc   2
        ddr     F0, F2
        wantcc  2
        wantf   F0, 0x41100000, 0

        check
        loadf   F0, 0x40300000, 0
        loadf   F2, 0x3e100000, 0
        std     F2, at(WORK2)
        setcc   2
        ddr     F0, F2
        wantcc  2
        wantf   F0, 0x43300000, 0

        check
        loadf   F0, 0x42ff0000, 0
        loadf   F2, 0xc1100000, 0
        std     F2, at(WORK2)
        setcc   2
        ddr     F0, F2
        wantcc  2
        wantf   F0, 0xc2ff0000, 0

        check
        loadf   F0, 0xc1640000, 0
        loadf   F2, 0xc1640000, 0
        std     F2, at(WORK2)
        setcc   2
        ddr     F0, F2
        wantcc  2
        wantf   F0, 0x41100000, 0

        check
        loadf   F0, 0x3e100000, 0
        loadf   F2, 0x41100000, 0
        std     F2, at(WORK2)
        setcc   2
        ddr     F0, F2
        wantcc  2
        wantf   F0, 0x3e100000, 0

        check
        loadf   F0, 0x45100000, 0
        loadf   F2, 0x42ff0000, 0
        std     F2, at(WORK2)
        setcc   2
        ddr     F0, F2
        wantcc  2
        wantf   F0, 0x43101010, 0x10101010

        check
        loadf   F0, 0xbf700000, 0
        loadf   F2, 0xbf700000, 0
        std     F2, at(WORK2)
        setcc   2
        ddr     F0, F2
        wantcc  2
        wantf   F0, 0x41100000, 0

        /* Division by zero: the operand stays. */
        loadf   F0, 0x41100000, 0
        loadf   F2, 0x42000000, 0
        std     F2, at(WORK2)
        setcc   0, 0
        traps   15, ddr, F0,F2
        wantf   F0, 0x41100000, 0
        /* Exponent overflow. */
        loadf   F0, 0x7f100000, 0
        loadf   F2, 0x01100000, 0
        std     F2, at(WORK2)
        setcc   0, 0
        traps   12, ddr, F0,F2
        wantf   F0, 0x3f100000, 0
        /* Exponent underflow. */
        loadf   F0, 0x01100000, 0
        loadf   F2, 0x7f100000, 0
        std     F2, at(WORK2)
        setcc   0, 2
        traps   13, ddr, F0,F2
        wantf   F0, 0x43100000, 0

        /* Registers are 0, 2, 4 and 6. */
        traps   6, ddr, %f1,F0
        traps   6, ddr, F0,%f8
        pass
