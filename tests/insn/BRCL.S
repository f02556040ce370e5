/* SPDX-License-Identifier: MIT */
/* BRCL: Branch Relative on Condition Long. ESA/390 PoO "General Instructions".
 * */
#include "tests/insn/insn.inc"

        check
        setcc   0
        brcl    8, T0
        bc      15, at(FAIL)
T0:     brcl    7, BADX
        brcl    0, BADX
        check
        setcc   1
        brcl    4, T1
        bc      15, at(FAIL)
T1:     brcl    11, BADX
        brcl    0, BADX
        check
        setcc   2
        brcl    2, T2
        bc      15, at(FAIL)
T2:     brcl    13, BADX
        brcl    0, BADX
        check
        setcc   3
        brcl    1, T3
        bc      15, at(FAIL)
T3:     brcl    14, BADX
        brcl    0, BADX
        /* Backward. */
        check
        brcl    15, T8
T7:     bc      15, to(T9)
T8:     brcl    15, T7
BADX:   bc      15, at(FAIL)
T9:     check
        pass
