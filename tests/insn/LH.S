/* SPDX-License-Identifier: MIT */
/* LH: Load Halfword. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   2
        load    R2, 1
        load    R3, 2
        sth     R3, at(WORK+1)
        lh      R2, at(WORK+1)
        wantcc  2
        want    R2, 2

        check
        setcc   2
        load    R2, 0x7fffffff
        load    R3, 1
        sth     R3, at(WORK+1)
        lh      R2, at(WORK+1)
        wantcc  2
        want    R2, 1

        check
        setcc   2
        load    R2, 0x80000000
        load    R3, 0xffffffff
        sth     R3, at(WORK+1)
        lh      R2, at(WORK+1)
        wantcc  2
        want    R2, 0xffffffff

        check
        setcc   2
        load    R2, 0
        load    R3, 0
        sth     R3, at(WORK+1)
        lh      R2, at(WORK+1)
        wantcc  2
        want    R2, 0

        check
        setcc   2
        load    R2, 5
        load    R3, 0xfffffffb
        sth     R3, at(WORK+1)
        lh      R2, at(WORK+1)
        wantcc  2
        want    R2, 0xfffffffb

        check
        setcc   2
        load    R2, 0xffffffff
        load    R3, 1
        sth     R3, at(WORK+1)
        lh      R2, at(WORK+1)
        wantcc  2
        want    R2, 1

        check
        setcc   2
        load    R2, 0x80000000
        load    R3, 0
        sth     R3, at(WORK+1)
        lh      R2, at(WORK+1)
        wantcc  2
        want    R2, 0

        check
        setcc   2
        load    R2, 0x00000064
        load    R3, 0xfffffed4
        sth     R3, at(WORK+1)
        lh      R2, at(WORK+1)
        wantcc  2
        want    R2, 0xfffffed4

        check
        setcc   2
        load    R2, 0x12345678
        load    R3, 0xffffcdef
        sth     R3, at(WORK+1)
        lh      R2, at(WORK+1)
        wantcc  2
        want    R2, 0xffffcdef


        /* Beyond the end of storage; across it. */
        load    R4, 0x7fffff
        traps   5, lh, R2,0(R4)
        pass
