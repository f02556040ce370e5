/* SPDX-License-Identifier: MIT */
/* LRVH: Load Reversed Halfword. z/Architecture PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   2
        load    R2, 1
        load    R3, 2
        sth     R3, at(WORK+1)
        lrvh    R2, at(WORK+1)
        wantcc  2
        want    R2, 0x00000200

        check
        setcc   2
        load    R2, 0x7fffffff
        load    R3, 1
        sth     R3, at(WORK+1)
        lrvh    R2, at(WORK+1)
        wantcc  2
        want    R2, 0x7fff0100

        check
        setcc   2
        load    R2, 0x80000000
        load    R3, 0xffffffff
        sth     R3, at(WORK+1)
        lrvh    R2, at(WORK+1)
        wantcc  2
        want    R2, 0x8000ffff

        check
        setcc   2
        load    R2, 0
        load    R3, 0
        sth     R3, at(WORK+1)
        lrvh    R2, at(WORK+1)
        wantcc  2
        want    R2, 0

        check
        setcc   2
        load    R2, 5
        load    R3, 0xfffffffb
        sth     R3, at(WORK+1)
        lrvh    R2, at(WORK+1)
        wantcc  2
        want    R2, 0x0000fbff

        check
        setcc   2
        load    R2, 0xffffffff
        load    R3, 1
        sth     R3, at(WORK+1)
        lrvh    R2, at(WORK+1)
        wantcc  2
        want    R2, 0xffff0100

        check
        setcc   2
        load    R2, 0x80000000
        load    R3, 0
        sth     R3, at(WORK+1)
        lrvh    R2, at(WORK+1)
        wantcc  2
        want    R2, 0x80000000

        check
        setcc   2
        load    R2, 0x00000064
        load    R3, 0xfffffed4
        sth     R3, at(WORK+1)
        lrvh    R2, at(WORK+1)
        wantcc  2
        want    R2, 0x0000d4fe

        check
        setcc   2
        load    R2, 0x12345678
        load    R3, 0xffffcdef
        sth     R3, at(WORK+1)
        lrvh    R2, at(WORK+1)
        wantcc  2
        want    R2, 0x1234efcd


        /* Beyond the end of storage; across it. */
        load    R4, 0x7fffff
        traps   5, lrvh, R2,0(R4)
        pass
