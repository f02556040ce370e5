/* SPDX-License-Identifier: MIT */
/* EPAR: Extract Primary ASN. PoO "Control Instructions". */
#include "tests/insn/das.inc"

        spaces
        traps   0x13, epar, R2
        mode    0x04080000
        check
        load    R2, -1
        epar    R2
        want    R2, 1
        check
        setcr   4, 0xffff8765
        sac     0x100(0)
        epar    R2
        want    R2, 0x8765
        sac     0(0)
        mode    0x04090000              /* problem state, with authority */
        check
        epar    R3
        want    R3, 0x8765
        etraps  0x02, .insn, rr, 0x0800, R2, R3
        setcr   0, 0x04800000           /* without */
        mode    0x04090000
        etraps  0x02, epar, R2
        check
        want    R2, 0x8765
        pass
