/* SPDX-License-Identifier: MIT */
/* BAS: Branch and Save. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   3, 5
        bas     R3, to(T1)
L1:     bc      15, at(FAIL)
T1:     wantcc  3
        constant K_1, .long, L1-ORG
        c       R3, at(K_1)
        bc      7, at(FAIL)
        pass
