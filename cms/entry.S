# SPDX-License-Identifier: MIT
# First instructions of the CMS nucleus, first-level interruption handlers, and
# the way into and out of programs in the user area. The nucleus runs disabled;
# it enables only in wait_interrupt and allow_interrupts. VM/370: DMSINI,
# DMSITS, DMSITI, DMSITP.
#include "cms/offsets.h"

#define FRAME 96                        /* gcc's register save area */

        .section .text.entry, "ax"
        .globl  cms_entry
cms_entry:                              # R0, R1: cms/ipl.S
        lhi     %r15, CMS_TOP/4
        sll     %r15, 2
        ahi     %r15, -FRAME
        lr      %r2, %r0
        lr      %r3, %r1
        brasl   %r14, cms_start         # does not return
        j       .

        .text
        .globl  svc_first
svc_first:
        stm     %r0, %r15, NUCON_SVC_SAVE
        l       %r15, NUCON_SP
        ahi     %r15, -(FRAME + USER_SIZE)
        mvc     FRAME(64, %r15), NUCON_SVC_SAVE
        mvc     FRAME + USER_PSW(8, %r15), SVC_OLD
        la      %r2, FRAME(%r15)
        brasl   %r14, svc_handler
        ltr     %r2, %r2
        jnz     user_done
resume:                                 # the program of the frame
        mvc     NUCON_GO(8), FRAME + USER_PSW(%r15)
        mvc     NUCON_SVC_SAVE(64), FRAME(%r15)
        lm      %r0, %r15, NUCON_SVC_SAVE
        lpsw    NUCON_GO
user_done:
        l       %r2, FRAME + USER_GPR15(%r15)
        l       %r15, NUCON_SP
        mvc     NUCON_SP(4), FRAME(%r15)
        ahi     %r15, FRAME + 8
        lm      %r6, %r15, 24(%r15)
        br      %r14

        .globl  run_user
run_user:
        stm     %r6, %r15, 24(%r15)
        ahi     %r15, -(FRAME + 8)
        mvc     FRAME(4, %r15), NUCON_SP
        st      %r15, NUCON_SP
        mvc     NUCON_GO(8), USER_PSW(%r2)
        mvc     NUCON_SVC_SAVE(64), 0(%r2)
        lm      %r0, %r15, NUCON_SVC_SAVE
        lpsw    NUCON_GO

        .globl  user_return
user_return:
        svc     205

        .globl  pgm_first
pgm_first:
        stm     %r0, %r15, NUCON_PGM_SAVE
        lhi     %r15, CMS_TOP/4
        sll     %r15, 2
        ahi     %r15, -FRAME
        brasl   %r14, pgm_handler       # does not return
        j       .

        .globl  io_first
io_first:
        stm     %r0, %r15, NUCON_IO_SAVE
        l       %r15, NUCON_IO_STACK
        brasl   %r14, io_handler
        lm      %r0, %r15, NUCON_IO_SAVE
        lpsw    IO_OLD

        .globl  ext_first
ext_first:                              # only programs are enabled for it
        stm     %r0, %r15, NUCON_SVC_SAVE
        l       %r15, NUCON_SP
        ahi     %r15, -(FRAME + USER_SIZE)
        mvc     FRAME(64, %r15), NUCON_SVC_SAVE
        mvc     FRAME + USER_PSW(8, %r15), EXT_OLD
        la      %r2, FRAME(%r15)
        brasl   %r14, ext_handler
        j       resume

        .globl  mck_first
mck_first:
        larl    %r1, mck_stop
        lpsw    0(%r1)

        .globl  wait_interrupt
wait_interrupt:                         # the PSW's address is a BR 14
        lpsw    NUCON_WAITING

        .globl  waited
waited:
        br      %r14

        .globl  allow_interrupts
allow_interrupts:
        larl    %r1, masks
        ssm     0(%r1)
        ssm     1(%r1)
        br      %r14

        .globl  drop_stack
drop_stack:
        lhi     %r15, CMS_TOP/4
        sll     %r15, 2
        ahi     %r15, -FRAME
        brasl   %r14, recover           # does not return
        j       .

        .globl  diag_io
diag_io:
        st      %r15, NUCON_DIAG_SP
        diag    %r2, %r3, 0x20
        lr      %r3, %r15
        l       %r15, NUCON_DIAG_SP
        ipm     %r2
        srl     %r2, 28
        br      %r14

        .globl  storage_probe
storage_probe:                          # an addressing exception ends it
        mvc     NUCON_GO(8), PGM_NEW
        larl    %r1, 2f
        st      %r1, PGM_NEW + 4
        lhi     %r2, 0
1:      l       %r0, 0(%r2)
        la      %r2, 4095(%r2)
        la      %r2, 1(%r2)
        ltr     %r2, %r2                # 24 bits: 16M wraps to 0
        jnz     1b
        lhi     %r2, 1
        sll     %r2, 24
2:      mvc     PGM_NEW(8), NUCON_GO
        br      %r14

        .section .rodata
        .balign 8
mck_stop: .long 0x00020000, 0x0000e0e0
        .globl  cms_build
cms_build: .long cms_build_id
masks:  .byte   0xfe, 0x00

        .section .note.GNU-stack, "", @progbits
