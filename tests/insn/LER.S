/* SPDX-License-Identifier: MIT */
/* LER: Load (short). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        check
        loadf   F0, 0x11111111, 0xdeadbeef
        loadf   F2, 0xc3123456, 0x789abcde
        std     F2, at(WORK2)
        setcc   1
        ler     F0, F2
        wantcc  1
        wantf   F0, 0xc3123456, 0xdeadbeef

        /* Registers are 0, 2, 4 and 6. */
        traps   6, ler, %f1,F0
        traps   6, ler, F0,%f8
        pass
