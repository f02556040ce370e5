/* SPDX-License-Identifier: MIT */
/* HIO: Halt I/O. PoO "Input/Output Operations". The test board answers device
 * X'7nc' with condition code c when n is the number of the operation. */
#include "tests/insn/insn.inc"

        load    R3, 0x00000750
        check
        setcc   3
        hio     0(R3)
        wantcc  0
        check
        setcc   2
        hio     1(R3)
        wantcc  1
        check
        setcc   1
        hio     2(R3)
        wantcc  2
        check
        setcc   0
        hio     3(R3)
        wantcc  3
        /* Another device is not there; bits 8-15 of the address do not count. */
        check
        setcc   0
        hio     0x300
        wantcc  3
        check
        load    R3, 0x00120750
        hio     1(R3)
        wantcc  1
        pass
