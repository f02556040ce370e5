/* SPDX-License-Identifier: MIT */
/* LARL: Load Address Relative Long. ESA/390 PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   2
        larl    R3, T1
        wantcc  2
        la      R4, to(T1)
        clr     R3, R4
        bc      7, at(FAIL)
        check
        larl    R3, ORG
        want    R3, 0
T1:
        pass
