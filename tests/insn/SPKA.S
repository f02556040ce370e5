/* SPDX-License-Identifier: MIT */
/* SPKA: Set PSW Key from Address. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        /* Key 2: a store into a block with key 1 is refused. */
        load    R6, 0x8000
        load    R7, 0x10
        ssk     R7, R6
        check
        setcc   1
        spka    0x20
        wantcc  1
        load    R2, 0xffffffff
        ipk
        want    R2, 0xffffff20
        spka    0x10
        st      R2, 0(R6)
        spka    0
        load    R4, 0xff
        check
        spka    0x0f(R4)
        ipk
        want    R2, 0xffffff00
        pass
