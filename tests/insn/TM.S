/* SPDX-License-Identifier: MIT */
/* TM: Test under Mask. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setmem  1, WORK, 90
        setcc   2
        tm      at(WORK), 90
        wantcc  3

        check
        setmem  1, WORK, 90
        setcc   2
        tm      at(WORK), 165
        wantcc  0

        check
        setmem  1, WORK, 90
        setcc   2
        tm      at(WORK), 255
        wantcc  1

        check
        setmem  1, WORK, 90
        setcc   2
        tm      at(WORK), 0
        wantcc  0

        check
        setmem  1, WORK, 255
        setcc   2
        tm      at(WORK), 128
        wantcc  3

        check
        setmem  1, WORK, 127
        setcc   2
        tm      at(WORK), 128
        wantcc  0
        pass
