/* SPDX-License-Identifier: MIT */
/* Translation with more pages than one turn leaves in the TLB: a walk over
 * 4 MB, a word a page, and the TLB purged after each. */
#include "bench/kernel.inc"

        begin
        /* 64 segments of 64K, real = virtual. */
        l       R3, at(PAGES)
        sr      R4, R4
        l       R5, at(ALL)
PTE:    sth     R4, 0(R3)
        la      R3, 2(R3)
        la      R4, 16(R4)
        bct     R5, at(PTE)
        l       R3, at(SEGMENTS)
        l       R4, at(FIRST)
        la      R5, 64
STE:    st      R4, 0(R3)
        la      R3, 4(R3)
        al      R4, at(STEP)
        bct     R5, at(STE)
        lctl    %c0, %c1, at(CONTROL)
        lpsw    at(TRANSLATED)
TURN:   l       R3, at(START)
        l       R4, at(PAGE)
        l       R5, at(END)
        la      R6, 2
NEXT:   l       R7, 0(R3)
        la      R7, 1(R7)
        st      R7, 0(R3)
        bxle    R3, R4, at(NEXT)
        l       R3, at(START)
        bct     R6, at(NEXT)
        ptlb
        again
        c       R7, at(ZERO)
        bc      8, at(WRONG)
        pass
TRANSLATED: .long 0x04080000, real(TURN)
CONTROL: .long  0x00800000, 0x03005000
SEGMENTS: .long 0x5000
PAGES:  .long   0x6000
FIRST:  .long   0xf0006000
STEP:   .long   32
ALL:    .long   1024
START:  .long   0x100000
PAGE:   .long   4096
END:    .long   0x3ff000
ZERO:   .long   0
