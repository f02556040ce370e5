/* SPDX-License-Identifier: MIT */
/* SAC: Set Address Space Control. PoO "Control Instructions". */
#include "tests/insn/das.inc"

        spaces
        traps   0x13, sac, 0(0)         /* in BC mode */
        load    R3, 0x10000
        mode    0x04080000
        check
        l       R2, 0(R3)
        want    R2, 0x11111111
        check
        sac     0x100(0)
        l       R2, 0(R3)
        want    R2, 0x22222222
        check                           /* a store goes there, too */
        load    R2, 0x55555555
        st      R2, 0(R3)
        sac     0(0)
        l       R2, 0(R3)
        want    R2, 0x11111111
        mode    0x04088000              /* the PSW has the mode */
        check
        l       R2, 0(R3)
        want    R2, 0x55555555
        check                           /* LRA and the exception's address */
        lra     R4, 0(R3)
        want    R4, 0x32000
        load    R3, 0x11000
        sac     0(0)
        nulls   0x11, 0x00011000, l, R2, 0(R3)
        sac     0x1ff(0)
        nulls   0x11, 0x80011000, l, R2, 0(R3)
        etraps  0x06, sac, 0x200(0)
        etraps  0x06, sac, 0xf00(0)
        /* CR7 is used at once. */
        load    R3, 0x10000
        sac     0x100(0)
        setcr   7, 0x20800
        check
        l       R2, 0(R3)
        want    R2, 0x33333333
        setcr   0, 0x08800000           /* no secondary-space control */
        etraps  0x13, sac, 0(0)
        mode    0x00080000
        setcr   0, 0x0c800000
        mode    0x00080000              /* translation off */
        etraps  0x13, sac, 0(0)
        /* Without bit 5 an interruption's PSW has the bit nevertheless. */
        mode    0x00088000
        check
        mode    0x00080000
        pass
