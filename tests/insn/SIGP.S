/* SPDX-License-Identifier: MIT */
/* SIGP: Signal Processor. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        /* Sense itself: nothing to report. */
        check
        load    R3, 0
        load    R2, 0x55555555
        setcc   3
        sigp    R2, R3, 1
        wantcc  0
        want    R2, 0x55555555
        /* No other processor. */
        check
        la      R3, 1
        sigp    R2, R3, 1
        wantcc  3
        /* An order that does not exist. */
        check
        load    R3, 0
        sigp    R2, R3, 0x55
        wantcc  1
        want    R2, 2
        /* An external call to itself is taken when the masks allow it. */
        check
        sigp    R2, R3, 2
        wantcc  0
        sigp    R2, R3, 2
        wantcc  1
        want    R2, 0x80
        constant K_CR0, .long, 0x00002000
        constant K_EXT, .long, 0, T1-ORG
        lctl    0, 0, at(K_CR0)
        mvc     atl(ORG+0x58, 8), at(K_EXT)
        stosm   at(WORK), 1
        bc      15, at(FAIL)
T1:     wantmem 2, ORG+0x1a, 0x12, 0x02
        pass
