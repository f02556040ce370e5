/* SPDX-License-Identifier: MIT */
/* LR: Load. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   2
        load    R2, 1
        load    R3, 2
        lr      R2, R3
        wantcc  2
        want    R2, 2

        check
        setcc   2
        load    R2, 0x7fffffff
        load    R3, 1
        lr      R2, R3
        wantcc  2
        want    R2, 1

        check
        setcc   2
        load    R2, 0x80000000
        load    R3, 0xffffffff
        lr      R2, R3
        wantcc  2
        want    R2, 0xffffffff

        check
        setcc   2
        load    R2, 0
        load    R3, 0
        lr      R2, R3
        wantcc  2
        want    R2, 0

        check
        setcc   2
        load    R2, 5
        load    R3, 0xfffffffb
        lr      R2, R3
        wantcc  2
        want    R2, 0xfffffffb

        check
        setcc   2
        load    R2, 0xffffffff
        load    R3, 1
        lr      R2, R3
        wantcc  2
        want    R2, 1

        check
        setcc   2
        load    R2, 0x80000000
        load    R3, 0x80000000
        lr      R2, R3
        wantcc  2
        want    R2, 0x80000000

        check
        setcc   2
        load    R2, 0x00000064
        load    R3, 0xfffffed4
        lr      R2, R3
        wantcc  2
        want    R2, 0xfffffed4

        check
        setcc   2
        load    R2, 0x12345678
        load    R3, 0x89abcdef
        lr      R2, R3
        wantcc  2
        want    R2, 0x89abcdef
        pass
