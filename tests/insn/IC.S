/* SPDX-License-Identifier: MIT */
/* IC: Insert Character. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   2
        setmem  2, WORK, 0x99, 0x42
        load    R2, 0x12345678
        ic      R2, at(WORK+1)
        wantcc  2
        want    R2, 0x12345642

        load    R4, 0xffffff
        load    R5, 1
        check
        ic      R2, 0(R5,R4)
        want    R2, 0x12345600
        /* X'FFFFFF' and 1 is 0: addresses have 24 bits. */
        pass
