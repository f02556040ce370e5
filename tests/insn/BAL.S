/* SPDX-License-Identifier: MIT */
/* BAL: Branch and Link. PoO "General Instructions". The link has
 * instruction-length code, condition code and program mask. */
#include "tests/insn/insn.inc"

        check
        setcc   2, 5
        bal     R3, to(T1)
L1:     bc      15, at(FAIL)
T1:     wantcc  2
        constant K_1, .long, 0xa5000000+L1-ORG
        c       R3, at(K_1)
        bc      7, at(FAIL)
        /* Under EX the length is EX's and the address that after EX. */
        check
        setcc   0
        ex      R0, to(E2)
L2:     bc      15, at(FAIL)
E2:     bal     R3, to(T2)
        bc      15, at(FAIL)
T2:
        constant K_2, .long, 0x80000000+L2-ORG
        c       R3, at(K_2)
        bc      7, at(FAIL)
        pass
