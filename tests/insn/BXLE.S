/* SPDX-License-Identifier: MIT */
/* BXLE: Branch on Index Low or Equal. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   2
        load    R2, 1
        load    R4, 2
        load    R5, 0x0000000a
        bxle    R2, R4, to(T0)
        bc      15, at(FAIL)
T0:     wantcc  2
        want    R2, 3

        check
        setcc   2
        load    R2, 9
        load    R4, 1
        load    R5, 0x0000000a
        bxle    R2, R4, to(T1)
        bc      15, at(FAIL)
T1:     wantcc  2
        want    R2, 0x0000000a

        check
        setcc   2
        load    R2, 9
        load    R4, 2
        load    R5, 0x0000000a
        bxle    R2, R4, to(T2)
        bc      15, to(N2)
T2:     bc      15, at(FAIL)
N2:     wantcc  2
        want    R2, 0x0000000b

        check
        setcc   2
        load    R2, 0xfffffffb
        load    R4, 0xffffffff
        load    R5, 0xfffffffb
        bxle    R2, R4, to(T3)
        bc      15, at(FAIL)
T3:     wantcc  2
        want    R2, 0xfffffffa

        check
        setcc   2
        load    R2, 0x7fffffff
        load    R4, 1
        load    R5, 0
        bxle    R2, R4, to(T4)
        bc      15, at(FAIL)
T4:     wantcc  2
        want    R2, 0x80000000

        check
        setcc   2
        load    R2, 0xfffffffe
        load    R4, 5
        load    R5, 2
        bxle    R2, R4, to(T5)
        bc      15, to(N5)
T5:     bc      15, at(FAIL)
N5:     wantcc  2
        want    R2, 3

        /* R3 odd: it is increment and comparand. */
        check
        load    R2, 0xfffffffc
        load    R5, 3
        bxle    R2, R5, to(T9)
        bc      15, at(FAIL)
T9:     want    R2, 0xffffffff
        pass
