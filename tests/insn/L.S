/* SPDX-License-Identifier: MIT */
/* L: Load. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   2
        load    R2, 1
        load    R3, 2
        st      R3, at(WORK+1)
        l       R2, at(WORK+1)
        wantcc  2
        want    R2, 2

        check
        setcc   2
        load    R2, 0x7fffffff
        load    R3, 1
        st      R3, at(WORK+1)
        l       R2, at(WORK+1)
        wantcc  2
        want    R2, 1

        check
        setcc   2
        load    R2, 0x80000000
        load    R3, 0xffffffff
        st      R3, at(WORK+1)
        l       R2, at(WORK+1)
        wantcc  2
        want    R2, 0xffffffff

        check
        setcc   2
        load    R2, 0
        load    R3, 0
        st      R3, at(WORK+1)
        l       R2, at(WORK+1)
        wantcc  2
        want    R2, 0

        check
        setcc   2
        load    R2, 5
        load    R3, 0xfffffffb
        st      R3, at(WORK+1)
        l       R2, at(WORK+1)
        wantcc  2
        want    R2, 0xfffffffb

        check
        setcc   2
        load    R2, 0xffffffff
        load    R3, 1
        st      R3, at(WORK+1)
        l       R2, at(WORK+1)
        wantcc  2
        want    R2, 1

        check
        setcc   2
        load    R2, 0x80000000
        load    R3, 0x80000000
        st      R3, at(WORK+1)
        l       R2, at(WORK+1)
        wantcc  2
        want    R2, 0x80000000

        check
        setcc   2
        load    R2, 0x00000064
        load    R3, 0xfffffed4
        st      R3, at(WORK+1)
        l       R2, at(WORK+1)
        wantcc  2
        want    R2, 0xfffffed4

        check
        setcc   2
        load    R2, 0x12345678
        load    R3, 0x89abcdef
        st      R3, at(WORK+1)
        l       R2, at(WORK+1)
        wantcc  2
        want    R2, 0x89abcdef


        /* Beyond the end of storage; across it. */
        load    R4, 0x7fffff
        traps   5, l, R2,0(R4)
        pass
