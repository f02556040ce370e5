/* SPDX-License-Identifier: MIT */
/* LPER: Load Positive (short). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        check
        loadf   F0, 0x55555555, 0xdeadbeef
        loadf   F2, 0x41100000, 0
        setcc   1
        lper    F0, F2
        wantcc  2
        wantf   F0, 0x41100000, 0xdeadbeef

        check
        loadf   F0, 0x55555555, 0xdeadbeef
        loadf   F2, 0xc1123456, 0x11111111
        setcc   1
        lper    F0, F2
        wantcc  2
        wantf   F0, 0x41123456, 0xdeadbeef

        check
        loadf   F0, 0x55555555, 0xdeadbeef
        loadf   F2, 0x40000000, 0
        setcc   3
        lper    F0, F2
        wantcc  0
        wantf   F0, 0x40000000, 0xdeadbeef

        check
        loadf   F0, 0x55555555, 0xdeadbeef
        loadf   F2, 0xc0000000, 0
        setcc   3
        lper    F0, F2
        wantcc  0
        wantf   F0, 0x40000000, 0xdeadbeef

        check
        loadf   F0, 0x55555555, 0xdeadbeef
        loadf   F2, 0, 1
        setcc   3
        lper    F0, F2
        wantcc  0
        wantf   F0, 0, 0xdeadbeef


        /* Registers are 0, 2, 4 and 6. */
        traps   6, lper, %f1,F0
        traps   6, lper, F0,%f8
        pass
