/* SPDX-License-Identifier: MIT */
/* Subroutines as a linkage convention has them: registers saved in the
 * caller's save area, the callee in another page, EX of a variable length. */
#include "bench/kernel.inc"

        begin
        la      R13, at(SAVE)
TURN:   la      R1, at(LIST)
        l       R15, at(ADDRESS)
        balr    R14, R15
        ltr     R15, R15
        bc      7, at(WRONG)
        again
        pass
SAVE:   .space  72
ADDRESS: .long  real(CALLEE)
LIST:   .long   real(SOURCE), real(TARGET), 7
SOURCE: .long   0x11223344, 0x55667788
TARGET: .long   0, 0
        .org    0x3000
CALLEE: stm     R14, R12, 12(R13)
        lr      R3, R15
        lm      R4, R6, 0(R1)
        ex      R6, MOVE-CALLEE(R3)
        ex      R6, COMPARE-CALLEE(R3)
        bc      7, FAILED-CALLEE(R3)
        lm      R14, R12, 12(R13)
        sr      R15, R15
        br      R14
FAILED: lm      R14, R12, 12(R13)
        la      R15, 4
        br      R14
MOVE:   mvc     0(1, R5), 0(R4)
COMPARE: clc    0(1, R5), 0(R4)
