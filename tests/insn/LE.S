/* SPDX-License-Identifier: MIT */
/* LE: Load (short). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        check
        loadf   F0, 0x11111111, 0xdeadbeef
        loadf   F2, 0xc3123456, 0x789abcde
        std     F2, at(WORK2)
        setcc   1
        le      F0, at(WORK2)
        wantcc  1
        wantf   F0, 0xc3123456, 0xdeadbeef

        /* Registers are 0, 2, 4 and 6. */
        traps   6, le, %f1,at(WORK)
        pass
