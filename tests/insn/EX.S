/* SPDX-License-Identifier: MIT */
/* EX: Execute. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        /* The length byte from R1. */
        check
        setmem  4, WORK, 1,2,3,4
        setmem  4, WORK2, 9,9,9,9
        load    R3, 0xffffff02
        ex      R3, to(E1)
        wantmem 4, WORK2, 1,2,3,9
        /* R1 zero: as it stands. ORed, not replaced. */
        check
        setmem  4, WORK2, 9,9,9,9
        load    R0, 0xff
        ex      R0, to(E1)
        wantmem 4, WORK2, 1,9,9,9
        check
        load    R2, 0x12345678
        load    R3, 0x12
        ex      R3, to(E2)
        want    R1, 0x12345678
        bc      15, to(T3)
E1:     mvc     atl(WORK2, 1), at(WORK)
E2:     lr      R0, R0
        .long   0
E3:     ex      R0, to(E1)
T3:
        /* An EX of EX; an odd address. */
        traps   3, ex, R0,to(E3)
        traps   6, ex, R0,to(E1+1)
        /* An exception of the target has EX's length: the address is that after EX. */
        load    R4, 0x7fffff
        traps   5, ex, R0,to(E4)
        bc      15, to(T5)
E4:     l       R2, 0(R4)
T5:
        pass
