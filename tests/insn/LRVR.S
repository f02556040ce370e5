/* SPDX-License-Identifier: MIT */
/* LRVR: Load Reversed. z/Architecture PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   2
        load    R2, 1
        load    R3, 2
        lrvr    R2, R3
        wantcc  2
        want    R2, 0x02000000

        check
        setcc   2
        load    R2, 0x7fffffff
        load    R3, 1
        lrvr    R2, R3
        wantcc  2
        want    R2, 0x01000000

        check
        setcc   2
        load    R2, 0x80000000
        load    R3, 0xffffffff
        lrvr    R2, R3
        wantcc  2
        want    R2, 0xffffffff

        check
        setcc   2
        load    R2, 0
        load    R3, 0
        lrvr    R2, R3
        wantcc  2
        want    R2, 0

        check
        setcc   2
        load    R2, 5
        load    R3, 0xfffffffb
        lrvr    R2, R3
        wantcc  2
        want    R2, 0xfbffffff

        check
        setcc   2
        load    R2, 0xffffffff
        load    R3, 1
        lrvr    R2, R3
        wantcc  2
        want    R2, 0x01000000

        check
        setcc   2
        load    R2, 0x80000000
        load    R3, 0x80000000
        lrvr    R2, R3
        wantcc  2
        want    R2, 0x00000080

        check
        setcc   2
        load    R2, 0x00000064
        load    R3, 0xfffffed4
        lrvr    R2, R3
        wantcc  2
        want    R2, 0xd4feffff

        check
        setcc   2
        load    R2, 0x12345678
        load    R3, 0x89abcdef
        lrvr    R2, R3
        wantcc  2
        want    R2, 0xefcdab89
        pass
