/* SPDX-License-Identifier: MIT */
/* Storage keys, of pages that are in storage, that never were, and that CP
 * has paged out: access key, fetch protection, reference and change bits in
 * both halves of a page. */
        .equ    start_mask, 0x00080000
#include "tests/cp/guest.inc"

/* Notes the keys of both halves of the page in R2, then goes on. */
        .macro  note
        lr      %r3,%r2
        isk     %r4,%r3
        stc     %r4,0(%r10)
        ahi     %r3,0x800
        isk     %r4,%r3
        stc     %r4,1(%r10)
        la      %r10,2(%r10)
        .endm

start:  basr    %r12,0
base:   lhi     %r10,0x3000
        lhi     %r11,0
        lhi     %r9,3                   /* in storage, new, paged out */
        l       %r2,page1-base(%r12)
loop:   lhi     %r1,0x56
        note
        ssk     %r1,%r2
        note
        rrb     0(%r2)
        bras    %r14,cc
        rrb     0(%r2)
        bras    %r14,cc
        note
        lhi     %r1,0xa8
        lr      %r3,%r2
        ahi     %r3,0x800
        ssk     %r1,%r3
        note
        c       %r9,two-base(%r12)
        jne     1f
        steal
1:      note
        lr      %r3,%r2
        ahi     %r3,0x800
        st      %r9,4(%r3)              /* changes the second half only */
        note
        steal
        note
        lr      %r3,%r2
        ahi     %r3,0x800
        rrb     0(%r3)
        bras    %r14,cc
        note
        steal
        rrb     0x800(%r2)
        bras    %r14,cc
        l       %r5,0(%r2)
        note
        lhi     %r1,0x10
        ssk     %r1,%r2
        steal
        note
        ssk     %r1,%r3
        l       %r5,0x804(%r2)
        cr      %r5,%r9
        jne     wrong
        note
        /* Access with another key. */
        lhi     %r1,0x38
        ssk     %r1,%r2
        steal
        spka    0x30(%r0)
        l       %r5,0(%r2)
        st      %r5,8(%r2)
        spka    0x40(%r0)
        l       %r5,0(%r2)              /* fetch protection */
        st      %r5,0(%r2)
        spka    0(%r0)
        lhi     %r1,0x30
        ssk     %r1,%r2
        spka    0x40(%r0)
        l       %r5,8(%r2)
        steal
        st      %r5,8(%r2)
        lr      %r3,%r2
        ahi     %r3,0x7fc
        mvc     0(8,%r3),0(%r2)         /* protected in the first half */
        spka    0(%r0)
        note
        a       %r2,pages-base(%r12)
        brct    %r9,loop
        /* ISK in BC mode. */
        lpsw    bc-base(%r12)
inbc:   isk     %r5,%r2
        s       %r2,pages-base(%r12)
        isk     %r6,%r2
        lpsw    good
wrong:  lpsw    bad

cc:     ipm     %r1
        srl     %r1,28
        stc     %r1,0(%r10)
        la      %r10,2(%r10)
        br      %r14

        .balign 8
bc:     .long   0x00000000, inbc
page1:  .long   0x00010000
pages:  .long   0x00020000
two:    .long   2
        .org    0x2000
