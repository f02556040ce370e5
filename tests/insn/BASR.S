/* SPDX-License-Identifier: MIT */
/* BASR: Branch and Save. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   3, 5
        la      R4, to(T1)
        basr    R3, R4
L1:     bc      15, at(FAIL)
T1:     wantcc  3
        constant K_1, .long, L1-ORG
        c       R3, at(K_1)
        bc      7, at(FAIL)
        check
        basr    R3, R0
L2:
        constant K_2, .long, L2-ORG
        c       R3, at(K_2)
        bc      7, at(FAIL)
        pass
