/* SPDX-License-Identifier: MIT */
/* ESAR: Extract Secondary ASN. PoO "Control Instructions". */
#include "tests/insn/das.inc"

        spaces
        traps   0x13, esar, R2
        mode    0x04080000
        check
        load    R2, -1
        esar    R2
        want    R2, 2
        check
        setcr   3, 0xffff8765
        sac     0x100(0)
        esar    R2
        want    R2, 0x8765
        sac     0(0)
        mode    0x04090000              /* problem state, with authority */
        check
        esar    R3
        want    R3, 0x8765
        etraps  0x02, .insn, rr, 0x0800, R2, R3
        setcr   0, 0x04800000           /* without */
        mode    0x04090000
        etraps  0x02, esar, R2
        check
        want    R2, 0x8765
        pass
