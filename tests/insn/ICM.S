/* SPDX-License-Identifier: MIT */
/* ICM: Insert Characters under Mask. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  4, WORK, 0x12,0x34,0x56,0x78
        setcc   3
        load    R2, 0x55aa55aa
        icm     R2, 15, at(WORK)
        wantcc  2
        want    R2, 0x12345678

        check
        setmem  4, WORK, 0x82,0x00,0x00,0x01
        setcc   3
        load    R2, 0x55aa55aa
        icm     R2, 15, at(WORK)
        wantcc  1
        want    R2, 0x82000001

        check
        setmem  4, WORK, 0x00,0x00,0x00,0x00
        setcc   3
        load    R2, 0x55aa55aa
        icm     R2, 15, at(WORK)
        wantcc  0
        want    R2, 0

        check
        setmem  1, WORK, 0x80
        setcc   3
        load    R2, 0x55aa55aa
        icm     R2, 8, at(WORK)
        wantcc  1
        want    R2, 0x80aa55aa

        check
        setmem  2, WORK, 0x00,0x01
        setcc   3
        load    R2, 0x55aa55aa
        icm     R2, 5, at(WORK)
        wantcc  2
        want    R2, 0x55005501

        check
        setmem  2, WORK, 0x00,0x00
        setcc   3
        load    R2, 0x55aa55aa
        icm     R2, 6, at(WORK)
        wantcc  0
        want    R2, 0x550000aa

        check
        setmem  1, WORK, 0x7f
        setcc   3
        load    R2, 0x55aa55aa
        icm     R2, 2, at(WORK)
        wantcc  2
        want    R2, 0x55aa7faa

        /* A mask of zero: condition code 0, the register stays. */
        check
        setcc   3
        load    R2, 0x55aa55aa
        icm     R2, 0, at(WORK)
        wantcc  0
        want    R2, 0x55aa55aa

        load    R4, 0x7fffff
        traps   5, icm, R2,3,0(R4)
        pass
