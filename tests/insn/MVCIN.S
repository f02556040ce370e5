/* SPDX-License-Identifier: MIT */
/* MVCIN: Move Inverse. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  4, WORK, 1,2,3,4
        setmem  4, WORK2, 5,6,7,8
        setcc   1
        mvcin   atl(WORK, 4), at(WORK2+3)
        wantcc  1
        wantmem 4, WORK, 8,7,6,5
        pass
