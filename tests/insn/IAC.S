/* SPDX-License-Identifier: MIT */
/* IAC: Insert Address Space Control. PoO "Control Instructions". */
#include "tests/insn/das.inc"

        spaces
        traps   0x13, iac, R2
        mode    0x04080000
        check
        load    R2, 0x12345678
        iac     R2
        wantcc  0
        want    R2, 0x12340078
        check
        sac     0x100(0)
        iac     R2
        wantcc  1
        want    R2, 0x12340178
        sac     0(0)
        mode    0x04090000              /* problem state, with authority */
        check
        iac     R2
        wantcc  0
        sac     0x100(0)
        iac     R2
        wantcc  1
        etraps  0x02, .insn, rr, 0x0800, R2, R3
        setcr   0, 0x04800000           /* without */
        check
        iac     R2
        wantcc  0
        mode    0x04090000
        etraps  0x02, iac, R2
        /* SPKA and IPK are semiprivileged, too. */
        setcr   3, 0x10000000           /* key 3 */
        check
        constant K_NS, .long, 0x04080000, NS-ORG
        mvc     atl(PGMNEW, 8), at(K_NS)
        mode    0x04090000
        spka    0x30(0)
        .insn   rr, 0x0800, R2, R3
NS:     wantmem 2, ORG+0x8e, 0,2
        wantmem 1, ORG+0x29, 0x39       /* the key was set */
        mode    0x04090000
        etraps  0x02, spka, 0x40(0)
        mode    0x04090000
        etraps  0x02, ipk
        setcr   0, 0x0c800000
        mode    0x04090000
        check
        load    R2, -1
        ipk
        want    R2, 0xffffff00
        etraps  0x02, .insn, rr, 0x0800, R2, R3
        pass
