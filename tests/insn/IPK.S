/* SPDX-License-Identifier: MIT */
/* IPK: Insert PSW Key. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        check
        spka    0xf0
        load    R2, 0x12345678
        setcc   2
        ipk
        wantcc  2
        want    R2, 0x123456f0
        spka    0
        pass
