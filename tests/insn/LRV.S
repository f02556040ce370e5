/* SPDX-License-Identifier: MIT */
/* LRV: Load Reversed. z/Architecture PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   2
        load    R2, 1
        load    R3, 2
        st      R3, at(WORK+1)
        lrv     R2, at(WORK+1)
        wantcc  2
        want    R2, 0x02000000

        check
        setcc   2
        load    R2, 0x7fffffff
        load    R3, 1
        st      R3, at(WORK+1)
        lrv     R2, at(WORK+1)
        wantcc  2
        want    R2, 0x01000000

        check
        setcc   2
        load    R2, 0x80000000
        load    R3, 0xffffffff
        st      R3, at(WORK+1)
        lrv     R2, at(WORK+1)
        wantcc  2
        want    R2, 0xffffffff

        check
        setcc   2
        load    R2, 0
        load    R3, 0
        st      R3, at(WORK+1)
        lrv     R2, at(WORK+1)
        wantcc  2
        want    R2, 0

        check
        setcc   2
        load    R2, 5
        load    R3, 0xfffffffb
        st      R3, at(WORK+1)
        lrv     R2, at(WORK+1)
        wantcc  2
        want    R2, 0xfbffffff

        check
        setcc   2
        load    R2, 0xffffffff
        load    R3, 1
        st      R3, at(WORK+1)
        lrv     R2, at(WORK+1)
        wantcc  2
        want    R2, 0x01000000

        check
        setcc   2
        load    R2, 0x80000000
        load    R3, 0x80000000
        st      R3, at(WORK+1)
        lrv     R2, at(WORK+1)
        wantcc  2
        want    R2, 0x00000080

        check
        setcc   2
        load    R2, 0x00000064
        load    R3, 0xfffffed4
        st      R3, at(WORK+1)
        lrv     R2, at(WORK+1)
        wantcc  2
        want    R2, 0xd4feffff

        check
        setcc   2
        load    R2, 0x12345678
        load    R3, 0x89abcdef
        st      R3, at(WORK+1)
        lrv     R2, at(WORK+1)
        wantcc  2
        want    R2, 0xefcdab89


        /* Beyond the end of storage; across it. */
        load    R4, 0x7fffff
        traps   5, lrv, R2,0(R4)
        pass
