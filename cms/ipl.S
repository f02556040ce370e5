# SPDX-License-Identifier: MIT
# IPL text of a CMS system disk: R1 and R2 of cylinder 0 track 0 (arch/cmsipl.h).
# The loader reads the nucleus page by page with SIO, waiting for each
# interruption, and enters it with the IPL device's address in R1 and "CIPL" in
# R0. Trouble is a disabled wait at X'00E1' (I/O error: CSW at 40), X'00E2'
# (SIO not accepted) or X'00E3' (no nucleus here).
        .text
        .globl  _start
_start:
        .long   0x00000000, 0x00020000  # R1: PSW
        .long   0x06020000, 0x20001000  # R1: CCW: read data, R2
        .long   0, 0
        .skip   8                       # not written to the disk

        .set    LOAD, 0x10000
r2:
        balr    %r12, 0
base:
        j       go
        .skip   2
        # struct cms_ipl_parm
parm_eye:       .byte 0xc3, 0xd4, 0xe2, 0xc9, 0xd7, 0xd3, 0xf0, 0xf1
parm_cyl:       .short 0
parm_heads:     .short 0
parm_per_track: .short 0
parm_pages:     .short 0

go:
        lh      %r1, 2                  # BC mode: the IPL device's address
        n       %r1, mask16-base(%r12)
        la      %r2, io_done-base(%r12)
        st      %r2, io_new+4-base(%r12)
        mvc     0x78(8), io_new-base(%r12)
        la      %r2, seek-base(%r12)    # complete the channel program
        la      %r3, seek_arg-base(%r12)
        st      %r3, 0(%r2)
        mvi     0(%r2), 0x07
        la      %r3, seek_arg+2-base(%r12)
        st      %r3, 8(%r2)
        mvi     8(%r2), 0x31
        la      %r3, 8(%r2)
        st      %r3, 16(%r2)
        mvi     16(%r2), 0x08

        lh      %r5, parm_pages-base(%r12)
        mvi     error+7-base(%r12), 0xe3
        ltr     %r5, %r5
        jz      stop
        lh      %r6, parm_cyl-base(%r12)
        lhi     %r7, 0                  # head
        lhi     %r8, 1                  # record
        l       %r9, load-base(%r12)
next:
        sth     %r6, seek_arg+2-base(%r12)
        sth     %r7, seek_arg+4-base(%r12)
        stc     %r8, seek_arg+6-base(%r12)
        st      %r9, read-base(%r12)
        mvi     read-base(%r12), 0x06
        la      %r2, seek-base(%r12)
        st      %r2, 0x48
        mvi     error+7-base(%r12), 0xe2
        .insn   s, 0x9c000000, 0(%r1)   # SIO
        jh      stop                    # cc 2
        jo      stop                    # cc 3
        jz      wait
        tm      0x44, 0x10              # cc 1: busy: again
        jo      next
        j       examine
wait:
        lpsw    waiting-base(%r12)
io_done:
        lh      %r2, 0x3a               # I/O old PSW: whose interruption?
        n       %r2, mask16-base(%r12)
        cr      %r2, %r1
        jne     wait
examine:
        mvi     error+7-base(%r12), 0xe1
        tm      0x45, 0xbf              # channel status but PCI, IL
        jnz     stop
        tm      0x44, 0x03
        jnz     stop
        tm      0x44, 0x04              # device end?
        jz      wait
        la      %r9, 2048(%r9)
        la      %r9, 2048(%r9)
        la      %r8, 1(%r8)
        ch      %r8, parm_per_track-base(%r12)
        jnh     counted
        lhi     %r8, 1
        la      %r7, 1(%r7)
        ch      %r7, parm_heads-base(%r12)
        jl      counted
        lhi     %r7, 0
        la      %r6, 1(%r6)
counted:
        brct    %r5, next
        l       %r0, ipled-base(%r12)
        l       %r2, load-base(%r12)
        br      %r2
stop:
        lpsw    error-base(%r12)

        .balign 8
waiting: .long  0xfe020000, 0
error:  .long   0x00020000, 0x000000e0
io_new: .long   0x00000000, 0
seek:   .long   0, 0x40000006           # filled in above
        .long   0, 0x40000005
        .long   0, 0
read:   .long   0, 0x20001000
load:   .long   LOAD
ipled:  .byte   0xc3, 0xc9, 0xd7, 0xd3  # "CIPL"
mask16: .long   0x0000ffff
seek_arg: .byte 0, 0, 0, 0, 0, 0, 0
        .org    r2 + 512                # CMS_IPL_R2_MAX

        .section .note.GNU-stack, "", @progbits

        # For tools/opcheck: what is no code.
        .irp    constant, _start, parm_eye, parm_cyl, parm_heads, \
                parm_per_track, parm_pages, mask16, io_new, seek, seek_arg, \
                error, load, read, waiting, ipled
        .type   \constant, @object
        .endr
