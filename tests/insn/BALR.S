/* SPDX-License-Identifier: MIT */
/* BALR: Branch and Link. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   1, 9
        la      R4, to(T1)
        balr    R3, R4
L1:     bc      15, at(FAIL)
T1:     wantcc  1
        constant K_1, .long, 0x59000000+L1-ORG
        c       R3, at(K_1)
        bc      7, at(FAIL)
        /* R2 zero: no branch. */
        check
        setcc   0
        balr    R3, R0
L2:
        constant K_2, .long, 0x40000000+L2-ORG
        c       R3, at(K_2)
        bc      7, at(FAIL)
        /* R1 and R2 the same: the old value is the target. */
        check
        la      R4, to(T3)
        balr    R4, R4
        bc      15, at(FAIL)
T3:     check
        pass
