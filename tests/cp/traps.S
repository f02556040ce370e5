/* SPDX-License-Identifier: MIT */
/* Every kind of trap, several times, with translation off and on: for the
 * trap budget, and to be compared. */
        .equ    start_mask, 0x00080000
#include "tests/cp/guest.inc"

/* Segment table at X'2000', page tables (64K, 4K) at X'2100' and X'2120': two
 * segments, virtual = real. */
start:  basr    %r12,0
base:   lhi     %r9,6
        lhi     %r10,0x7000
        l       %r1,segs-base(%r12)
        lhi     %r2,0x2000
        st      %r1,0(%r2)
        l       %r1,segs+4-base(%r12)
        st      %r1,4(%r2)
        lhi     %r2,0x2100
        lhi     %r1,0
        lhi     %r3,32
1:      sth     %r1,0(%r2)
        ahi     %r1,0x10
        ahi     %r2,2
        brct    %r3,1b
        lctl    %c0,%c1,crs-base(%r12)

loop:   lhi     %r11,0
        bras    %r14,body
        lpsw    daton-base(%r12)
on:     bras    %r14,body
        bras    %r14,dat
        lpsw    datoff-base(%r12)
off:    brct    %r9,loop
        lpsw    good

/* Instructions with nothing privileged after them: each is a trap. */
body:   svc     5
        .short  0x0000                  /* operation */
        mc      3,2
        lctl    %c8,%c8,mcon-base(%r12)
        nopr    0
        mc      3,2
        nopr    0
        lctl    %c8,%c8,zero-base(%r12)
        nopr    0
        stosm   0x600(%r0),0
        nopr    0
        stnsm   0x601(%r0),0xff
        nopr    0
        ssm     0x600(%r0)
        nopr    0
        lhi     %r1,0x3000
        lhi     %r2,0x40
        ssk     %r2,%r1
        nopr    0
        isk     %r3,%r1
        nopr    0
        rrb     0(%r1)
        nopr    0
        stpx    0x604(%r0)
        nopr    0
        stap    0x608(%r0)
        nopr    0
        stidp   0x10(%r10)
        nopr    0
        stpt    0x20(%r10)
        nopr    0
        spt     big-base(%r12)
        nopr    0
        sckc    ones-base(%r12)
        nopr    0
        stckc   0x610(%r0)
        nopr    0
        stctl   %c0,%c15,0x620(%r0)
        nopr    0
        lctl    %c0,%c1,crs-base(%r12)
        nopr    0
        lctl    %c2,%c2,ones-base(%r12)
        nopr    0
        spka    0x40(%r0)
        nopr    0
        ipk
        nopr    0
        isk     %r3,%r1                 /* with a key */
        nopr    0
        l       %r4,0(%r1)
        stap    0(%r1)
        nopr    0
        spka    0(%r0)
        nopr    0
        lra     %r4,4(%r1)
        nopr    0
        tprot   0(%r1),0x50(%r0)
        nopr    0
        lhi     %r5,1
        sigp    %r4,%r5,1(%r0)
        nopr    0
        ptlb
        nopr    0
        l       %r1,pt-base(%r12)
        l       %r2,page-base(%r12)
        ipte    %r1,%r2
        lhi     %r1,0x2100
        mvi     2*5+1(%r1),0x50         /* valid again */
        l       %r4,0(%r2)
        ex      %r0,exlpsw-base(%r12)
exback: lctl    %c0,%c0,lowon-base(%r12)
        nopr    0
        stap    0x608(%r0)
        nopr    0
        svc     6
        lctl    %c0,%c0,crs-base(%r12)
        br      %r14

/* With translation: supervisor and problem state, faults of its own. */
dat:    lpsw    problem-base(%r12)
prob:   svc     7
        ssm     0x600(%r0)              /* privileged operation */
        lpsw    0(%r0)
        l       %r1,segs+8-base(%r12)
        larl    %r11,2f
        l       %r2,0(%r1)              /* segment exception */
2:      larl    %r11,3f
        l       %r2,invalid-base(%r12)
        l       %r2,0(%r2)              /* page exception */
3:      lhi     %r11,0
        svc     8
        larl    %r11,4f
        ssm     0x600(%r0)              /* again, with the way out in R11 */
        nopr    0
4:      larl    %r11,5f
        .short  0x0000
5:      lhi     %r11,0
        svc     255
        br      %r14

        .balign 8
crs:    .long   0x008000e0, 0x00002000
lowon:  .long   0x108000e0
mcon:   .long   0x0000ffff
zero:   .long   0
        .balign 8
big:    .quad   0x7fffffffffffffff
ones:   .quad   0xffffffffffffffff
daton:  .long   0x04080000, on
datoff: .long   0x00080000, off
problem: .long  0x04090000, prob
segs:   .long   0xf0002100, 0xf0002120, 0x00700000
invalid: .long  0x00015000
pt:     .long   0xf0002100
page:   .long   0x00005000
exlpsw: lpsw    exgo-base(%r12)
        .balign 8
exgo:   .long   0x00080000, exback
        .org    0x2000
