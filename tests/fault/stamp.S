/* SPDX-License-Identifier: MIT */
/* A guest that writes stamped records all over a disk for ever, and after the
 * device end of each prints what it wrote: which record, and the stamp. Loaded
 * at 0 and begun by restart; BC mode, one operation at a time. The driver puts
 * the first stamp at X'200', the number of tracks at X'204', the tracks of a
 * cylinder at X'208', and at X'20C' 0, or 1 for a fixed-block disk: its record
 * is eight blocks, four of them to a "track".
 *
 * Stamp n goes to a track and a record 1 to 4 drawn from n: mostly by WRITE
 * DATA; one in eight, and where there is no such record, by WRITE COUNT KEY
 * AND DATA behind the record before (or R0), which ends the track. A record is
 * 4096 bytes: 2048 that compress badly, then 2048 of zeros, exclusive or with
 * the stamp, four bytes at a time. The printer's line: W or F (format), track,
 * record, stamp, in hexadecimal. */
        .equ    disk, 0x150
        .equ    printer, 0x00e
        .equ    ccws, 0x800
        .equ    noise, 0x4000           /* 2048 bytes */
        .equ    count, 0x5ff8           /* count field, then the data */
        .equ    data, 0x6000

        .macro  sio dev
        .insn   s,0x9c000000,0(\dev)
        .endm

        .text
        .org    0x00
        .long   0x00000000, start
        .org    0x68
        .long   0x00020000, 0xbad1      /* program interruption */
        .org    0x78
        .long   0x00000000, interrupted
        .org    0x200
        .long   1, 3000, 30, 0

        .org    0x1000
start:  balr    %r12,%r0
base:   la      %r7,512                 /* the noise: 512 words */
        la      %r11,1
        lr      %r11,%r11
        l       %r10,where-base(%r12)
1:      lr      %r9,%r11
        m       %r8,mult-base(%r12)
        al      %r9,add-base(%r12)
        lr      %r11,%r9
        st      %r9,0(%r10)
        la      %r10,4(%r10)
        bct     %r7,1b-base(%r12)
        l       %r2,0x200(%r0)

next:   lr      %r9,%r2                 /* a number drawn from the stamp */
        m       %r8,mult-base(%r12)
        al      %r9,add-base(%r12)
        lr      %r3,%r9
        srl     %r9,13
        xr      %r3,%r9
        lr      %r9,%r3
        srl     %r9,1
        sr      %r8,%r8
        d       %r8,0x204(%r0)
        lr      %r4,%r8                 /* R4: track */
        lr      %r5,%r3
        srl     %r5,3
        n       %r5,three-base(%r12)
        la      %r5,1(%r5)              /* R5: record */
        lr      %r6,%r3
        srl     %r6,7
        n       %r6,seven-base(%r12)    /* R6: 0: format */

        l       %r10,dataat-base(%r12)  /* the record */
        l       %r11,where-base(%r12)
        la      %r7,512
2:      l       %r9,0(%r11)
        xr      %r9,%r2
        st      %r9,0(%r10)
        la      %r10,4(%r10)
        la      %r11,4(%r11)
        bct     %r7,2b-base(%r12)
        la      %r7,512
3:      st      %r2,0(%r10)
        la      %r10,4(%r10)
        bct     %r7,3b-base(%r12)

        l       %r9,0x20c(%r0)
        ltr     %r9,%r9
        bc      7,blocks-base(%r12)
again:  sr      %r8,%r8
        lr      %r9,%r4
        d       %r8,0x208(%r0)
        sth     %r9,seek+2-base(%r12)
        sth     %r8,seek+4-base(%r12)
        sth     %r9,ident-base(%r12)
        sth     %r8,ident+2-base(%r12)
        l       %r10,countat-base(%r12)
        mvc     0(4,%r10),ident-base(%r12)
        stc     %r5,4(%r10)
        mvi     5(%r10),0
        mvc     6(2,%r10),length-base(%r12)
        la      %r0,update-base(%r12)
        lr      %r9,%r5
        ltr     %r6,%r6
        bc      7,4f-base(%r12)
        bctr    %r9,%r0                 /* behind the record before */
        la      %r0,format-base(%r12)
4:      stc     %r9,ident+4-base(%r12)
        la      %r1,disk
        bal     %r14,io-base(%r12)
        ltr     %r15,%r15
        bc      8,written-base(%r12)
        ltr     %r6,%r6
        bc      7,5f-base(%r12)
        cli     ident+4-base(%r12),0
        bc      8,failed-base(%r12)     /* not even behind R0 */
5:      sr      %r6,%r6                 /* no such record: record 1 anew */
        la      %r5,1
        bc      15,again-base(%r12)

blocks: la      %r6,1                   /* a fixed-block disk */
        lr      %r9,%r4
        sll     %r9,2
        ar      %r9,%r5
        bctr    %r9,%r0
        sll     %r9,3
        st      %r9,locate+4-base(%r12)
        la      %r0,fixed-base(%r12)
        la      %r1,disk
        bal     %r14,io-base(%r12)
        ltr     %r15,%r15
        bc      7,failed-base(%r12)

written: mvi    line-base(%r12),0xe6    /* W */
        ltr     %r6,%r6
        bc      7,6f-base(%r12)
        mvi     line-base(%r12),0xc6    /* F */
6:      st      %r4,word-base(%r12)
        unpk    line+2-base(9,%r12),word-base(5,%r12)
        st      %r5,word-base(%r12)
        unpk    line+11-base(9,%r12),word-base(5,%r12)
        st      %r2,word-base(%r12)
        unpk    line+20-base(9,%r12),word-base(5,%r12)
        tr      line+2-base(26,%r12),table-base(%r12)
        mvi     line+10-base(%r12),0x40
        mvi     line+19-base(%r12),0x40
        la      %r0,print-base(%r12)
        la      %r1,printer
        bal     %r14,io-base(%r12)      /* unit check: it passed channel 9 */
        la      %r2,1(%r2)
        bc      15,next-base(%r12)

/* Channel program at R0 on device R1 up to device end; R15: 1 at unit check. */
io:     st      %r0,0x48(%r0)
7:      sio     %r1
        bc      2,7b-base(%r12)
        bc      4,status-base(%r12)
        bc      1,failed-base(%r12)
8:      lpsw    wait-base(%r12)
interrupted:
        ch      %r1,0x3a(%r0)
        bc      7,8b-base(%r12)
status: la      %r15,1
        tm      0x44(%r0),0x02
        bcr     7,%r14
        sr      %r15,%r15
        tm      0x44(%r0),0x04
        bcr     7,%r14
        bc      15,8b-base(%r12)

failed: lpsw    dead-base(%r12)

        .balign 8
wait:   .long   0xfe020000, 0
dead:   .long   0x00020000, 0xdead
update: .long   0x07000000+seek, 0x40000006
        .long   0x31000000+ident, 0x40000005
        .long   0x08000000+update+8, 0
        .long   0x05000000+data, 0x20001000
format: .long   0x07000000+seek, 0x40000006
        .long   0x31000000+ident, 0x40000005
        .long   0x08000000+format+8, 0
        .long   0x1d000000+count, 0x20001008
fixed:  .long   0x63000000+extent, 0x40000010
        .long   0x43000000+locate, 0x40000008
        .long   0x41000000+data, 0x20001000
extent: .long   0xc0000000, 0, 0, 500000
locate: .long   0x01000008, 0
print:  .long   0x09000000+line, 0x2000001c
mult:   .long   1103515245
add:    .long   12345
three:  .long   3
seven:  .long   7
where:  .long   noise
dataat: .long   data
countat: .long  count
length: .short  4096
        .balign 4
word:   .long   0, 0
seek:   .byte   0, 0, 0, 0, 0, 0
ident:  .byte   0, 0, 0, 0, 0
line:   .fill   40, 1, 0x40
/* Digits X'F0'-X'FF' as letters; the table begins where byte 0 would. */
        .equ    table, digits-0xf0
        .balign 8
        .fill   0xf0, 1, 0x40
digits: .byte   0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7
        .byte   0xf8, 0xf9, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6
