/* SPDX-License-Identifier: MIT */
/* CLI: Compare Logical. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  1, WORK, 5
        setcc   3
        cli     at(WORK), 5
        wantcc  0

        check
        setmem  1, WORK, 4
        setcc   3
        cli     at(WORK), 5
        wantcc  1

        check
        setmem  1, WORK, 6
        setcc   3
        cli     at(WORK), 5
        wantcc  2

        check
        setmem  1, WORK, 128
        setcc   3
        cli     at(WORK), 127
        wantcc  2

        check
        setmem  1, WORK, 127
        setcc   3
        cli     at(WORK), 128
        wantcc  1
        pass
