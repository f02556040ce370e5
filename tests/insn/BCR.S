/* SPDX-License-Identifier: MIT */
/* BCR: Branch on Condition. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        /* Every condition code. */
        la      R4, at(FAIL)
        check
        setcc   0
        la      R3, to(T0)
        bcr     8, R3
        bc      15, at(FAIL)
T0:     bcr     7, R4
        bcr     0, R4
        check
        setcc   1
        la      R3, to(T1)
        bcr     4, R3
        bc      15, at(FAIL)
T1:     bcr     11, R4
        bcr     0, R4
        check
        setcc   2
        la      R3, to(T2)
        bcr     2, R3
        bc      15, at(FAIL)
T2:     bcr     13, R4
        bcr     0, R4
        check
        setcc   3
        la      R3, to(T3)
        bcr     1, R3
        bc      15, at(FAIL)
T3:     bcr     14, R4
        bcr     0, R4
        /* R2 zero: no branch. */
        check
        la      R0, at(FAIL)
        bcr     15, R0
        pass
