/* SPDX-License-Identifier: MIT */
/* BRAS: Branch Relative and Save. ESA/390 PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   3, 5
        bras    R3, T1
L1:     bc      15, at(FAIL)
T0:     wantcc  3
        constant K_1, .long, L1-ORG
        c       R3, at(K_1)
        bc      7, at(FAIL)
        /* Under EX the offset counts from the target of EX. */
        check
        ex      R0, to(E2)
L2:     bc      15, at(FAIL)
        .space  64
E2:     bras    R3, T2
        bc      15, at(FAIL)
T2:
        constant K_2, .long, L2-ORG
        c       R3, at(K_2)
        bc      7, at(FAIL)
        bc      15, to(T3)
        /* Backward. */
T1:     bc      15, to(T0)
T3:     check
        pass
