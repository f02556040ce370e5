/* SPDX-License-Identifier: MIT */
/* BCT: Branch on Count. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   1
        load    R2, 3
        bct     R2, to(T1)
        bc      15, at(FAIL)
T1:     want    R2, 2
        /* To zero: no branch. */
        check
        load    R2, 1
        setcc   1
        bct     R2, to(T2)
        wantcc  1
        bc      15, to(T3)
T2:     bc      15, at(FAIL)
T3:     want    R2, 0
        /* From zero: all ones. */
        check
        load    R2, 0
        bct     R2, to(T4)
        bc      15, at(FAIL)
T4:     want    R2, 0xffffffff
        pass
