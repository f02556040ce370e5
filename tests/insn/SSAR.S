/* SPDX-License-Identifier: MIT */
/* SSAR: Set Secondary ASN. PoO "Control Instructions". */
#include "tests/insn/das.inc"

        spaces
        la      R2, 3
        traps   0x13, ssar, R2
        load    R8, 0x10000
        mode    0x04080000
        check                           /* another space */
        load    R2, 0xffff0003
        ssar    R2
        wantcr  3, 0x80000003
        wantcr  7, 0x20800
        wantcr  1, 0x20000
        wantcr  4, 0x00010001
        sac     0x100(0)
        l       R3, 0(R8)
        want    R3, 0x33333333
        check                           /* in secondary-space mode, at once */
        la      R2, 2
        ssar    R2
        l       R3, 0(R8)
        want    R3, 0x22222222
        check                           /* the primary one: no table is used */
        setcr   4, 0x00010004
        la      R2, 4
        ssar    R2
        wantcr  3, 0x80000004
        wantcr  7, 0x20000
        l       R3, 0(R8)
        want    R3, 0x11111111
        sac     0(0)
        setcr   4, 0x00010001
        la      R2, 0x40
        nulls   0x20, 0x00000040, ssar, R2
        la      R2, 4
        nulls   0x21, 0x00000004, ssar, R2
        la      R2, 0x80
        etraps  0x17, ssar, R2
        la      R2, 5
        etraps  0x17, ssar, R2
        /* Authority: AX 2 has none, AX 16 is beyond the table. */
        setcr   4, 0x00020001
        la      R2, 3
        nulls   0x25, 0x00000003, ssar, R2
        setcr   4, 0x00100001
        nulls   0x25, 0x00000003, ssar, R2
        setcr   4, 0x00030001
        check
        ssar    R2
        wantcr  3, 0x80000003
        setcr   4, 0x00010001
        la      R2, 7
        nulls   0x25, 0x00000007, ssar, R2
        check                           /* nothing changed */
        wantcr  3, 0x80000003
        wantcr  7, 0x20800
        /* Tables outside main storage. */
        setcr   14, 0x00080fff
        la      R2, 3
        etraps  0x05, ssar, R2
        setcr   14, 0x00000022
        etraps  0x13, ssar, R2
        setcr   14, 0x00080022
        mode    0x04090000              /* no privilege is needed */
        check
        la      R2, 2
        ssar    R2
        etraps  0x02, .insn, rr, 0x0800, R2, R3
        wantcr  7, 0x20400
        pass
