# SPDX-License-Identifier: MIT
# Entry of a program in the user area that is written in C, and its way to the
# nucleus. On entry R1 points at the tokens, R13 at a save area, R14 at the
# return; the return code goes back in R15.
        .section .text.entry, "ax"
        .globl  user_entry
user_entry:
        stm     %r14, %r12, 12(%r13)
        larl    %r15, user_stack_end - 96
        lr      %r2, %r1
        la      %r2, 0(%r2)             # without the flag byte
        lr      %r3, %r0
        brasl   %r14, user_main
        lr      %r15, %r2
        l       %r14, 12(%r13)
        lm      %r0, %r12, 20(%r13)
        br      %r14

        .text
        .globl  cms_svc                 # int cms_svc(void *plist)
cms_svc:
        larl    %r1, saved_sp
        st      %r15, 0(%r1)
        lr      %r1, %r2
        svc     202
        lr      %r2, %r15
        larl    %r1, saved_sp
        l       %r15, 0(%r1)
        br      %r14

        .section .bss.stack, "aw", @nobits
        .balign 8
saved_sp: .skip 8
        .skip   8192
user_stack_end:
        .section .note.GNU-stack, "", @progbits
