/* SPDX-License-Identifier: MIT */
/* MHI: Multiply Halfword Immediate. ESA/390 PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   2
        load    R2, 1
        mhi     R2, 2
        wantcc  2
        want    R2, 2

        check
        setcc   2
        load    R2, 0x7fffffff
        mhi     R2, 1
        wantcc  2
        want    R2, 0x7fffffff

        check
        setcc   2
        load    R2, 0x80000000
        mhi     R2, -1
        wantcc  2
        want    R2, 0x80000000

        check
        setcc   2
        load    R2, 0
        mhi     R2, 0
        wantcc  2
        want    R2, 0

        check
        setcc   2
        load    R2, 5
        mhi     R2, -5
        wantcc  2
        want    R2, 0xffffffe7

        check
        setcc   2
        load    R2, 0xffffffff
        mhi     R2, 1
        wantcc  2
        want    R2, 0xffffffff

        check
        setcc   2
        load    R2, 0x80000000
        mhi     R2, 0
        wantcc  2
        want    R2, 0

        check
        setcc   2
        load    R2, 0x00000064
        mhi     R2, -300
        wantcc  2
        want    R2, 0xffff8ad0

        check
        setcc   2
        load    R2, 0x12345678
        mhi     R2, -12817
        wantcc  2
        want    R2, 0x91a2d208
        pass
