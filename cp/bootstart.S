/* SPDX-License-Identifier: MIT */
/* Entry of the boot program (IPL2). It has X'200'-X'FFF' as scratch: the
 * volume descriptor's head at X'200', its stack below X'1000'. In EC mode the
 * IPL device's address is at X'BA'. */
        .section .text.start, "ax"
        .globl  boot_start, boot_wait, boot_enter
boot_start:
        lhi     %r15,0x1000-96
        sr      %r2,%r2
        icm     %r2,3,0xba
        brasl   %r14,boot_main

        .text
/* Waits, enabled for I/O, until an interruption comes. */
boot_wait:
        larl    %r1,1f
        st      %r1,0x7c
        larl    %r1,iowait
        lpsw    0(%r1)
1:      br      %r14

/* boot_enter(entry, address): leaves for the nucleus with the IPL device's
 * address in register 2. */
boot_enter:
        lr      %r1,%r2
        lr      %r2,%r3
        br      %r1

        .balign 8
        .type   iowait, @object         /* tools/opcheck: no code */
iowait: .long   0x020a0000,0x00000000

        .section .note.GNU-stack, "", @progbits
