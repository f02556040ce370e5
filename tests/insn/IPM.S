/* SPDX-License-Identifier: MIT */
/* IPM: Insert Program Mask. ESA/390 PoO "General Instructions". */
#include "tests/insn/insn.inc"

        check
        setcc   3, 10
        load    R2, 0xffffffff
        ipm     R2
        want    R2, 0x3affffff
        check
        setcc   0
        load    R2, 0xffffffff
        ipm     R2
        want    R2, 0x00ffffff
        pass
