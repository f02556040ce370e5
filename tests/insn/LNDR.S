/* SPDX-License-Identifier: MIT */
/* LNDR: Load Negative (long). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        check
        loadf   F0, 0x55555555, 0xdeadbeef
        loadf   F2, 0x41100000, 0
        setcc   2
        lndr    F0, F2
        wantcc  1
        wantf   F0, 0xc1100000, 0

        check
        loadf   F0, 0x55555555, 0xdeadbeef
        loadf   F2, 0xc1123456, 0x11111111
        setcc   2
        lndr    F0, F2
        wantcc  1
        wantf   F0, 0xc1123456, 0x11111111

        check
        loadf   F0, 0x55555555, 0xdeadbeef
        loadf   F2, 0x40000000, 0
        setcc   3
        lndr    F0, F2
        wantcc  0
        wantf   F0, 0xc0000000, 0

        check
        loadf   F0, 0x55555555, 0xdeadbeef
        loadf   F2, 0xc0000000, 0
        setcc   3
        lndr    F0, F2
        wantcc  0
        wantf   F0, 0xc0000000, 0

        check
        loadf   F0, 0x55555555, 0xdeadbeef
        loadf   F2, 0, 1
        setcc   2
        lndr    F0, F2
        wantcc  1
        wantf   F0, 0x80000000, 1


        /* Registers are 0, 2, 4 and 6. */
        traps   6, lndr, %f1,F0
        traps   6, lndr, F0,%f8
        pass
