/* SPDX-License-Identifier: MIT */
/* MSR: Multiply Single. ESA/390 PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   2
        load    R2, 1
        load    R3, 2
        msr     R2, R3
        wantcc  2
        want    R2, 2

        check
        setcc   2
        load    R2, 0x7fffffff
        load    R3, 1
        msr     R2, R3
        wantcc  2
        want    R2, 0x7fffffff

        check
        setcc   2
        load    R2, 0x80000000
        load    R3, 0xffffffff
        msr     R2, R3
        wantcc  2
        want    R2, 0x80000000

        check
        setcc   2
        load    R2, 0
        load    R3, 0
        msr     R2, R3
        wantcc  2
        want    R2, 0

        check
        setcc   2
        load    R2, 5
        load    R3, 0xfffffffb
        msr     R2, R3
        wantcc  2
        want    R2, 0xffffffe7

        check
        setcc   2
        load    R2, 0xffffffff
        load    R3, 1
        msr     R2, R3
        wantcc  2
        want    R2, 0xffffffff

        check
        setcc   2
        load    R2, 0x80000000
        load    R3, 0x80000000
        msr     R2, R3
        wantcc  2
        want    R2, 0

        check
        setcc   2
        load    R2, 0x00000064
        load    R3, 0xfffffed4
        msr     R2, R3
        wantcc  2
        want    R2, 0xffff8ad0

        check
        setcc   2
        load    R2, 0x12345678
        load    R3, 0x89abcdef
        msr     R2, R3
        wantcc  2
        want    R2, 0xe242d208
        pass
