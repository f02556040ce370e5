/* SPDX-License-Identifier: MIT */
/* Hexadecimal floating point, long and short: a polynomial. */
#include "bench/kernel.inc"

        begin
        ld      F0, at(HALF)
TURN:   ld      F2, at(ONE)
        mdr     F2, F0
        ad      F2, at(THIRD)
        mdr     F2, F0
        sd      F2, at(ONE)
        ldr     F4, F2
        ddr     F4, F0
        adr     F4, F2
        std     F4, at(WORK)
        le      F6, at(WORK)
        mer     F6, F6
        ae      F6, at(ONE)
        lpdr    F4, F4
        hdr     F4, F4
        cdr     F4, F0
        bc      2, at(HIGH)
        sdr     F0, F4
        adr     F0, F4
HIGH:   again
        pass
ONE:    .long   0x41100000, 0
HALF:   .long   0x40800000, 0
THIRD:  .long   0x40555555, 0x55555555
WORK:   .long   0, 0
