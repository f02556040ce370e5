/* SPDX-License-Identifier: MIT */
/* MH: Multiply Halfword. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   2
        load    R2, 1
        load    R3, 2
        sth     R3, at(WORK+1)
        mh      R2, at(WORK+1)
        wantcc  2
        want    R2, 2

        check
        setcc   2
        load    R2, 0x7fffffff
        load    R3, 1
        sth     R3, at(WORK+1)
        mh      R2, at(WORK+1)
        wantcc  2
        want    R2, 0x7fffffff

        check
        setcc   2
        load    R2, 0x80000000
        load    R3, 0xffffffff
        sth     R3, at(WORK+1)
        mh      R2, at(WORK+1)
        wantcc  2
        want    R2, 0x80000000

        check
        setcc   2
        load    R2, 0
        load    R3, 0
        sth     R3, at(WORK+1)
        mh      R2, at(WORK+1)
        wantcc  2
        want    R2, 0

        check
        setcc   2
        load    R2, 5
        load    R3, 0xfffffffb
        sth     R3, at(WORK+1)
        mh      R2, at(WORK+1)
        wantcc  2
        want    R2, 0xffffffe7

        check
        setcc   2
        load    R2, 0xffffffff
        load    R3, 1
        sth     R3, at(WORK+1)
        mh      R2, at(WORK+1)
        wantcc  2
        want    R2, 0xffffffff

        check
        setcc   2
        load    R2, 0x80000000
        load    R3, 0
        sth     R3, at(WORK+1)
        mh      R2, at(WORK+1)
        wantcc  2
        want    R2, 0

        check
        setcc   2
        load    R2, 0x00000064
        load    R3, 0xfffffed4
        sth     R3, at(WORK+1)
        mh      R2, at(WORK+1)
        wantcc  2
        want    R2, 0xffff8ad0

        check
        setcc   2
        load    R2, 0x12345678
        load    R3, 0xffffcdef
        sth     R3, at(WORK+1)
        mh      R2, at(WORK+1)
        wantcc  2
        want    R2, 0x91a2d208


        /* Beyond the end of storage; across it. */
        load    R4, 0x7fffff
        traps   5, mh, R2,0(R4)
        pass
