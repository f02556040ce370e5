/* SPDX-License-Identifier: MIT */
/* LM: Load Multiple. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        setmem  12, WORK, 0x01,0x02,0x03,0x04,0x05,0x06,0x07,0x08,0x09,0x0a,0x0b,0x0c
        check
        load    R4, 0x44444444
        load    R1, 0x11111111
        lm      R2, R3, at(WORK+1)
        want    R1, 0x11111111
        want    R2, 0x02030405
        want    R3, 0x06070809
        want    R4, 0x44444444
        /* From 15 around to 0. */
        check
        lm      R15, R0, at(WORK)
        want    R15, 0x01020304
        want    R0, 0x05060708
        /* The base may be among the registers. */
        check
        la      R5, at(WORK)
        lm      R4, R6, 0(R5)
        want    R4, 0x01020304
        want    R5, 0x05060708
        want    R6, 0x090a0b0c
        /* Storage ends within the operand: no register is loaded. */
        load    R7, 0x7ffff8
        load    R2, 2
        traps   5, lm, R2,R4,0(R7)
        want    R2, 2
        pass
