/* SPDX-License-Identifier: MIT */
/* BC: Branch on Condition. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        /* Every mask with every condition code. */
        check
        setcc   0
        bc      8, to(T0)
        bc      15, at(FAIL)
T0:     bc      7, at(FAIL)
        bc      0, at(FAIL)
        check
        setcc   1
        bc      4, to(T1)
        bc      15, at(FAIL)
T1:     bc      11, at(FAIL)
        bc      0, at(FAIL)
        check
        setcc   2
        bc      2, to(T2)
        bc      15, at(FAIL)
T2:     bc      13, at(FAIL)
        bc      0, at(FAIL)
        check
        setcc   3
        bc      1, to(T3)
        bc      15, at(FAIL)
T3:     bc      14, at(FAIL)
        bc      0, at(FAIL)

        /* The index counts too, and the high byte of an address does not. */
        check
        load    R3, 0xff000000
        la      R4, to(T5)
        or      R4, R3
        bc      15, 0(R4)
        bc      15, at(FAIL)
T5:     check
        la      R5, 4
        la      R4, to(T6-4)
        bc      15, 0(R4,R5)
        check
        lpsw    at(BAD)
T6:     bc      15, to(T7)
        /* Reached when nothing branches. */
        check
        lpsw    at(BAD)
T7:     check
        pass
