/* SPDX-License-Identifier: MIT */
/* LRA: Load Real Address. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        /* Segment table at X'20000': segment 0 is real page by page, segment 1 has a
        page    at X'30000', an invalid one, and a bad entry; 2 is short, 3 invalid. */
        load    R10, 0x20000
        load    R2, 0xf0021000
        st      R2, 0(R10)
        load    R2, 0xf0021040
        st      R2, 4(R10)
        load    R2, 0x00021040
        st      R2, 8(R10)
        la      R2, 1
        st      R2, 12(R10)
        load    R4, 0x21000
        la      R5, 16
        la      R2, 0
TABLE:  sth     R2, 0(R4)
        la      R2, 16(R2)
        la      R4, 2(R4)
        bct     R5, to(TABLE)
        la      R5, 0x40
        load    R4, 0x21040
        mvc     0(6,R4), at(K_PTES)
        constant K_PTES, .byte, 0x03,0x00, 0x03,0x18, 0x03,0x02
        constant K_CRS, .long, 0x008000e0, 0x00020000
        lctl    0, 1, at(K_CRS)

        check
        load    R3, 0x10123
        setcc   3
        lra     R2, 0(R3)
        wantcc  0
        want    R2, 0x30123
        check
        load    R3, 0x5678
        lra     R2, 0(R3)
        wantcc  0
        want    R2, 0x5678
        /* Segment invalid: the entry's address. */
        check
        load    R3, 0x30000
        lra     R2, 0(R3)
        wantcc  1
        want    R2, 0x2000c
        /* Page invalid. */
        check
        load    R3, 0x11000
        lra     R2, 0(R3)
        wantcc  2
        want    R2, 0x21042
        /* Beyond the page table; beyond the segment table. */
        check
        load    R3, 0x21000
        lra     R2, 0(R3)
        wantcc  3
        want    R2, 0x21042
        check
        load    R3, 0x100000
        lra     R2, 0(R3)
        wantcc  3
        want    R2, 0x20040
        /* An entry with bits that must be zero: translation specification. */
        load    R3, 0x12000
        traps   0x12, lra, R2,0(R3)
        /* Sizes that do not exist. */
        constant K_CR0X, .long, 0x00c000e0
        lctl    0, 0, at(K_CR0X)
        traps   0x12, lra, R2,0(R3)
        pass
