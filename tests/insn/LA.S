/* SPDX-License-Identifier: MIT */
/* LA: Load Address. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   2
        load    R3, 0xff000010
        load    R4, 0x00000020
        la      R2, 5(R3,R4)
        wantcc  2
        want    R2, 0x00000035
        /* 24 bits. */
        check
        load    R3, 0x00ffffff
        la      R2, 2(R3)
        want    R2, 1
        check
        la      R2, 4095
        want    R2, 0x00000fff
        /* Register 0 as base and index means none. */
        check
        load    R0, 77
        la      R2, 1(R0,R0)
        want    R2, 1
        pass
