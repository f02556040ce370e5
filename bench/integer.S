/* SPDX-License-Identifier: MIT */
/* Registers, operands in storage and short branches: what most code is. */
#include "bench/kernel.inc"

        begin
        sr      R7, R7
        l       R8, at(DATA)
TURN:   la      R4, 16
        la      R5, at(TABLE)
NEXT:   l       R6, 0(R5)
        ar      R7, R6
        sll     R6, 3
        n       R6, at(MASK)
        c       R6, at(LIMIT)
        bc      2, at(HIGH)
        a       R7, at(LIMIT)
HIGH:   xr      R7, R6
        st      R7, 0(R8)
        lh      R9, 2(R8)
        sth     R9, 8(R8)
        ltr     R9, R9
        bc      10, at(POSITIVE)
        lcr     R9, R9
POSITIVE: alr   R7, R9
        srl     R7, 1
        la      R5, 4(R5)
        cli     at(TABLE), 0
        bc      8, at(WRONG)
        bct     R4, at(NEXT)
        again
        pass
DATA:   .long   0x5000
MASK:   .long   0x00ffffff
LIMIT:  .long   0x00300000
TABLE:  .set    seed, 12345
        .rept   16
        .set    seed, (seed * 69069 + 1) & 0x0fffffff
        .long   seed | 0x01000000
        .endr
