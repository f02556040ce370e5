/* SPDX-License-Identifier: MIT */
/* RLL: Rotate Left Single Logical. z/Architecture PoO "General Instructions".
 * */
#include "tests/insn/insn.inc"

        check
        setcc   1
        load    R3, 0x12345678
        load    R5, 0
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x12345678
        want    R3, 0x12345678

        check
        setcc   1
        load    R3, 0x12345678
        load    R5, 1
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x2468acf0
        want    R3, 0x12345678

        check
        setcc   1
        load    R3, 0x12345678
        load    R5, 4
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x23456781
        want    R3, 0x12345678

        check
        setcc   1
        load    R3, 0x12345678
        load    R5, 31
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x091a2b3c
        want    R3, 0x12345678

        check
        setcc   1
        load    R3, 0x12345678
        load    R5, 32
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x12345678
        want    R3, 0x12345678

        check
        setcc   1
        load    R3, 0x12345678
        load    R5, 33
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x2468acf0
        want    R3, 0x12345678

        check
        setcc   1
        load    R3, 0x80000001
        load    R5, 0
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x80000001
        want    R3, 0x80000001

        check
        setcc   1
        load    R3, 0x80000001
        load    R5, 1
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 3
        want    R3, 0x80000001

        check
        setcc   1
        load    R3, 0x80000001
        load    R5, 4
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x00000018
        want    R3, 0x80000001

        check
        setcc   1
        load    R3, 0x80000001
        load    R5, 31
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0xc0000000
        want    R3, 0x80000001

        check
        setcc   1
        load    R3, 0x80000001
        load    R5, 32
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x80000001
        want    R3, 0x80000001

        check
        setcc   1
        load    R3, 0x80000001
        load    R5, 33
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 3
        want    R3, 0x80000001

        check
        setcc   1
        load    R3, 0x7fffffff
        load    R5, 0
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x7fffffff
        want    R3, 0x7fffffff

        check
        setcc   1
        load    R3, 0x7fffffff
        load    R5, 1
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0xfffffffe
        want    R3, 0x7fffffff

        check
        setcc   1
        load    R3, 0x7fffffff
        load    R5, 4
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0xfffffff7
        want    R3, 0x7fffffff

        check
        setcc   1
        load    R3, 0x7fffffff
        load    R5, 31
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0xbfffffff
        want    R3, 0x7fffffff

        check
        setcc   1
        load    R3, 0x7fffffff
        load    R5, 32
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x7fffffff
        want    R3, 0x7fffffff

        check
        setcc   1
        load    R3, 0x7fffffff
        load    R5, 33
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0xfffffffe
        want    R3, 0x7fffffff

        check
        setcc   1
        load    R3, 0xffffffff
        load    R5, 0
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0xffffffff
        want    R3, 0xffffffff

        check
        setcc   1
        load    R3, 0xffffffff
        load    R5, 1
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0xffffffff
        want    R3, 0xffffffff

        check
        setcc   1
        load    R3, 0xffffffff
        load    R5, 4
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0xffffffff
        want    R3, 0xffffffff

        check
        setcc   1
        load    R3, 0xffffffff
        load    R5, 31
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0xffffffff
        want    R3, 0xffffffff

        check
        setcc   1
        load    R3, 0xffffffff
        load    R5, 32
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0xffffffff
        want    R3, 0xffffffff

        check
        setcc   1
        load    R3, 0xffffffff
        load    R5, 33
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0xffffffff
        want    R3, 0xffffffff

        check
        setcc   1
        load    R3, 0
        load    R5, 0
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R3, 0
        load    R5, 1
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R3, 0
        load    R5, 4
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R3, 0
        load    R5, 31
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R3, 0
        load    R5, 32
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R3, 0
        load    R5, 33
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0
        want    R3, 0

        check
        setcc   1
        load    R3, 0x40000000
        load    R5, 0
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x40000000
        want    R3, 0x40000000

        check
        setcc   1
        load    R3, 0x40000000
        load    R5, 1
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x80000000
        want    R3, 0x40000000

        check
        setcc   1
        load    R3, 0x40000000
        load    R5, 4
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 4
        want    R3, 0x40000000

        check
        setcc   1
        load    R3, 0x40000000
        load    R5, 31
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x20000000
        want    R3, 0x40000000

        check
        setcc   1
        load    R3, 0x40000000
        load    R5, 32
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x40000000
        want    R3, 0x40000000

        check
        setcc   1
        load    R3, 0x40000000
        load    R5, 33
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x80000000
        want    R3, 0x40000000

        check
        setcc   1
        load    R3, 0xc0000000
        load    R5, 0
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0xc0000000
        want    R3, 0xc0000000

        check
        setcc   1
        load    R3, 0xc0000000
        load    R5, 1
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x80000001
        want    R3, 0xc0000000

        check
        setcc   1
        load    R3, 0xc0000000
        load    R5, 4
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x0000000c
        want    R3, 0xc0000000

        check
        setcc   1
        load    R3, 0xc0000000
        load    R5, 31
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x60000000
        want    R3, 0xc0000000

        check
        setcc   1
        load    R3, 0xc0000000
        load    R5, 32
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0xc0000000
        want    R3, 0xc0000000

        check
        setcc   1
        load    R3, 0xc0000000
        load    R5, 33
        rll     R2, R3, 0(R5)
        wantcc  1
        want    R2, 0x80000001
        want    R3, 0xc0000000
        pass
