/* SPDX-License-Identifier: MIT */
/* Entry from the boot program, the first-level interruption handlers, and the
 * switch of stacks. CP runs disabled: interruptions come only from a guest
 * (run_guest) or from CP's wait (wait_enabled), and each is made to look like
 * the return from that call. PoO "Interruptions". VM/370: DMKPSA, DMKDSP. */
#include "cp/low.h"

        .section .entry, "ax"
        .globl  cp_entry
cp_entry:                               /* R2: I/O address of the IPL device */
        basr    %r13,0
.Lbase: l       %r15,.Lstack-.Lbase(%r13)
        lr      %r8,%r2
        l       %r4,.Lbss-.Lbase(%r13)  /* clear what the image leaves out */
        l       %r5,.Lbsslen-.Lbase(%r13)
        sr      %r6,%r6
        sr      %r7,%r7
        mvcl    %r4,%r6
        lr      %r2,%r8
        mvc     0x58(40,%r0),.Lnew-.Lbase(%r13) /* the five new PSWs */
        mvc     0(8,%r0),.Lrestart-.Lbase(%r13)
        l       %r1,.Lmain-.Lbase(%r13)
        br      %r1                     /* it does not return */
        .balign 8
.Lnew:  .long   0x00080000,int_ext
        .long   0x00080000,int_svc
        .long   0x00080000,int_pgm
        .long   0x00080000,int_mck
        .long   0x00080000,int_io
.Lrestart:
        .long   0x00080000,cp_restart
.Lstack: .long  cp_stack+CP_STACK_SIZE-96
.Lbss:  .long   __bss_start
.Lbsslen: .long __bss_len
.Lmain: .long   cp_main

        .text
        .globl  run_guest, wait_enabled, stack_switch, storage_probe
        .balign 8
run_guest:
        stm     %r6,%r15,24(%r15)
        st      %r15,LOW_SP(%r0)
        lm      %r0,%r15,0(%r2)
        lpsw    LOW_RUNPSW(%r0)

wait_enabled:
        stm     %r6,%r15,24(%r15)
        st      %r15,LOW_SP(%r0)
        lpsw    LOW_RUNPSW(%r0)

int_ext:
        stm     %r0,%r15,LOW_GPR(%r0)
        lhi     %r2,EXIT_EXT
        j       back
int_svc:
        stm     %r0,%r15,LOW_GPR(%r0)
        tm      0x21(%r0),0x01
        jz      bad_svc
        lhi     %r2,EXIT_SVC
        j       back
int_io:
        stm     %r0,%r15,LOW_GPR(%r0)
        lhi     %r2,EXIT_IO
back:   l       %r15,LOW_SP(%r0)
        lm      %r6,%r15,24(%r15)
        br      %r14

/* A program interruption whose old PSW is CP's own is a MONITOR CALL of CP's
 * (the guest's CR8 may enable it), which is ignored, or a fault of CP. */
int_pgm:
        stm     %r0,%r15,LOW_GPR(%r0)
        tm      0x29(%r0),0x01
        jz      own_pgm
        lhi     %r2,EXIT_PGM
        j       back
own_pgm:
        cli     0x8f(%r0),0x80
        je      own_per
        cli     0x8f(%r0),0x40
        jne     bad_pgm
        lm      %r0,%r15,LOW_GPR(%r0)
        lpsw    0x28(%r0)

/* A guest's SVC with a PER event: the program interruption follows the
 * supervisor-call interruption at once, before an instruction of int_svc. */
own_per:
        larl    %r2,int_svc
        cl      %r2,0x2c(%r0)
        jne     bad_pgm
        tm      0x21(%r0),0x01
        jz      bad_pgm
        lhi     %r2,EXIT_SVC_PER
        j       back

bad_pgm:
        stm     %r0,%r15,LOW_ABEND_GPR(%r0)
        larl    %r2,prg_code
        j       die
bad_svc:
        stm     %r0,%r15,LOW_ABEND_GPR(%r0)
        larl    %r2,svc_code
        j       die
int_mck:
        stm     %r0,%r15,LOW_ABEND_GPR(%r0)
        larl    %r2,mch_code
die:    larl    %r15,abend_stack+CP_STACK_SIZE-96
        brasl   %r14,abend

/* RESTART gives a dump of CP's state: an abend by hand. */
cp_restart:
        stm     %r0,%r15,LOW_ABEND_GPR(%r0)
        larl    %r2,rst_code
        j       die

stack_switch:
        stm     %r6,%r15,24(%r15)
        st      %r15,0(%r2)
        lr      %r15,%r3
        lm      %r6,%r15,24(%r15)
        br      %r14

storage_probe:
        mvc     LOW_ABEND_GPR(8,%r0),0x68(%r0)
        larl    %r3,1f
        l       %r4,0x68(%r0)
        st      %r3,0x6c(%r0)
        lr      %r5,%r2
        lhi     %r2,0
        ic      %r4,0(%r5)
        lhi     %r2,1
1:      mvc     0x68(8,%r0),LOW_ABEND_GPR(%r0)
        br      %r14

        .section .rodata
        .balign 2
prg_code: .byte 0xd7,0xd9,0xc7,0xf0,0xf0,0xf1,0 /* PRG001 */
        .balign 2
svc_code: .byte 0xe2,0xe5,0xc3,0xf0,0xf0,0xf1,0 /* SVC001 */
        .balign 2
mch_code: .byte 0xd4,0xc3,0xc8,0xf0,0xf0,0xf1,0 /* MCH001 */
        .balign 2
rst_code: .byte 0xd9,0xe2,0xe3,0xf0,0xf0,0xf1,0 /* RST001 */

        .section .stacks, "aw", @nobits
        .balign CP_STACK_SIZE
        .globl  cp_stack
cp_stack: .space CP_STACK_SIZE
abend_stack: .space CP_STACK_SIZE

        .section .note.GNU-stack, "", @progbits
