/* SPDX-License-Identifier: MIT */
/* Clock comparator, CPU timer and location 80: which interruptions come, in
 * which order, under which masks; not when. Each is made pending while masked
 * or in a wait, so that the old PSW is always the same. */
        .equ    start_mask, 0x00080000
#include "tests/cp/guest.inc"

start:  lhi     %r13,0x1800
        lhi     %r11,0
        lctl    %c0,%c0,all-data(%r13)
        mvc     0x58(8,%r0),handler-data(%r13)
        /* Nothing is pending but what initial reset leaves: comparator zero. */
        spt     big-data(%r13)
        sckc    ones-data(%r13)
        mvc     0x50(4,%r0),big-data(%r13)
        stosm   0x600(%r0),1
        nopr    0
        stnsm   0x601(%r0),0xfe
        /* CPU timer: negative at once; not while its mask is off. */
        spt     neg-data(%r13)
        lctl    %c0,%c0,nocpu-data(%r13)
        stosm   0x600(%r0),1
        nopr    0
        lctl    %c0,%c0,all-data(%r13)
        nopr    0
        stnsm   0x600(%r0),0xfe
        /* Runs out while masked; seen in STPT. */
        spt     short-data(%r13)
1:      stpt    0x700(%r0)
        tm      0x700(%r0),0x80
        jz      1b
        svc     1
        stosm   0x600(%r0),1
        nopr    0
        stnsm   0x600(%r0),0xfe
        mvc     0x700(8,%r0),ones-data(%r13)
        /* Comparator: in the past. */
        sckc    past-data(%r13)
        stckc   0x708(%r0)
        stosm   0x600(%r0),1
        nopr    0
        stnsm   0x600(%r0),0xfe
        /* Set back before it is taken: no interruption. */
        sckc    past-data(%r13)
        sckc    ones-data(%r13)
        spt     neg-data(%r13)
        spt     big-data(%r13)
        stosm   0x600(%r0),1
        nopr    0
        stnsm   0x600(%r0),0xfe
        /* A wait that the comparator ends. */
        bras    %r14,soon
        lpsw    wait1-data(%r13)
        nopr    0
wait1end: stnsm   0x600(%r0),0xfe
        svc     2
        /* Location 80 runs out while masked. */
        lctl    %c0,%c0,noit-data(%r13)
        mvc     0x50(4,%r0),few-data(%r13)
3:      tm      0x50(%r0),0x80
        jz      3b
        stosm   0x600(%r0),1
        nopr    0
        svc     3
        lctl    %c0,%c0,all-data(%r13)
        nopr    0
        stnsm   0x600(%r0),0xfe
        /* All three at once: location 80, comparator, CPU timer. */
        mvc     0x50(4,%r0),few-data(%r13)
4:      tm      0x50(%r0),0x80
        jz      4b
        spt     neg-data(%r13)
        sckc    past-data(%r13)
        stosm   0x600(%r0),1
        nopr    0
        stnsm   0x600(%r0),0xfe
        svc     4
        /* Two, in a wait, in BC mode. */
        mvc     0x58(8,%r0),bchandler-data(%r13)
        spt     neg-data(%r13)
        bras    %r14,soon
        lpsw    wait2-data(%r13)
wait2end: svc     5
        mvc     0x58(8,%r0),handler-data(%r13)
        lpsw    ec-data(%r13)
        /* Both with page 0 out. */
again6: spt     neg-data(%r13)
        sckc    past-data(%r13)
        steal
        stosm   0x600(%r0),1
        nopr    0
        stnsm   0x600(%r0),0xfe
        bras    %r14,soon
        steal
        lpsw    wait3-data(%r13)
wait3end: svc     6
        lctl    %c0,%c0,none-data(%r13)
        lpsw    good

/* Comparator to about 1 ms from now. */
soon:   lhi     %r5,0x7000
        stck    0(%r5)
        lm      %r2,%r3,0(%r5)
        al      %r3,ms-data(%r13)
        brc     12,8f
        ahi     %r2,1
8:      stm     %r2,%r3,8(%r5)
        sckc    8(%r5)
        lm      %r2,%r3,zeros-data(%r13)
        br      %r14

/* Logs old PSW and code, takes the cause away, and ends a wait. */
hand:   stm     %r0,%r15,0xa80(%r0)
        lhi     %r13,0x1800
        l       %r4,0xa00(%r0)
        mvc     0(8,%r4),0x18(%r0)
        mvc     8(2,%r4),0x86(%r0)
        tm      0x19(%r0),0x08
        jo      9f
        mvc     8(2,%r4),0x1a(%r0)
9:      tm      0x19(%r0),0x08
        lh      %r5,8(%r4)
        la      %r4,16(%r4)
        st      %r4,0xa00(%r0)
        ni      0x19(%r0),0xfd
        chi     %r5,0x1004
        jne     10f
        sckc    ones-data(%r13)
10:     chi     %r5,0x1005
        jne     11f
        spt     big-data(%r13)
11:     tm      0x19(%r0),0x08
        jo      12f
        xc      0x1a(2,%r0),0x1a(%r0)
12:     lm      %r0,%r15,0xa80(%r0)
        lpsw    0x18(%r0)

        .org    0x1800
data:
all:    .long   0x00000ce0
nocpu:  .long   0x000008e0
noit:   .long   0x00000c60
none:   .long   0
ms:     .long   4096000
few:    .long   0x00000020
        .balign 8
zeros:  .quad   0
big:    .quad   0x7fffffffffffffff
neg:    .quad   -1
short:  .quad   0x0000000000100000
ones:   .quad   -1
past:   .quad   0x0000000000001000
handler: .long  0x00080000, hand
bchandler: .long 0x00000000, hand
wait1:  .long   0x010a0000, wait1end
wait2:  .long   0x01020000, wait2end
wait3:  .long   0x010a0000, wait3end
ec:     .long   0x00080000, again6
        .org    0x2000
