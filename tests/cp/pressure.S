/* SPDX-License-Identifier: MIT */
/* More storage than CP has frames: 960K written, checked, moved (MVCL) and
 * compared (CLCL), with SVCs in between, without translation and with tables
 * of 4K pages, of 2K pages whose halves are exchanged, and of 1M segments. */
        .equ    start_mask, 0x00080000
#include "tests/cp/guest.inc"

start:  lhi     %r13,0x1800
        lhi     %r11,0
        /* Page tables: 4K at X'8000', 2K at X'8400' and (the same for 1M
         * segments) with the first 64K straight. */
        l       %r1,pt4k-data(%r13)
        lhi     %r2,0
        lhi     %r3,256
1:      sth     %r2,0(%r1)
        ahi     %r2,0x10
        ahi     %r1,2
        brct    %r3,1b
        l       %r1,pt2k-data(%r13)
        lhi     %r2,0
        lhi     %r3,512
2:      lr      %r4,%r2
        chi     %r3,480                 /* segment 0 */
        jh      3f
        x       %r4,half-data(%r13)
3:      sth     %r4,0(%r1)
        ahi     %r2,8
        ahi     %r1,2
        brct    %r3,2b
        l       %r1,st4k-data(%r13)
        l       %r2,ste4k-data(%r13)
        l       %r5,ste2k-data(%r13)
        lhi     %r3,16
4:      st      %r2,0(%r1)
        st      %r5,0x40(%r1)
        ahi     %r2,32
        ahi     %r5,64
        la      %r1,4(%r1)
        brct    %r3,4b
        l       %r1,st4k-data(%r13)
        mvc     0x80(64,%r1),st1m-data(%r13)

        lhi     %r9,0x100
        bras    %r14,work
        lctl    %c0,%c1,cr4k-data(%r13)
        lpsw    on1-data(%r13)
in1:    lhi     %r9,0x200
        bras    %r14,work
        lctl    %c0,%c1,cr2k-data(%r13)
        lhi     %r9,0x300
        bras    %r14,work
        lctl    %c0,%c1,cr1m-data(%r13)
        lhi     %r9,0x400
        bras    %r14,work
        lctl    %c0,%c1,cr2k-data(%r13)
        lhi     %r9,0x500
        bras    %r14,work
        lpsw    good

/* A word of each 2K gets address plus R9; every 64th is followed by SVC. */
work:   l       %r3,from-data(%r13)
        lhi     %r5,0
5:      lr      %r4,%r3
        ar      %r4,%r9
        st      %r4,0x7fc(%r3)
        ahi     %r5,1
        tml     %r5,63
        jnz     6f
        svc     1
6:      ahi     %r3,0x800
        c       %r3,to-data(%r13)
        jl      5b
        l       %r3,from-data(%r13)
7:      lr      %r4,%r3
        ar      %r4,%r9
        c       %r4,0x7fc(%r3)
        jne     wrong
        ahi     %r3,0x800
        c       %r3,to-data(%r13)
        jl      7b
        /* The first half over the second, and compared. */
        l       %r2,middle-data(%r13)
        l       %r3,size-data(%r13)
        l       %r4,from-data(%r13)
        lr      %r5,%r3
        mvcl    %r2,%r4
        jne     wrong
        l       %r2,middle-data(%r13)
        l       %r3,size-data(%r13)
        l       %r4,from-data(%r13)
        lr      %r5,%r3
        clcl    %r2,%r4
        jne     wrong
        l       %r2,middle-data(%r13)
        l       %r3,0x7fc(%r2)
        s       %r3,from-data(%r13)
        cr      %r3,%r9
        jne     wrong
        mvc     0x7f0(32,%r2),0xff0(%r2)
        br      %r14
wrong:  lpsw    bad

        .org    0x1800
data:
from:   .long   0x00010000
middle: .long   0x00088000
to:     .long   0x00100000
size:   .long   0x00078000
half:   .long   8
pt4k:   .long   0x00008000
pt2k:   .long   0x00008400
st4k:   .long   0x00008800
ste4k:  .long   0xf0008000
ste2k:  .long   0xf0008400
st1m:   .long   0xf0008400, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
cr4k:   .long   0x00800060, 0x00008800
cr2k:   .long   0x00400060, 0x00008840
cr1m:   .long   0x00500060, 0x00008880
        .balign 8
on1:    .long   0x04080000, in1
        .org    0x2000
