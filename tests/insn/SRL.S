/* SPDX-License-Identifier: MIT */
/* SRL: Shift Right Single Logical. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   1
        load    R2, 0x12345678
        load    R5, 0
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x12345678

        check
        setcc   1
        load    R2, 0x12345678
        load    R5, 1
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x091a2b3c

        check
        setcc   1
        load    R2, 0x12345678
        load    R5, 2
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x048d159e

        check
        setcc   1
        load    R2, 0x12345678
        load    R5, 4
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x01234567

        check
        setcc   1
        load    R2, 0x12345678
        load    R5, 31
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x12345678
        load    R5, 32
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x12345678
        load    R5, 63
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x12345678
        load    R5, 67
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x02468acf

        check
        setcc   1
        load    R2, 0x80000001
        load    R5, 0
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x80000001

        check
        setcc   1
        load    R2, 0x80000001
        load    R5, 1
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x40000000

        check
        setcc   1
        load    R2, 0x80000001
        load    R5, 2
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x20000000

        check
        setcc   1
        load    R2, 0x80000001
        load    R5, 4
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x08000000

        check
        setcc   1
        load    R2, 0x80000001
        load    R5, 31
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 1

        check
        setcc   1
        load    R2, 0x80000001
        load    R5, 32
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x80000001
        load    R5, 63
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x80000001
        load    R5, 67
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x10000000

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R5, 0
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x7fffffff

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R5, 1
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x3fffffff

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R5, 2
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x1fffffff

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R5, 4
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x07ffffff

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R5, 31
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R5, 32
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R5, 63
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x7fffffff
        load    R5, 67
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x0fffffff

        check
        setcc   1
        load    R2, 0xffffffff
        load    R5, 0
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0xffffffff

        check
        setcc   1
        load    R2, 0xffffffff
        load    R5, 1
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x7fffffff

        check
        setcc   1
        load    R2, 0xffffffff
        load    R5, 2
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x3fffffff

        check
        setcc   1
        load    R2, 0xffffffff
        load    R5, 4
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x0fffffff

        check
        setcc   1
        load    R2, 0xffffffff
        load    R5, 31
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 1

        check
        setcc   1
        load    R2, 0xffffffff
        load    R5, 32
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0xffffffff
        load    R5, 63
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0xffffffff
        load    R5, 67
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x1fffffff

        check
        setcc   1
        load    R2, 0
        load    R5, 0
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0
        load    R5, 1
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0
        load    R5, 2
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0
        load    R5, 4
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0
        load    R5, 31
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0
        load    R5, 32
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0
        load    R5, 63
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0
        load    R5, 67
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R5, 0
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x40000000

        check
        setcc   1
        load    R2, 0x40000000
        load    R5, 1
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x20000000

        check
        setcc   1
        load    R2, 0x40000000
        load    R5, 2
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x10000000

        check
        setcc   1
        load    R2, 0x40000000
        load    R5, 4
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x04000000

        check
        setcc   1
        load    R2, 0x40000000
        load    R5, 31
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R5, 32
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R5, 63
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0x40000000
        load    R5, 67
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x08000000

        check
        setcc   1
        load    R2, 0xc0000000
        load    R5, 0
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0xc0000000

        check
        setcc   1
        load    R2, 0xc0000000
        load    R5, 1
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x60000000

        check
        setcc   1
        load    R2, 0xc0000000
        load    R5, 2
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x30000000

        check
        setcc   1
        load    R2, 0xc0000000
        load    R5, 4
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x0c000000

        check
        setcc   1
        load    R2, 0xc0000000
        load    R5, 31
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 1

        check
        setcc   1
        load    R2, 0xc0000000
        load    R5, 32
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0xc0000000
        load    R5, 63
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0

        check
        setcc   1
        load    R2, 0xc0000000
        load    R5, 67
        srl     R2, 0(R5)
        wantcc  1
        want    R2, 0x18000000
        pass
