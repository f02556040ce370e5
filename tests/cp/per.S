/* SPDX-License-Identifier: MIT */
/* Program-event recording and low-address protection, above all of what CP
 * simulates: instruction fetch, storage and register alteration, together with
 * exceptions, SVC and page faults, in supervisor and problem state. */
        .equ    start_mask, 0x00080000
#include "tests/cp/guest.inc"

        .macro  per events,range
        mvi     cr9-data(%r13),\events
        mvc     cr10-data(8,%r13),\range-data(%r13)
        lctl    %c9,%c11,cr9-data(%r13)
        .endm

start:  lhi     %r13,0x1800
        lhi     %r11,0
        lctl    %c0,%c0,cr0-data(%r13)
        lhi     %r2,0x2100              /* 4K pages, virtual = real */
        lhi     %r1,0
        lhi     %r3,16
1:      sth     %r1,0(%r2)
        ahi     %r1,0x10
        ahi     %r2,2
        brct    %r3,1b
        mvc     0x2000-0x1800(8,%r13),seg-data(%r13)
        lhi     %r12,0x3000
        lhi     %r9,2                   /* without and with translation */
again:  lhi     %r8,-1                  /* every register */
        sth     %r8,cr9+2-data(%r13)
        /* Fetch events of everything in `body`. */
        per     0x40,bodyat
        bras    %r14,body
        steal
        bras    %r14,body
        /* Storage alteration where it stores. */
        per     0x20,areaat
        bras    %r14,body
        per     0x20,secondat
        bras    %r14,body
        /* Registers: all, then only 3. */
        per     0x10,areaat
        bras    %r14,body
        lhi     %r8,0x1000
        sth     %r8,cr9+2-data(%r13)
        per     0x10,areaat
        bras    %r14,body
        /* All, the area wrapping around. */
        lhi     %r8,-1
        sth     %r8,cr9+2-data(%r13)
        per     0xf0,wrapat
        bras    %r14,body
        /* Fetch events of SVC and of privileged operations in problem state. */
        per     0x40,probat
        lpsw    probpsw-data(%r13)
inprob: svc     40
        ssm     0(%r13)
        lpsw    0(%r13)
        .short  0
        steal
        svc     41
        nopr    0
        svc     255
        nopr    0
endprob: brct   %r9,2f
        j       low
2:      lctl    %c0,%c1,cr0-data(%r13)
        oi      perpsw-data(%r13),0x04
        oi      probpsw-data(%r13),0x04
        j       again

/* The PSW with PER is loaded, and the one without at the end. */
body:   st      %r14,back-data(%r13)
        lpsw    perpsw-data(%r13)
inbody: lr      %r3,%r12
        stosm   0(%r12),0
        stnsm   1(%r12),0xff
        stctl   %c9,%c11,4(%r12)
        stpx    16(%r12)
        stap    20(%r12)
        stckc   24(%r12)
        lra     %r3,0(%r12)
        lhi     %r4,0x3000
        isk     %r3,%r4
        ipk
        ssk     %r3,%r4
        lctl    %c2,%c2,ones-data(%r13)
        svc     42
        stap    21(%r12)                /* specification */
        lpsw    4(%r12)
        mvc     32(8,%r12),0(%r12)
        st      %r4,0x7fc(%r12)
        spka    0(%r0)
        ex      %r0,exstap-data(%r13)
        lpsw    nextpsw-data(%r13)      /* PER stays on */
next:   lpsw    nopersw-data(%r13)
nobody: l       %r14,back-data(%r13)
        br      %r14

/* Low-address protection. */
low:    lpsw    off-data(%r13)
isoff:  lctl    %c0,%c0,crlow-data(%r13)
        st      %r1,0x1f8(%r0)
        st      %r1,0x1fe(%r0)
        lhi     %r3,0x1fc
        stm     %r1,%r2,0(%r3)
        stap    0x100(%r0)
        stctl   %c0,%c15,0x1c4(%r0)
        stosm   0x101(%r0),0
        stnsm   0x102(%r0),0xff
        stpx    0x1fc(%r0)
        stap    0x200-0x200+0xc00(%r0)
        stckc   0x1f8(%r0)
        tprot   0(%r0),0(%r0)
        svc     43
        tprot   0x200(%r0),0(%r0)
        svc     44
        steal
        st      %r1,0x1f8(%r0)
        stap    0x100(%r0)
        svc     45
        .short  0
        lpsw    lowon-data(%r13)
inlow:  st      %r1,0x1f8(%r0)
        stap    0x100(%r0)
        st      %r1,0xc04(%r0)
        svc     46
        lpsw    lowbc-data(%r13)
inbc:   st      %r1,0x1f8(%r0)
        stap    0x100(%r0)
        svc     47
        lctl    %c0,%c0,cr0-data(%r13)
        st      %r1,0x1f8(%r0)
        stap    0x100(%r0)
        lpsw    good

        .org    0x1800
data:
exstap: stap    40(%r12)
cr9:    .long   0
cr10:   .long   0, 0
back:   .long   0
seg:    .long   0xf0002100, 1
cr0:    .long   0x00800060, 0x00002000
crlow:  .long   0x10800060
ones:   .long   -1
bodyat: .long   inbody, nobody
areaat: .long   0x3000, 0x3fff
wrapat: .long   0x3700, 0x3010
secondat: .long 0x3011, 0x3016
probat: .long   inprob, endprob
        .balign 8
perpsw: .long   0x40080000, inbody
nextpsw: .long  0x40080000, next
nopersw: .long  0x00080000, nobody
probpsw: .long  0x40090000, inprob
off:    .long   0x00080000, isoff
lowon:  .long   0x04080000, inlow
lowbc:  .long   0, inbc
        .org    0x2000
