/* SPDX-License-Identifier: MIT */
/* CVB: Convert to Binary. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   1
        setmem  8, WORK+1, 0,0,0,0,0,0,0,0x0c
        cvb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        setmem  8, WORK+1, 0,0,0,0,0,0x12,0x34,0x5f
        cvb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0x00003039

        check
        setcc   1
        setmem  8, WORK+1, 0,0,0,0,0,0x12,0x34,0x5d
        cvb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0xffffcfc7

        check
        setcc   1
        setmem  8, WORK+1, 0,0,0,0,0,0,0,0x1b
        cvb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0xffffffff

        check
        setcc   1
        setmem  8, WORK+1, 0,0,0,0,0,0,0,0x1a
        cvb     R2, at(WORK+1)
        wantcc  1
        want    R2, 1

        check
        setcc   1
        setmem  8, WORK+1, 0,0,0x02,0x14,0x74,0x83,0x64,0x7c
        cvb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0x7fffffff

        check
        setcc   1
        setmem  8, WORK+1, 0,0,0x02,0x14,0x74,0x83,0x64,0x8d
        cvb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0x80000000


        /* Invalid digit; invalid sign: data exception. */
        setmem  8, WORK, 0,0,0,0,0,0xa0,0,0x1c
        traps   7, cvb, R2,at(WORK)
        setmem  8, WORK, 0,0,0,0,0,0,0,0x19
        traps   7, cvb, R2,at(WORK)
        /* One too large: the low-order 32 bits are loaded all the same. */
        setmem  8, WORK, 0,0,0x02,0x14,0x74,0x83,0x64,0x8c
        traps   9, cvb, R2,at(WORK)
        want    R2, 0x80000000
        pass
