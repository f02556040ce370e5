/* SPDX-License-Identifier: MIT */
/* PTLB: Purge TLB. PoO "Control Instructions". */
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

        load    R3, 0x10000
        load    R4, 0x30000
        load    R5, 0x32000
        load    R6, 0x21040
        load    R2, 0x11111111
        st      R2, 0(R4)
        load    R2, 0x22222222
        st      R2, 0(R5)
        check
        constant K_DAT, .long, 0x04080000, T1-ORG
        lpsw    at(K_DAT)
T1:     l       R2, 0(R3)
        want    R2, 0x11111111

        /* Real again, to change the table; then the new entry holds. */
        check
        stnsm   at(WORK), 0xfb
        la      R2, 0x320
        sth     R2, 0(R6)
        ptlb
        stosm   at(WORK), 4
        l       R2, 0(R3)
        want    R2, 0x22222222
        pass
