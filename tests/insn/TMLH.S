/* SPDX-License-Identifier: MIT */
/* TMLH: Test under Mask High. ESA/390 PoO "General Instructions". Condition
 * code 1: mixed, the leftmost selected bit zero; 2: mixed, one. */
#include "tests/insn/insn.inc"

        check
        setcc   1
        load    R2, 0x8001c003
        tmlh    R2, 49155
        wantcc  2
        want    R2, 0x8001c003

        check
        setcc   0
        load    R2, 0x8001c003
        tmlh    R2, 32769
        wantcc  3
        want    R2, 0x8001c003

        check
        setcc   2
        load    R2, 0x4001c000
        tmlh    R2, 49152
        wantcc  1
        want    R2, 0x4001c000

        check
        setcc   1
        load    R2, 0x8000c003
        tmlh    R2, 49152
        wantcc  2
        want    R2, 0x8000c003

        check
        setcc   2
        load    R2, 0x00ff0f0f
        tmlh    R2, 61680
        wantcc  1
        want    R2, 0x00ff0f0f

        check
        setcc   3
        load    R2, 0x12345678
        tmlh    R2, 0
        wantcc  0
        want    R2, 0x12345678

        check
        setcc   2
        load    R2, 0x7fff8000
        tmlh    R2, 32769
        wantcc  1
        want    R2, 0x7fff8000

        check
        setcc   1
        load    R2, 0x80007fff
        tmlh    R2, 32769
        wantcc  2
        want    R2, 0x80007fff
        pass
