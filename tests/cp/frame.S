/* SPDX-License-Identifier: MIT */
/* The frame for random programs: tests/cp/random.c puts code at X'2000' and
 * what it needs at X'9000' and X'A000' (PSWs, control registers) and fills the
 * data at X'10000'-X'1FFFF'. Tables at X'8000' (4K pages) and X'8200' (2K),
 * segment tables at X'8400', X'8440', X'8480' (1M); virtual = real but for
 * segment 1, whose 2K pages are exchanged in the second. */
        .equ    start_mask, 0x00080000
        .equ    skip_nullified, 1
#include "tests/cp/guest.inc"

start:  lhi     %r13,0x1800
        lhi     %r1,0x2000
        lctl    %c0,%c1,crs-data(%r13)
        l       %r3,pt-data(%r13)
        lhi     %r2,0
        lhi     %r4,32
1:      sth     %r2,0(%r3)
        ahi     %r2,0x10
        ahi     %r3,2
        brct    %r4,1b
        l       %r3,pt-data(%r13)
        ahi     %r3,0x200
        lhi     %r2,0
        lhi     %r4,64
2:      lr      %r5,%r2
        chi     %r4,32
        jh      3f
        x       %r5,half-data(%r13)
3:      sth     %r5,0(%r3)
        ahi     %r2,8
        ahi     %r3,2
        brct    %r4,2b
        l       %r3,pt-data(%r13)
        ahi     %r3,0x400
        mvc     0(192,%r3),segs-data(%r13)
        lm      %r0,%r15,regs-data(%r13)
        lpsw    go-data(%r13)

        .org    0x1800
data:
crs:    .long   0x00800060, 0x00008400
pt:     .long   0x00008000
half:   .long   8
segs:   .long   0xf0008000, 0xf0008020, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
        .long   0xf0008200, 0xf0008240, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
        .long   0x10008000, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
        .balign 8
go:     .long   0x00080000, 0x2000
regs:   .long   0, 1, 0x12345678, 0x10004, 0x7fffffff, -1, 0x80000000, 0x11000
        .long   0x10000, 0x13ff8, 0x17ffa, 0, 0xf0008020, 0x1800, 0x12000, 0x15800
        .org    0x2000
