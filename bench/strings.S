/* SPDX-License-Identifier: MIT */
/* Storage-to-storage instructions of card-image size, and the long ones. */
#include "bench/kernel.inc"

        begin
        l       R4, at(ONE)
        l       R5, at(OTHER)
TURN:   mvi     0(R4), 0x40
        mvc     1(79, R4), 0(R4)
        mvc     8(30, R4), at(TEXT)
        mvc     0(80, R5), 0(R4)
        clc     0(80, R5), 0(R4)
        bc      7, at(WRONG)
        xc      80(16, R5), 80(R5)
        oc      80(16, R5), 0(R4)
        nc      80(16, R5), at(MASK)
        tr      0(30, R5), at(UPSIDE)
        lr      R10, R2               /* TRT puts a byte there */
        trt     0(80, R5), at(STOP)
        bc      8, at(WRONG)
        lr      R2, R10
        lr      R6, R4
        la      R7, 200
        lr      R8, R5
        la      R9, 80
        mvcl    R6, R8
        la      R9, 256
        lr      R8, R5
        lr      R6, R5
        la      R7, 256
        clcl    R6, R8
        bc      7, at(WRONG)
        again
        pass
ONE:    .long   0x5000
OTHER:  .long   0x5905
MASK:   .long   0x0f0f0f0f, 0xf0f0f0f0, 0xffffffff, 0x00ff00ff
TEXT:   .long   0xE3C8C540, 0xD8E4C9C3, 0xD240C2D9, 0xD6E6D540
        .long   0xC6D6E740, 0xD1E4D4D7, 0xE240D6E5, 0xC5D90000
        .org    0x2800
UPSIDE: .set    i, 0
        .rept   256
        .byte   255 - i
        .set    i, i + 1
        .endr
STOP:   .fill   64, 1, 0
        .byte   1
        .fill   191, 1, 0
