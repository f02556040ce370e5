/* SPDX-License-Identifier: MIT */
/* MVCP: Move to Primary. PoO "Control Instructions". */
#include "tests/insn/das.inc"

        spaces
        la      R2, 4
        load    R3, 0x50
        load    R8, 0x10000
        traps   0x13, mvcp, 0(R2,R8), 4(R8), R3
        /* The primary block has key 3, the secondary one key 5. */
        load    R4, 0x31000
        load    R5, 0x38
        ssk     R5, R4
        load    R4, 0x32000
        load    R5, 0x58
        ssk     R5, R4
        poke    0x32000+4, 0x01020304
        poke    0x31000, 0xffffffff
        setcr   3, 0x04000002           /* key 5 only */
        mode    0x04080000
        check
        la      R2, 3
        keyed   3, mvcp, 0(R2,R8), 4(R8), R3
        wantcc  0
        mode    0x00080000
        load    R4, 0x31000
        l       R6, 0(R4)
        want    R6, 0x010203ff
        mode    0x04088000              /* the same in secondary-space mode */
        check
        load    R2, 257
        keyed   3, mvcp, 0(R2,R8), 4(R8), R3
        wantcc  3
        iac     R6
        wantcc  1
        mode    0x00080000
        l       R6, 0(R4)
        want    R6, 0x01020304
        mode    0x04080000
        check                           /* no byte, no access */
        la      R2, 0
        load    R9, 0x200000
        keyed   3, mvcp, 0(R2,R9), 0(R9), R3
        wantcc  0
        la      R2, 1
        load    R7, 0x40                /* the wrong key for the secondary */
        ktraps  3, 0x04, mvcp, 0(R2,R8), 4(R8), R7
        /* And for the primary. */
        ktraps  4, 0x04, mvcp, 0(R2,R8), 4(R8), R3
        load    R9, 0x11000
        nulls   0x11, 0x00011000, mvcp, 0(R2,R9), 4(R8), R3
        nulls   0x11, 0x80011000, mvcp, 0(R2,R8), 0(R9), R3
        mode    0x04090000              /* problem state */
        check
        mvcp    0(R2,R8), 4(R8), R3
        wantcc  0
        etraps  0x02, mvcp, 0(R2,R8), 4(R8), R7
        setcr   0, 0x08800000
        etraps  0x13, mvcp, 0(R2,R8), 4(R8), R3
        pass
