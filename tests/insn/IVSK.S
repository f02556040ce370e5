/* SPDX-License-Identifier: MIT */
/* IVSK: Insert Virtual Storage Key. PoO "Control Instructions". */
#include "tests/insn/das.inc"

        spaces
        traps   0x13, ivsk, R2, R3
        load    R4, 0x31000
        load    R5, 0x5e
        ssk     R5, R4
        load    R4, 0x32000
        load    R5, 0xa6
        ssk     R5, R4
        load    R3, 0x10123
        mode    0x04080000
        check                           /* access control and fetch bits only */
        load    R2, 0x123456ff
        ivsk    R2, R3
        want    R2, 0x12345658
        check
        sac     0x100(0)
        ivsk    R2, R3
        want    R2, 0x123456a0
        check                           /* that is not a reference */
        load    R4, 0x32000
        rrb     0(R4)
        ivsk    R2, R3
        rrb     0(R4)
        wantcc  1
        sac     0(0)
        load    R3, 0x11000
        nulls   0x11, 0x00011000, ivsk, R2, R3
        load    R3, 0x200000
        nulls   0x10, 0x00200000, ivsk, R2, R3
        check                           /* no key protects */
        load    R3, 0x10000
        keyed   2, ivsk, R2, R3
        want    R2, 0x12345658
        mode    0x04090000
        check
        la      R2, 0
        ivsk    R2, R3
        want    R2, 0x58
        etraps  0x02, .insn, rr, 0x0800, R2, R3
        setcr   0, 0x04800000
        mode    0x04090000
        etraps  0x02, ivsk, R2, R3
        pass
