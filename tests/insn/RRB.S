/* SPDX-License-Identifier: MIT */
/* RRB: Reset Reference Bit. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        load    R3, 0x8000
        check
        load    R2, 0
        ssk     R2, R3
        setcc   3
        rrb     0(R3)
        wantcc  0
        /* The reference bit is zero now, the change bit stays. */
        rrb     0(R3)
        wantcc  0
        check
        load    R2, 2
        ssk     R2, R3
        setcc   2
        rrb     0(R3)
        wantcc  1
        /* The reference bit is zero now, the change bit stays. */
        rrb     0(R3)
        wantcc  1
        check
        load    R2, 4
        ssk     R2, R3
        setcc   1
        rrb     0(R3)
        wantcc  2
        /* The reference bit is zero now, the change bit stays. */
        rrb     0(R3)
        wantcc  0
        check
        load    R2, 6
        ssk     R2, R3
        setcc   0
        rrb     0(R3)
        wantcc  3
        /* The reference bit is zero now, the change bit stays. */
        rrb     0(R3)
        wantcc  1
        pass
