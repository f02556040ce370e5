/* SPDX-License-Identifier: MIT */
/* SRDL: Shift Right Double Logical. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   1
        load    R2, 0x12345678
        load    R3, 0x9abcdef0
        load    R5, 0
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0x12345678
        want    R3, 0x9abcdef0

        check
        setcc   1
        load    R2, 0x12345678
        load    R3, 0x9abcdef0
        load    R5, 1
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0x091a2b3c
        want    R3, 0x4d5e6f78

        check
        setcc   1
        load    R2, 0x12345678
        load    R3, 0x9abcdef0
        load    R5, 4
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0x01234567
        want    R3, 0x89abcdef

        check
        setcc   1
        load    R2, 0x12345678
        load    R3, 0x9abcdef0
        load    R5, 31
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0x2468acf1

        check
        setcc   1
        load    R2, 0x12345678
        load    R3, 0x9abcdef0
        load    R5, 32
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0x12345678

        check
        setcc   1
        load    R2, 0x12345678
        load    R3, 0x9abcdef0
        load    R5, 33
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0x091a2b3c

        check
        setcc   1
        load    R2, 0x12345678
        load    R3, 0x9abcdef0
        load    R5, 63
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0x80000000
        load    R3, 1
        load    R5, 0
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0x80000000
        want    R3, 1

        check
        setcc   1
        load    R2, 0x80000000
        load    R3, 1
        load    R5, 1
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0x40000000
        want    R3, 0

        check
        setcc   1
        load    R2, 0x80000000
        load    R3, 1
        load    R5, 4
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0x08000000
        want    R3, 0

        check
        setcc   1
        load    R2, 0x80000000
        load    R3, 1
        load    R5, 31
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 1
        want    R3, 0

        check
        setcc   1
        load    R2, 0x80000000
        load    R3, 1
        load    R5, 32
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0x80000000

        check
        setcc   1
        load    R2, 0x80000000
        load    R3, 1
        load    R5, 33
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0x40000000

        check
        setcc   1
        load    R2, 0x80000000
        load    R3, 1
        load    R5, 63
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 1

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R3, 0xffffffff
        load    R5, 0
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0x7fffffff
        want    R3, 0xffffffff

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R3, 0xffffffff
        load    R5, 1
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0x3fffffff
        want    R3, 0xffffffff

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R3, 0xffffffff
        load    R5, 4
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0x07ffffff
        want    R3, 0xffffffff

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R3, 0xffffffff
        load    R5, 31
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0xffffffff

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R3, 0xffffffff
        load    R5, 32
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0x7fffffff

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R3, 0xffffffff
        load    R5, 33
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0x3fffffff

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R3, 0xffffffff
        load    R5, 63
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffffff
        load    R5, 0
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0xffffffff
        want    R3, 0xffffffff

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffffff
        load    R5, 1
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0x7fffffff
        want    R3, 0xffffffff

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffffff
        load    R5, 4
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0x0fffffff
        want    R3, 0xffffffff

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffffff
        load    R5, 31
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 1
        want    R3, 0xffffffff

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffffff
        load    R5, 32
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0xffffffff

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffffff
        load    R5, 33
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0x7fffffff

        check
        setcc   1
        load    R2, 0xffffffff
        load    R3, 0xffffffff
        load    R5, 63
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 1

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 0
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 1
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 4
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 31
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 32
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 33
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0
        load    R3, 0
        load    R5, 63
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R3, 0
        load    R5, 0
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0x40000000
        want    R3, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R3, 0
        load    R5, 1
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0x20000000
        want    R3, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R3, 0
        load    R5, 4
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0x04000000
        want    R3, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R3, 0
        load    R5, 31
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0x80000000

        check
        setcc   1
        load    R2, 0x40000000
        load    R3, 0
        load    R5, 32
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0x40000000

        check
        setcc   1
        load    R2, 0x40000000
        load    R3, 0
        load    R5, 33
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0x20000000

        check
        setcc   1
        load    R2, 0x40000000
        load    R3, 0
        load    R5, 63
        srdl    R2, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0


        /* R1 must be even. */
        traps   6, .insn, rs,0x8c000000,R3,R0,1
        pass
