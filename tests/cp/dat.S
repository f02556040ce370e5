/* SPDX-License-Identifier: MIT */
/* Translation tables that change: IPTE and PTLB, two address spaces by CR1,
 * all formats, LRA and TPROT, segment protection, a guest of 2K pages whose
 * halves lie apart, prefixing; with pages stolen in between. */
        .equ    start_mask, 0x00080000
#include "tests/cp/guest.inc"

/* Tables: segment tables at X'8000' (4K, 64K), X'8400' (second space), X'8800'
 * (2K), X'8C00' (1M); page tables at X'9000', each 512 bytes. Virtual segment
 * 1 is what is interesting; segment 0 is real = virtual. */
start:  basr    %r12,0
base:   lhi     %r13,0x1800
        lhi     %r11,0
        lhi     %r9,2
        /* Frames X'20000'-X'2FFFF' have their address in every 2K. */
        l       %r1,frames-data(%r13)
        lhi     %r2,32
1:      st      %r1,0(%r1)
        ahi     %r1,0x800
        brct    %r2,1b
        /* Page tables: 4K identity at X'9000', 2K identity at X'9200'. */
        l       %r1,pt-data(%r13)
        lhi     %r2,0
        lhi     %r3,16
2:      sth     %r2,0(%r1)
        ahi     %r2,0x10
        ahi     %r1,2
        brct    %r3,2b
        l       %r1,pt-data(%r13)
        ahi     %r1,0x200
        lhi     %r2,0
        lhi     %r3,32
3:      sth     %r2,0(%r1)
        ahi     %r2,8
        ahi     %r1,2
        brct    %r3,3b
        /* Segment 1: 4K reversed at X'9400', 2K reversed at X'9600', 4K
         * straight at X'9800'. */
        l       %r1,pt-data(%r13)
        ahi     %r1,0x400
        lhi     %r2,0x2f0
        lhi     %r3,16
4:      sth     %r2,0(%r1)
        ahi     %r2,-0x10
        ahi     %r1,2
        brct    %r3,4b
        l       %r1,pt-data(%r13)
        ahi     %r1,0x600
        lhi     %r2,0x2f8
        lhi     %r3,32
5:      sth     %r2,0(%r1)
        ahi     %r2,-8
        ahi     %r1,2
        brct    %r3,5b
        l       %r1,pt-data(%r13)
        ahi     %r1,0x800
        lhi     %r2,0x200
        lhi     %r3,16
6:      sth     %r2,0(%r1)
        ahi     %r2,0x10
        ahi     %r1,2
        brct    %r3,6b
        l       %r1,tables-data(%r13)
        mvc     0(64,%r1),seg4k-data(%r13)
        mvc     0x400(64,%r1),segother-data(%r13)
        mvc     0x800(64,%r1),seg2k-data(%r13)
        mvc     0xc00(64,%r1),seg1m-data(%r13)

again:  lctl    %c0,%c1,cr4k-data(%r13)
        lpsw    on1-data(%r13)
in1:    bras    %r14,look
        lctl    %c1,%c1,crother+4-data(%r13)
        bras    %r14,look
        steal
        bras    %r14,look
        lctl    %c1,%c1,cr4k+4-data(%r13)
        bras    %r14,look
        /* A page changes under PTLB, then one by IPTE. */
        l       %r1,pt-data(%r13)
        mvi     0x401(%r1),0xe0         /* page 0 of segment 1: X'2E000' */
        ptlb
        bras    %r14,look
        l       %r2,ste-data(%r13)
        l       %r3,vpage-data(%r13)
        ipte    %r2,%r3
        bras    %r14,look               /* page exception */
        mvi     0x401(%r1),0xf0
        bras    %r14,look
        mvi     0x401(%r1),0xf6         /* translation specification */
        ptlb
        bras    %r14,look
        mvi     0x401(%r1),0xf0
        /* Segment protection. */
        l       %r1,tables-data(%r13)
        oi      7(%r1),0x04
        ptlb
        bras    %r14,look
        l       %r3,vpage-data(%r13)
        st      %r3,16(%r3)             /* protection */
        stap    16(%r3)
        tprot   0(%r3),0(%r0)
        bras    %r14,cc
        lra     %r4,0(%r3)
        bras    %r14,cc
        ni      7(%r1),0xfb
        ptlb
        st      %r3,16(%r3)
        steal
        st      %r3,20(%r3)
        /* Segment invalid, and bits that must be zero. */
        oi      7(%r1),0x01
        ptlb
        bras    %r14,look
        lra     %r4,0(%r3)
        bras    %r14,cc
        ni      7(%r1),0xfe
        oi      4(%r1),0x08
        ptlb
        bras    %r14,look
        ni      4(%r1),0xf0
        ptlb
        /* The length of the page table. */
        ni      4(%r1),0x0f
        ptlb
        bras    %r14,look
        lra     %r4,0(%r3)
        bras    %r14,cc
        oi      4(%r1),0xf0
        ptlb
        /* 2K pages. */
        lctl    %c0,%c1,cr2k-data(%r13)
        bras    %r14,look
        steal
        bras    %r14,look
        l       %r2,ste2k-data(%r13)
        ipte    %r2,%r3
        bras    %r14,look
        l       %r1,pt-data(%r13)
        ni      0x601(%r1),0xfb
        bras    %r14,look
        mvc     0x7f0(32,%r3),0(%r3)    /* across two 2K pages */
        steal
        clc     0x7f0(32,%r3),0(%r3)
        bras    %r14,cc
        steal
        mvc     0x7f0(32,%r3),0x100(%r3)
        /* 1M segments, and a format that is none. */
        lctl    %c0,%c1,cr1m-data(%r13)
        bras    %r14,look
        lctl    %c0,%c1,cr4k-data(%r13)
        bras    %r14,look
        lpsw    off-data(%r13)
isoff:  lctl    %c0,%c0,crbad-data(%r13)
        lra     %r4,0(%r3)
        ipte    %r2,%r3
        tprot   0(%r3),0(%r0)
        bras    %r14,cc
        lctl    %c0,%c0,cr4k-data(%r13)
        lra     %r4,0(%r3)
        bras    %r14,cc
        brct    %r9,again

        /* Prefixing: page X'30' becomes page 0 and back. */
        l       %r1,prefix-data(%r13)
        mvc     0(256,%r1),0(%r0)
        lr      %r2,%r1
        ahi     %r2,0x200
        mvc     0(256,%r2),0x200(%r0)
        ahi     %r2,0x800
        mvc     0(256,%r2),0xa00(%r0)
        ahi     %r2,0x100
        mvc     0(256,%r2),0xb00(%r0)
        lhi     %r3,0x48
        ssk     %r3,%r1
        steal
        spx     prefix-data(%r13)
        svc     33
        steal
        st      %r9,0xc00(%r0)
        stpx    0xc04(%r0)
        isk     %r4,%r1
        lhi     %r5,0
        isk     %r5,%r5
        n       %r5,f8-data(%r13)       /* interruptions need not record */
        n       %r4,f8-data(%r13)
        st      %r4,0xc08(%r0)
        st      %r5,0xc0c(%r0)
        lra     %r4,0(%r1)
        l       %r6,0xc00(%r1)
        lctl    %c0,%c1,cr4k-data(%r13)
        lpsw    on2-data(%r13)
in2:    svc     34
        bras    %r14,look
        l       %r4,0xc04(%r0)
        steal
        lpsw    off2-data(%r13)
isoff2: spx     noprefix-data(%r13)
        l       %r1,prefix-data(%r13)
        xc      0x50(4,%r1),0x50(%r1)   /* was location 80 */
        svc     35
        stpx    0xc10(%r0)
        spx     farprefix-data(%r13)    /* addressing */
        spx     2(%r13)                 /* specification */
        lpsw    good

/* Sums up what is at each 10K of virtual segment 1; exceptions are logged and
 * skipped. */
look:   l       %r4,vpage-data(%r13)
        lhi     %r5,7
        lhi     %r6,0
        larl    %r11,8f
7:      a       %r6,0(%r4)
8:      ahi     %r4,0x2800
        lr      %r7,%r6
        sll     %r6,3
        xr      %r6,%r7
        brct    %r5,7b
        lhi     %r11,0
        l       %r4,notes-data(%r13)
        st      %r6,0(%r4)
        la      %r4,4(%r4)
        st      %r4,notes-data(%r13)
        br      %r14

cc:     ipm     %r7
        l       %r6,notes-data(%r13)
        st      %r7,0(%r6)
        st      %r4,4(%r6)
        la      %r6,8(%r6)
        st      %r6,notes-data(%r13)
        br      %r14

        .org    0x1800
data:
prefix: .long   0x00030000
noprefix: .long 0
farprefix: .long 0x00f00000
f8:     .long   0xfffffff8
frames: .long   0x00020000
tables: .long   0x00008000
pt:     .long   0x00009000
notes:  .long   0x0000c000
ste:    .long   0xf0009400
ste2k:  .long   0xf0009600
vpage:  .long   0x00010000
        .balign 8
cr4k:   .long   0x008000e0, 0x00008000
crother: .long  0x008000e0, 0x00008400
cr2k:   .long   0x004000e0, 0x00008800
cr1m:   .long   0x009000e0, 0x00008c00
crbad:  .long   0x00c000e0
        .balign 8
on1:    .long   0x04080000, in1
on2:    .long   0x04080000, in2
off:    .long   0x00080000, isoff
off2:   .long   0x00080000, isoff2
seg4k:  .long   0xf0009000, 0xf0009400, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
segother: .long 0xf0009000, 0xf0009800, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
seg2k:  .long   0xf0009200, 0xf0009600, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
seg1m:  .long   0x00009000, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
        .org    0x2000
