/* SPDX-License-Identifier: MIT */
/* SLL: Shift Left Single Logical. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   1
        load    R2, 0x12345678
        load    R5, 0
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0x12345678

        check
        setcc   1
        load    R2, 0x12345678
        load    R5, 1
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0x2468acf0

        check
        setcc   1
        load    R2, 0x12345678
        load    R5, 2
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0x48d159e0

        check
        setcc   1
        load    R2, 0x12345678
        load    R5, 4
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0x23456780

        check
        setcc   1
        load    R2, 0x12345678
        load    R5, 31
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x12345678
        load    R5, 32
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x12345678
        load    R5, 63
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x12345678
        load    R5, 67
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0x91a2b3c0

        check
        setcc   1
        load    R2, 0x80000001
        load    R5, 0
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0x80000001

        check
        setcc   1
        load    R2, 0x80000001
        load    R5, 1
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 2

        check
        setcc   1
        load    R2, 0x80000001
        load    R5, 2
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 4

        check
        setcc   1
        load    R2, 0x80000001
        load    R5, 4
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0x00000010

        check
        setcc   1
        load    R2, 0x80000001
        load    R5, 31
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0x80000000

        check
        setcc   1
        load    R2, 0x80000001
        load    R5, 32
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x80000001
        load    R5, 63
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x80000001
        load    R5, 67
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 8

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R5, 0
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0x7fffffff

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R5, 1
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0xfffffffe

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R5, 2
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0xfffffffc

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R5, 4
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0xfffffff0

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R5, 31
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0x80000000

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R5, 32
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R5, 63
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R5, 67
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0xfffffff8

        check
        setcc   1
        load    R2, 0xffffffff
        load    R5, 0
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0xffffffff

        check
        setcc   1
        load    R2, 0xffffffff
        load    R5, 1
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0xfffffffe

        check
        setcc   1
        load    R2, 0xffffffff
        load    R5, 2
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0xfffffffc

        check
        setcc   1
        load    R2, 0xffffffff
        load    R5, 4
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0xfffffff0

        check
        setcc   1
        load    R2, 0xffffffff
        load    R5, 31
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0x80000000

        check
        setcc   1
        load    R2, 0xffffffff
        load    R5, 32
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0xffffffff
        load    R5, 63
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0xffffffff
        load    R5, 67
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0xfffffff8

        check
        setcc   1
        load    R2, 0
        load    R5, 0
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0
        load    R5, 1
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0
        load    R5, 2
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0
        load    R5, 4
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0
        load    R5, 31
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0
        load    R5, 32
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0
        load    R5, 63
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0
        load    R5, 67
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R5, 0
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0x40000000

        check
        setcc   1
        load    R2, 0x40000000
        load    R5, 1
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0x80000000

        check
        setcc   1
        load    R2, 0x40000000
        load    R5, 2
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R5, 4
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R5, 31
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R5, 32
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R5, 63
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R5, 67
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0xc0000000
        load    R5, 0
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0xc0000000

        check
        setcc   1
        load    R2, 0xc0000000
        load    R5, 1
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0x80000000

        check
        setcc   1
        load    R2, 0xc0000000
        load    R5, 2
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0xc0000000
        load    R5, 4
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0xc0000000
        load    R5, 31
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0xc0000000
        load    R5, 32
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0xc0000000
        load    R5, 63
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0xc0000000
        load    R5, 67
        sll     R2, 0(R5)
        wantcc  1
        want    R2, 0
        pass
