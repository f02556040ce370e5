/* SPDX-License-Identifier: MIT */
/* HER: Halve (short). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        check
        loadf   F0, 0, 0xdeadbeef
        loadf   F2, 0x41100000, 0x12345678
        setcc   2
        her     F0, F2
        wantcc  2
        wantf   F0, 0x40800000, 0xdeadbeef

        check
        loadf   F0, 0, 0xdeadbeef
        loadf   F2, 0xc1100000, 0x12345678
        setcc   2
        her     F0, F2
        wantcc  2
        wantf   F0, 0xc0800000, 0xdeadbeef

        check
        loadf   F0, 0, 0xdeadbeef
        loadf   F2, 0x40800000, 0x12345678
        setcc   2
        her     F0, F2
        wantcc  2
        wantf   F0, 0x40400000, 0xdeadbeef

        check
        loadf   F0, 0, 0xdeadbeef
        loadf   F2, 0x40300000, 0x12345678
        setcc   2
        her     F0, F2
        wantcc  2
        wantf   F0, 0x40180000, 0xdeadbeef

        check
        loadf   F0, 0, 0xdeadbeef
        loadf   F2, 0x42ff0000, 0x12345678
        setcc   2
        her     F0, F2
        wantcc  2
        wantf   F0, 0x427f8000, 0xdeadbeef

        check
        loadf   F0, 0, 0xdeadbeef
        loadf   F2, 0xc1640000, 0x12345678
        setcc   2
        her     F0, F2
        wantcc  2
        wantf   F0, 0xc1320000, 0xdeadbeef

        check
        loadf   F0, 0, 0xdeadbeef
        loadf   F2, 0x3e100000, 0x12345678
        setcc   2
        her     F0, F2
        wantcc  2
        wantf   F0, 0x3d800000, 0xdeadbeef

        check
        loadf   F0, 0, 0xdeadbeef
        loadf   F2, 0x45100000, 0x12345678
        setcc   2
        her     F0, F2
        wantcc  2
        wantf   F0, 0x44800000, 0xdeadbeef

        check
        loadf   F0, 0, 0xdeadbeef
        loadf   F2, 0xbf700000, 0x12345678
        setcc   2
        her     F0, F2
        wantcc  2
        wantf   F0, 0xbf380000, 0xdeadbeef

        /* Underflow. */
        loadf   F2, 0x00100000
        setcc   0, 2
        traps   0xd, her, F0,F2
        check
        loadf   F0, 0x11111111, 0xdeadbeef
        loadf   F2, 0x00100000
        setcc   0
        her     F0, F2
        wantf   F0, 0, 0xdeadbeef

        /* Registers are 0, 2, 4 and 6. */
        traps   6, her, %f1,F0
        traps   6, her, F0,%f8
        pass
