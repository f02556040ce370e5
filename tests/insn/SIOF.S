/* SPDX-License-Identifier: MIT */
/* SIOF: Start I/O Fast Release. PoO "Input/Output Operations". The test board
 * answers device X'7nc' with condition code c when n is the number of the
 * operation. */
#include "tests/insn/insn.inc"

        load    R3, 0x00000720
        check
        setcc   3
        siof    0(R3)
        wantcc  0
        check
        setcc   2
        siof    1(R3)
        wantcc  1
        check
        setcc   1
        siof    2(R3)
        wantcc  2
        check
        setcc   0
        siof    3(R3)
        wantcc  3
        /* Another device is not there; bits 8-15 of the address do not count. */
        check
        setcc   0
        siof    0x300
        wantcc  3
        check
        load    R3, 0x00120720
        siof    1(R3)
        wantcc  1
        pass
