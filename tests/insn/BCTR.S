/* SPDX-License-Identifier: MIT */
/* BCTR: Branch on Count. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        load    R2, 3
        la      R4, to(T1)
        bctr    R2, R4
        bc      15, at(FAIL)
T1:     want    R2, 2
        check
        load    R2, 1
        la      R4, at(FAIL)
        bctr    R2, R4
        want    R2, 0
        /* R2 zero: it counts and does not branch. */
        check
        load    R2, 7
        la      R0, at(FAIL)
        bctr    R2, R0
        want    R2, 6
        pass
