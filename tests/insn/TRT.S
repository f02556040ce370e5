/* SPDX-License-Identifier: MIT */
/* TRT: Translate and Test. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        /* No function byte: condition code 0, registers stay. */
        check
        load    R1, 0xab000000
        load    R2, 0x12345678
        setmem  4, WORK, 0,1,0,1
        setmem  4, WORK2, 0,0,5,6
        setcc   2
        trt     atl(WORK, 4), at(WORK2)
        wantcc  0
        want    R1, 0xab000000
        want    R2, 0x12345678
        /* Before the last byte: 1; GR1 bits 8-31 and GR2 bits 24-31 change. */
        check
        setmem  4, WORK, 0,2,0,3
        setcc   0
        trt     atl(WORK, 4), at(WORK2)
        wantcc  1
        constant K_1, .long, 0xab000001+WORK-ORG
        c       R1, at(K_1)
        bc      7, at(FAIL)
        want    R2, 0x12345605
        /* At the last: 2. */
        check
        setmem  4, WORK, 0,0,0,3
        setcc   0
        trt     atl(WORK, 4), at(WORK2)
        wantcc  2
        want    R2, 0x12345606
        pass
