/* SPDX-License-Identifier: MIT */
/* LASP: Load Address Space Parameters. PoO "Control Instructions", "Summary
 * of Actions". */
#include "tests/insn/das.inc"

        /* LASP of PKM 5555 with these, control bits c; condition code cc. */
        .macro  lasps sasn, ax, pasn, c, cc
        check
        constant L\@, .short, 0x5555, \sasn, \ax, \pasn
        setcc   3-(\cc)
        lasp    at(L\@), \c(0)
        wantcc  \cc
        .endm
        .macro  wants pstd, sstd, ax, pasn, sasn
        wantcr  1, \pstd
        wantcr  7, \sstd
        wantcr  4, (\ax)<<16 | (\pasn)
        wantcr  3, 0x55550000 | (\sasn)
        .endm

        spaces
        /* The same spaces: nothing is looked up but the authority. It needs
         * no translation. */
        lasps   1, 9, 1, 0, 0
        wants   0x20000, 0x20000, 1, 1, 1
        lasps   3, 9, 1, 0, 0
        wants   0x20000, 0x20800, 1, 1, 3
        lasps   3, 9, 1, 3, 0           /* AX from the operand; no lookup */
        wants   0x20000, 0x20800, 9, 1, 3
        setcr   7, 0x20400
        lasps   3, 9, 1, 1, 0
        wants   0x20000, 0x20400, 9, 1, 3
        lasps   3, 9, 1, 7, 0           /* forced */
        wants   0x20000, 0x20800, 9, 1, 3
        lasps   3, 9, 1, 5, 0
        wants   0x20000, 0x20800, 1, 1, 3
        /* Another primary space. */
        lasps   3, 9, 2, 1, 0
        wants   0x20400, 0x20800, 2, 2, 3
        wantcr  5, 0x80024000
        lasps   1, 1, 2, 2, 0           /* AX 1 of the operand may */
        wants   0x20400, 0x20000, 1, 2, 1
        lasps   3, 9, 2, 4, 2           /* AX 2 of the entry may not */
        wants   0x20400, 0x20000, 1, 2, 1
        lasps   4, 9, 2, 0, 2
        lasps   0x40, 9, 2, 1, 2
        lasps   4, 9, 4, 0, 1
        lasps   4, 9, 0x40, 0, 1
        lasps   6, 9, 6, 0, 3
        wants   0x20400, 0x20000, 1, 2, 1
        setcr   1, 0x20401              /* leaving one with the event */
        lasps   3, 9, 3, 0, 3
        lasps   2, 9, 2, 0, 0           /* not when it is not translated */
        setcr   1, 0x20400
        constant K_BAD, .short, 0, 5, 1, 2
        traps   0x17, lasp, at(K_BAD), 0(0)
        constant K_BAD2, .short, 0, 1, 1, 0x80
        traps   0x17, lasp, at(K_BAD2), 0(0)
        traps   0x06, lasp, at(K_BAD+4), 0(0)
        setcr   14, 0x00080fff
        traps   0x05, lasp, at(K_BAD), 0(0)
        setcr   14, 0x22
        traps   0x13, lasp, at(K_BAD), 0(0)
        setcr   14, 0x00080022
        mode    0x00090000
        etraps  0x02, lasp, at(K_BAD), 0(0)
        pass
