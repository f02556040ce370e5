/* SPDX-License-Identifier: MIT */
/* PT: Program Transfer. PoO "Control Instructions". */
#include "tests/insn/das.inc"

        spaces
        load    R2, 0xffff0001
        load    R3, X0-ORG
        traps   0x13, pt, R2, R3
        load    R8, 0x10000
        mode    0x04080000
        check                           /* to the current primary space */
        setcr   3, 0x8f000002
        load    R2, 0xc5000001
        pt      R2, R3
        bc      15, at(FAIL)
X0:     wantcr  3, 0x85000001
        wantcr  7, 0x20000
        wantcr  4, 0x00010001
        check                           /* with space switching */
        load    R2, 0xffff0003
        load    R3, X1-ORG
        pt      R2, R3
        bc      15, at(FAIL)
X1:     wantcr  1, 0x20800
        wantcr  3, 0x85000003
        wantcr  4, 0x00030003
        wantcr  5, 0x80024000
        wantcr  7, 0x20800
        l       R2, 0(R8)
        want    R2, 0x33333333
        /* AX 3 has no primary authority. */
        load    R2, 0xffff0001
        nulls   0x24, 0x00000001, pt, R2, R3
        setcr   4, 0x00010001
        setcr   1, 0x20000
        load    R2, 0xffff0004
        nulls   0x21, 0x00000004, pt, R2, R3
        load    R2, 0xffff0040
        nulls   0x20, 0x00000040, pt, R2, R3
        load    R2, 0xffff0001
        load    R3, 0x01001000
        etraps  0x06, pt, R2, R3
        load    R3, X2-ORG+1
        sac     0x100(0)
        etraps  0x13, pt, R2, R3        /* not in secondary-space mode */
        check                           /* to the problem state */
        pt      R2, R3
        bc      15, at(FAIL)
X2:     load    R3, X3-ORG+1            /* where it can stay */
        load    R2, 0xffff0001
        pt      R2, R3
        bc      15, at(FAIL)
X3:     load    R3, X3-ORG              /* but not leave */
        etraps  0x02, pt, R2, R3
        setcr   14, 0x22
        load    R2, 0xffff0003
        etraps  0x13, pt, R2, R3
        setcr   14, 0x00080022
        /* The space-switch event. */
        check
        load    R2, 0xffff0006
        load    R3, X4-ORG
        constant K_N4, .long, 0x04080000, N4-ORG
        mvc     atl(PGMNEW, 8), at(K_N4)
        pt      R2, R3
X4:     bc      15, at(FAIL)
N4:     mvc     atl(PGMNEW, 8), at(NOPGM)
        constant K_X4, .long, X4-ORG
        clc     atl(ORG+0x2c, 4), at(K_X4)
        bc      7, at(FAIL)
        wantmem 8, ORG+0x8c, 0,4,0,0x1c,0,0,0,1
        wantcr  7, 0x20801
        setcr   5, 0x24000
        etraps  0x13, pt, R2, R3
        pass
