/* SPDX-License-Identifier: MIT */
/* STCK: Store Clock. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        /* Two readings differ, the second is later. */
        check
        setcc   3
        stck    at(WORK+1)
        wantcc  0
        stck    at(WORK2+1)
        wantcc  0
        clc     atl(WORK+1, 8), at(WORK2+1)
        bc      11, at(FAIL)
        pass
