/* SPDX-License-Identifier: MIT */
/* TPROT: Test Protection. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        load    R6, 0x8000
        load    R7, 0x18
        ssk     R7, R6
        /* Key 0 and the block's own: both; another: neither, for fetch protection. */
        check
        tprot   0(R6), 0
        wantcc  0
        check
        tprot   0(R6), 0x10
        wantcc  0
        check
        tprot   0(R6), 0x20
        wantcc  2
        check
        load    R7, 0x10
        ssk     R7, R6
        tprot   0(R6), 0x20
        wantcc  1
        /* Low-address protection: fetch only. */
        constant K_CR0, .long, 0x100000e0
        check
        lctl    0, 0, at(K_CR0)
        tprot   0x1ff, 0
        wantcc  1
        check
        tprot   0x200, 0
        wantcc  0
        pass
