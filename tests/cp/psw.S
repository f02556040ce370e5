/* SPDX-License-Identifier: MIT */
/* PSWs: SSM, STNSM, STOSM, LPSW with valid and invalid ones in both modes, SVC
 * and program interruptions in both, EX of privileged instructions, SSM
 * suppression, MONITOR CALL, SIGP to itself. */
        .equ    start_mask, 0x00080000
#include "tests/cp/guest.inc"

start:  basr    %r12,0
base:   lhi     %r10,0x2000
        lhi     %r11,0
        lctl    %c0,%c0,cr0-base(%r12)  /* not location 80 */
        /* System masks, EC: 03 is valid, 80 is not (specification, ILC 2). */
        stosm   0x600(%r0),0x03
        stnsm   0x601(%r0),0x02
        stosm   0x602(%r0),0
        ssm     m00-base(%r12)
        rescue  1f
        stosm   0x603(%r0),0x80
        nopr    0
1:      rescue  2f
        ssm     m80-base(%r12)
2:      lhi     %r11,0
        /* SSM suppression. */
        lctl    %c0,%c0,ssmsup-base(%r12)
        ssm     m00-base(%r12)
        ex      %r0,exssm-base(%r12)
        lctl    %c0,%c0,cr0-base(%r12)
        ex      %r0,exssm-base(%r12)
        lhi     %r1,0x03
        ex      %r1,exstosm-base(%r12)
        ex      %r0,exstnsm-base(%r12)
        ex      %r0,exsvc-base(%r12)
        ex      %r0,exbad-base(%r12)
        ex      %r0,exex-base(%r12)
        /* Misaligned and inaccessible operands. */
        lpsw    4(%r10)
        stctl   %c0,%c1,2(%r10)
        lctl    %c0,%c1,1(%r10)
        stpx    2(%r10)
        stap    1(%r10)
        sckc    4(%r10)
        spt     4(%r10)
        l       %r1,beyond-base(%r12)
        ssm     0(%r1)
        lpsw    0(%r1)
        stctl   %c0,%c15,0(%r1)
        lctl    %c1,%c1,0(%r1)
        stosm   0(%r1),0
        lra     %r2,0(%r1)
        tprot   0(%r1),0(%r0)
        .insn   s,0xb2130000,0(%r1)     /* RRB */
        isk     %r2,%r1
        ssk     %r2,%r1
        lhi     %r2,0x2008
        isk     %r3,%r2
        ssk     %r3,%r2
        diag    %r0,%r0,1               /* no such function here or there */
        /* LPSW: every invalid bit, bad address bytes, odd address. */
        rescue  3f
        lpsw    bad0-base(%r12)
3:      rescue  4f
        lpsw    bad1-base(%r12)
4:      rescue  5f
        lpsw    bad2-base(%r12)
5:      rescue  6f
        lpsw    bad3-base(%r12)
6:      rescue  7f
        lpsw    odd-base(%r12)
7:      rescue  8f
        lpsw    beyondpsw-base(%r12)
8:      rescue  9f
        lpsw    both-base(%r12)
9:      lhi     %r11,0
        /* An invalid SVC new PSW: SVC and specification exception. */
        mvc     0x708(8,%r0),0x60(%r0)
        mvc     0x60(8,%r0),bad1-base(%r12)
        rescue  10f
        svc     9
10:     mvc     0x60(8,%r0),0x708(%r0)
        lhi     %r11,0
        /* BC mode, supervisor and problem state. */
        lpsw    bc-base(%r12)
inbc:   svc     10
        .short  0
        ssm     mff-base(%r12)
        ssm     m00-base(%r12)
        stosm   0x604(%r0),0
        ex      %r0,exsvc-base(%r12)
        sr      %r1,%r1
        ar      %r1,%r1
        svc     11
        mc      3,2
        lctl    %c8,%c8,ones-base(%r12)
        mc      3,2
        mc      5,15
        lctl    %c8,%c8,cr0-base(%r12)
        mc      3,2
        lhi     %r2,0x2000
        isk     %r3,%r2
        svc     12
        lpsw    bcprob-base(%r12)
inprob: svc     13
        lpsw    0(%r10)
        ssm     m00-base(%r12)
        isk     %r3,%r2
        spka    0x10(%r0)
        ipk
        lctl    %c0,%c0,cr0-base(%r12)
        .insn   s,0x9d000000,0x123      /* TIO */
        diag    %r0,%r0,0
        ptlb
        stidp   0(%r10)
        svc     255
        /* Back to EC, with condition codes and program masks kept. */
        spm     %r1
        svc     14
        lpsw    ecagain-base(%r12)
inec:   l       %r1,pm-base(%r12)
        spm     %r1
        svc     15
        l       %r2,big-base(%r12)
        ar      %r2,%r2                 /* fixed-point overflow, enabled */
        sr      %r1,%r1
        spm     %r1
        /* Keys. */
        lhi     %r2,0x3000
        lhi     %r1,0x58
        ssk     %r1,%r2
        ipk
        st      %r2,0x10(%r10)
        spka    0x50(%r0)
        ipk
        st      %r2,0x14(%r10)
        lhi     %r2,0x3000
        stap    0(%r2)
        stpx    4(%r2)
        ssm     8(%r2)
        spka    0x60(%r0)
        stap    0(%r2)                  /* protection */
        ssm     8(%r2)                  /* fetch protection */
        lpsw    0(%r2)
        sckc    0(%r2)
        tprot   0(%r2),0x50(%r0)
        spka    0(%r0)
        tprot   0(%r2),0x50(%r0)
        svc     16
        tprot   0(%r2),0x60(%r0)
        svc     17
        /* SIGP to itself: sense, emergency, external call, and others. */
        lctl    %c0,%c0,sigmask-base(%r12)
        lhi     %r3,0
        lhi     %r4,-1
        sigp    %r4,%r3,1
        svc     18
        sigp    %r4,%r3,3
        sigp    %r4,%r3,2
        sigp    %r4,%r3,1
        st      %r4,0x18(%r10)
        sigp    %r4,%r3,2
        svc     19
        stosm   0x605(%r0),1            /* both are taken */
        svc     20
        stnsm   0x605(%r0),0xfe
        sigp    %r4,%r3,0x77
        st      %r4,0x1c(%r10)
        lhi     %r3,5
        sigp    %r4,%r3,1
        svc     21
        /* RESTART: the PSW at 0 leads on. */
        lhi     %r3,0
        mvc     0(8,%r0),onwards-base(%r12)
        sigp    %r4,%r3,6
        nopr    0
        lpsw    bad
end:    lctl    %c0,%c0,cr0-base(%r12)
        lpsw    good

exssm:  ssm     m00-base(%r12)
exstosm: stosm  0x606(%r0),0
exstnsm: stnsm  0x607(%r0),0
exsvc:  svc     99
exbad:  .short  0
exex:   ex      %r0,exsvc-base(%r12)
m00:    .byte   0
m80:    .byte   0x80
mff:    .byte   0xff
        .balign 8
bad0:   .long   0x80080000, 0x00001000
bad1:   .long   0x00080001, 0x00001000
bad2:   .long   0x0008c000, 0x00001000
bad3:   .long   0x00080000, 0x01001000
both:   .long   0xb80900ff, 0xff001001
odd:    .long   0x00080000, 0x00001001
beyondpsw: .long 0x00080000, 0x00f00000
bc:     .long   0x00001234, inbc
bcprob: .long   0x00010000, 0x35000000 + inprob
ecagain: .long  0x00080000, inec
onwards: .long  0x00080000, end
ones:   .long   -1
cr0:    .long   0x00000060
sigmask: .long  0x00006060
ssmsup: .long   0x40000060
beyond: .long   0x00f00000
pm:     .long   0x3f000000
big:    .long   0x7fffffff
        .org    0x2000
