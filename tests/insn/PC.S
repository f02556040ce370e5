/* SPDX-License-Identifier: MIT */
/* PC: Program Call. PoO "Control Instructions". */
#include "tests/insn/das.inc"

        spaces
        ete     0, 0x8000, 0, X0-ORG+1, 0x12345678, 0x0f00
        ete     1, 0x4000, 0, X0-ORG, 0, 0
        ete     2, 0x8000, 3, X1-ORG, 0x87654321, 0
        ete     3, 0x8000, 0, 0x01001000, 0, 0
        ete     4, 0x8000, 4, X1-ORG, 0, 0
        ete     5, 0x8000, 0, X2-ORG, 0, 0
        ete     6, 0x8000, 6, X3-ORG, 0, 0
        ete     7, 0x8000, 2, X4-ORG, 0, 0
        traps   0x13, pc, 0(0)
        load    R8, 0x10000
        mode    0x04080000
        check                           /* to the current primary space */
        pc      0(0)
BACK0:  bc      15, at(FAIL)
X0:     want    R3, 0x80000001
        want    R4, 0x12345678
        constant K_BACK0, .long, BACK0-ORG
        cl      R14, at(K_BACK0)
        bc      7, at(FAIL)
        etraps  0x02, .insn, rr, 0x0800, R2, R3
        wantcr  3, 0x8f000001
        wantcr  7, 0x20000
        wantcr  4, 0x00010001
        check                           /* with space switching */
        setcr   3, 0x80000002
        load    R2, 0xfff00002          /* the PC number has 20 bits */
        pc      0(R2)
BACK1:  bc      15, at(FAIL)
X1:     want    R3, 0x80000001
        want    R4, 0x87654321
        wantcr  1, 0x20800
        wantcr  3, 0x80000001
        wantcr  4, 0x00030003
        wantcr  5, 0x80024000
        wantcr  7, 0x20000
        l       R2, 0(R8)
        want    R2, 0x33333333
        check
        sac     0x100(0)
        l       R2, 0(R8)
        want    R2, 0x11111111
        etraps  0x13, pc, 0(0)          /* not in secondary-space mode */
        setcr   1, 0x20000
        setcr   4, 0x00010001
        etraps  0x1f, pc, 3(0)
        nulls   0x22, 0x00000100, pc, 0x100(0)
        etraps  0x1f, pc, 0x200(0)
        load    R2, 0x2000              /* beyond the linkage table */
        nulls   0x22, 0x00002000, pc, 0(R2)
        nulls   0x23, 0x00000008, pc, 8(0)
        nulls   0x21, 0x00000004, pc, 4(0)
        setcr   14, 0x22
        etraps  0x13, pc, 2(0)
        setcr   14, 0x00080022
        /* The problem state needs a key in common. */
        mode    0x04090000
        etraps  0x02, pc, 1(0)
        mode    0x04090000
        check
        la      R2, 0
        ex      R2, at(PC0)
BACK2:  bc      15, at(FAIL)
        constant PC0, .long, 0xb2180005
X2:     constant K_BACK2, .long, BACK2-ORG+1
        cl      R14, at(K_BACK2)           /* it was in problem state */
        bc      7, at(FAIL)
        wantcr  4, 0x00010001           /* and is in supervisor state */
        /* The space-switch event: completed, with the old space. */
        check
        constant K_N3, .long, 0x04080000, N3-ORG
        mvc     atl(PGMNEW, 8), at(K_N3)
        pc      6(0)
X3:     bc      15, at(FAIL)
N3:     mvc     atl(PGMNEW, 8), at(NOPGM)
        constant K_X3, .long, X3-ORG
        clc     atl(ORG+0x2c, 4), at(K_X3)
        bc      7, at(FAIL)
        wantmem 8, ORG+0x8c, 0,4,0,0x1c,0,0,0,1
        wantcr  1, 0x20801
        check                           /* and leaving such a space */
        setcr   4, 0x00030006
        constant K_N4, .long, 0x04080000, N4-ORG
        mvc     atl(PGMNEW, 8), at(K_N4)
        pc      7(0)
X4:     bc      15, at(FAIL)
N4:     mvc     atl(PGMNEW, 8), at(NOPGM)
        wantmem 8, ORG+0x8c, 0,4,0,0x1c,0x80,0,0,6
        wantcr  1, 0x20400
        setcr   5, 0x00024000           /* no linkage */
        etraps  0x13, pc, 0(0)
        pass
