/* SPDX-License-Identifier: MIT */
/* Entry of tests/cp/vioguest.c, at its first byte, and its wait. */
        .section .entry, "ax"
        lhi     %r15,0x2000
        sll     %r15,5
        ahi     %r15,-96                /* a stack below X'40000' */
        brasl   %r14,guest_main

        .text
        .globl  io_wait
io_wait:
        larl    %r1,1f
        sr      %r2,%r2
        st      %r2,0x78
        st      %r1,0x7c
        larl    %r1,waitpsw
        lpsw    0(%r1)
1:      br      %r14
        .balign 8
waitpsw: .long  0xfe020000,0

        .section .note.GNU-stack, "", @progbits
