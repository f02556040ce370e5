/* SPDX-License-Identifier: MIT */
/* Loops of two instructions over bytes, and a table of branches. */
#include "bench/kernel.inc"

        begin
        l       R6, at(DATA)
TURN:   sr      R4, R4
        la      R8, 3
        la      R9, 255
        sr      R0, R0
CLEAR:  stc     R0, 0(R4, R6)
        bxle    R4, R8, at(CLEAR)
        sr      R3, R3
        la      R5, 32
        la      R7, at(CODES)
NEXT:   ic      R3, 0(R7)
        bal     R14, at(BRANCH)
        la      R7, 1(R7)
        bct     R5, at(NEXT)
        again
        pass
BRANCH: b       (TABLE-AREA)(R3, R12)
        .balign 4
TABLE:  b       at(B0)
        b       at(B1)
        b       at(B2)
        b       at(B3)
B0:     la      R10, 1(R10)
        br      R14
B1:     xr      R10, R5
        br      R14
B2:     tm      at(CODES), 1
        bc      1, at(WRONG)
        br      R14
B3:     sla     R11, 0
        br      R14
        .balign 4
DATA:   .long   0x5000
CODES:  .rept   8
        .byte   0, 8, 4, 12
        .endr
