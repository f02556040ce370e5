/* SPDX-License-Identifier: MIT */
/* SLDL: Shift Left Double Logical. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   1
        load    R2, 0x12345678
        load    R3, 0x9abcdef0
        load    R5, 0
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0x12345678
        want    R3, 0x9abcdef0

        check
        setcc   1
        load    R2, 0x12345678
        load    R3, 0x9abcdef0
        load    R5, 1
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0x2468acf1
        want    R3, 0x3579bde0

        check
        setcc   1
        load    R2, 0x12345678
        load    R3, 0x9abcdef0
        load    R5, 4
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0x23456789
        want    R3, 0xabcdef00

        check
        setcc   1
        load    R2, 0x12345678
        load    R3, 0x9abcdef0
        load    R5, 31
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0x4d5e6f78
        want    R3, 0

        check
        setcc   1
        load    R2, 0x12345678
        load    R3, 0x9abcdef0
        load    R5, 32
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0x9abcdef0
        want    R3, 0

        check
        setcc   1
        load    R2, 0x12345678
        load    R3, 0x9abcdef0
        load    R5, 33
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0x3579bde0
        want    R3, 0

        check
        setcc   1
        load    R2, 0x12345678
        load    R3, 0x9abcdef0
        load    R5, 63
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0x80000000
        load    R3, 1
        load    R5, 0
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0x80000000
        want    R3, 1

        check
        setcc   1
        load    R2, 0x80000000
        load    R3, 1
        load    R5, 1
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 2

        check
        setcc   1
        load    R2, 0x80000000
        load    R3, 1
        load    R5, 4
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0x00000010

        check
        setcc   1
        load    R2, 0x80000000
        load    R3, 1
        load    R5, 31
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0x80000000

        check
        setcc   1
        load    R2, 0x80000000
        load    R3, 1
        load    R5, 32
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 1
        want    R3, 0

        check
        setcc   1
        load    R2, 0x80000000
        load    R3, 1
        load    R5, 33
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 2
        want    R3, 0

        check
        setcc   1
        load    R2, 0x80000000
        load    R3, 1
        load    R5, 63
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0x80000000
        want    R3, 0

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R3, 0xffffffff
        load    R5, 0
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0x7fffffff
        want    R3, 0xffffffff

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R3, 0xffffffff
        load    R5, 1
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0xffffffff
        want    R3, 0xfffffffe

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R3, 0xffffffff
        load    R5, 4
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0xffffffff
        want    R3, 0xfffffff0

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R3, 0xffffffff
        load    R5, 31
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0xffffffff
        want    R3, 0x80000000

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R3, 0xffffffff
        load    R5, 32
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0xffffffff
        want    R3, 0

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R3, 0xffffffff
        load    R5, 33
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0xfffffffe
        want    R3, 0

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R3, 0xffffffff
        load    R5, 63
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0x80000000
        want    R3, 0

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffffff
        load    R5, 0
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0xffffffff
        want    R3, 0xffffffff

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffffff
        load    R5, 1
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0xffffffff
        want    R3, 0xfffffffe

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffffff
        load    R5, 4
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0xffffffff
        want    R3, 0xfffffff0

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffffff
        load    R5, 31
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0xffffffff
        want    R3, 0x80000000

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffffff
        load    R5, 32
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0xffffffff
        want    R3, 0

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffffff
        load    R5, 33
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0xfffffffe
        want    R3, 0

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffffff
        load    R5, 63
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0x80000000
        want    R3, 0

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 0
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 1
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 4
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 31
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 32
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 33
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 63
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R3, 0
        load    R5, 0
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0x40000000
        want    R3, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R3, 0
        load    R5, 1
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0x80000000
        want    R3, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R3, 0
        load    R5, 4
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R3, 0
        load    R5, 31
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R3, 0
        load    R5, 32
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R3, 0
        load    R5, 33
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R3, 0
        load    R5, 63
        sldl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0


        /* R1 must be even. */
        traps   6, .insn, rs,0x8d000000,R3,R0,1
        pass
