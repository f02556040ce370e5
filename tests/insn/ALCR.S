/* SPDX-License-Identifier: MIT */
/* ALCR: Add Logical with Carry. z/Architecture PoO "General Instructions".
 * Condition codes 2 and 3 bring a carry (no borrow) in. */
#include "tests/insn/insn.inc"

        check
        setcc   0
        load    R2, 1
        load    R3, 2
        alcr    R2, R3
        wantcc  1
        want    R2, 3

        check
        setcc   3
        load    R2, 1
        load    R3, 2
        alcr    R2, R3
        wantcc  1
        want    R2, 4

        check
        setcc   0
        load    R2, 0x7fffffff
        load    R3, 1
        alcr    R2, R3
        wantcc  1
        want    R2, 0x80000000

        check
        setcc   3
        load    R2, 0x7fffffff
        load    R3, 1
        alcr    R2, R3
        wantcc  1
        want    R2, 0x80000001

        check
        setcc   0
        load    R2, 0x80000000
        load    R3, 0xffffffff
        alcr    R2, R3
        wantcc  3
        want    R2, 0x7fffffff

        check
        setcc   3
        load    R2, 0x80000000
        load    R3, 0xffffffff
        alcr    R2, R3
        wantcc  3
        want    R2, 0x80000000

        check
        setcc   0
        load    R2, 0
        load    R3, 0
        alcr    R2, R3
        wantcc  0
        want    R2, 0

        check
        setcc   3
        load    R2, 0
        load    R3, 0
        alcr    R2, R3
        wantcc  1
        want    R2, 1

        check
        setcc   0
        load    R2, 5
        load    R3, 0xfffffffb
        alcr    R2, R3
        wantcc  2
        want    R2, 0

        check
        setcc   3
        load    R2, 5
        load    R3, 0xfffffffb
        alcr    R2, R3
        wantcc  3
        want    R2, 1

        check
        setcc   0
        load    R2, 0xffffffff
        load    R3, 1
        alcr    R2, R3
        wantcc  2
        want    R2, 0

        check
        setcc   3
        load    R2, 0xffffffff
        load    R3, 1
        alcr    R2, R3
        wantcc  3
        want    R2, 1

        check
        setcc   0
        load    R2, 0x80000000
        load    R3, 0x80000000
        alcr    R2, R3
        wantcc  2
        want    R2, 0

        check
        setcc   3
        load    R2, 0x80000000
        load    R3, 0x80000000
        alcr    R2, R3
        wantcc  3
        want    R2, 1

        check
        setcc   0
        load    R2, 0x00000064
        load    R3, 0xfffffed4
        alcr    R2, R3
        wantcc  1
        want    R2, 0xffffff38

        check
        setcc   3
        load    R2, 0x00000064
        load    R3, 0xfffffed4
        alcr    R2, R3
        wantcc  1
        want    R2, 0xffffff39

        check
        setcc   0
        load    R2, 0x12345678
        load    R3, 0x89abcdef
        alcr    R2, R3
        wantcc  1
        want    R2, 0x9be02467

        check
        setcc   3
        load    R2, 0x12345678
        load    R3, 0x89abcdef
        alcr    R2, R3
        wantcc  1
        want    R2, 0x9be02468
        pass
