/* SPDX-License-Identifier: MIT */
/* SLB: Subtract Logical with Borrow. z/Architecture PoO "General Instructions".
 * Condition codes 2 and 3 bring a carry (no borrow) in. */
#include "tests/insn/insn.inc"

        check
        setcc   0
        load    R2, 1
        load    R3, 2
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0xfffffffe

        check
        setcc   3
        load    R2, 1
        load    R3, 2
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0xffffffff

        check
        setcc   0
        load    R2, 0x7fffffff
        load    R3, 1
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  3
        want    R2, 0x7ffffffd

        check
        setcc   3
        load    R2, 0x7fffffff
        load    R3, 1
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  3
        want    R2, 0x7ffffffe

        check
        setcc   0
        load    R2, 0x80000000
        load    R3, 0xffffffff
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0x80000000

        check
        setcc   3
        load    R2, 0x80000000
        load    R3, 0xffffffff
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0x80000001

        check
        setcc   0
        load    R2, 0
        load    R3, 0
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0xffffffff

        check
        setcc   3
        load    R2, 0
        load    R3, 0
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  2
        want    R2, 0

        check
        setcc   0
        load    R2, 5
        load    R3, 0xfffffffb
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  1
        want    R2, 9

        check
        setcc   3
        load    R2, 5
        load    R3, 0xfffffffb
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0x0000000a

        check
        setcc   0
        load    R2, 0xffffffff
        load    R3, 1
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  3
        want    R2, 0xfffffffd

        check
        setcc   3
        load    R2, 0xffffffff
        load    R3, 1
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  3
        want    R2, 0xfffffffe

        check
        setcc   0
        load    R2, 0x80000000
        load    R3, 0x80000000
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0xffffffff

        check
        setcc   3
        load    R2, 0x80000000
        load    R3, 0x80000000
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  2
        want    R2, 0

        check
        setcc   0
        load    R2, 0x00000064
        load    R3, 0xfffffed4
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0x0000018f

        check
        setcc   3
        load    R2, 0x00000064
        load    R3, 0xfffffed4
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0x00000190

        check
        setcc   0
        load    R2, 0x12345678
        load    R3, 0x89abcdef
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0x88888888

        check
        setcc   3
        load    R2, 0x12345678
        load    R3, 0x89abcdef
        st      R3, at(WORK+1)
        slb     R2, at(WORK+1)
        wantcc  1
        want    R2, 0x88888889
        pass
