/* SPDX-License-Identifier: MIT */
/* BRC: Branch Relative on Condition. ESA/390 PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   0
        brc     8, T0
        bc      15, at(FAIL)
T0:     brc     7, BADX
        brc     0, BADX
        check
        setcc   1
        brc     4, T1
        bc      15, at(FAIL)
T1:     brc     11, BADX
        brc     0, BADX
        check
        setcc   2
        brc     2, T2
        bc      15, at(FAIL)
T2:     brc     13, BADX
        brc     0, BADX
        check
        setcc   3
        brc     1, T3
        bc      15, at(FAIL)
T3:     brc     14, BADX
        brc     0, BADX
        /* Backward. */
        check
        brc     15, T8
T7:     bc      15, to(T9)
T8:     brc     15, T7
BADX:   bc      15, at(FAIL)
T9:     check
        pass
