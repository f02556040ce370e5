/* SPDX-License-Identifier: MIT */
/* CLM: Compare Logical Characters under Mask. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  4, WORK, 0x12,0x34,0x56,0x78
        setcc   3
        load    R2, 0x12345678
        clm     R2, 15, at(WORK)
        wantcc  0

        check
        setmem  4, WORK, 0x12,0x34,0x56,0x79
        setcc   3
        load    R2, 0x12345678
        clm     R2, 15, at(WORK)
        wantcc  1

        check
        setmem  4, WORK, 0x11,0xff,0xff,0xff
        setcc   3
        load    R2, 0x12345678
        clm     R2, 15, at(WORK)
        wantcc  2

        check
        setmem  2, WORK, 0x34,0x78
        setcc   3
        load    R2, 0x12345678
        clm     R2, 5, at(WORK)
        wantcc  0

        check
        setmem  2, WORK, 0x12,0x80
        setcc   3
        load    R2, 0x12345678
        clm     R2, 9, at(WORK)
        wantcc  1

        check
        setmem  1, WORK, 0x33
        setcc   3
        load    R2, 0x12345678
        clm     R2, 4, at(WORK)
        wantcc  2

        /* A mask of zero: equal. */
        check
        setcc   3
        clm     R2, 0, at(WORK)
        wantcc  0
        pass
