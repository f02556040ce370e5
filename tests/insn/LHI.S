/* SPDX-License-Identifier: MIT */
/* LHI: Load Halfword Immediate. ESA/390 PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   2
        load    R2, 1
        lhi     R2, 2
        wantcc  2
        want    R2, 2

        check
        setcc   2
        load    R2, 0x7fffffff
        lhi     R2, 1
        wantcc  2
        want    R2, 1

        check
        setcc   2
        load    R2, 0x80000000
        lhi     R2, -1
        wantcc  2
        want    R2, 0xffffffff

        check
        setcc   2
        load    R2, 0
        lhi     R2, 0
        wantcc  2
        want    R2, 0

        check
        setcc   2
        load    R2, 5
        lhi     R2, -5
        wantcc  2
        want    R2, 0xfffffffb

        check
        setcc   2
        load    R2, 0xffffffff
        lhi     R2, 1
        wantcc  2
        want    R2, 1

        check
        setcc   2
        load    R2, 0x80000000
        lhi     R2, 0
        wantcc  2
        want    R2, 0

        check
        setcc   2
        load    R2, 0x00000064
        lhi     R2, -300
        wantcc  2
        want    R2, 0xfffffed4

        check
        setcc   2
        load    R2, 0x12345678
        lhi     R2, -12817
        wantcc  2
        want    R2, 0xffffcdef
        pass
