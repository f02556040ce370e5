/* SPDX-License-Identifier: MIT */
/* LPSW: Load PSW. PoO "Control Instructions". */
#include "tests/insn/insn.inc"

        constant K_PSW1, .long, 0, 0x25000000+T1-ORG
        check
        setcc   0
        lpsw    at(K_PSW1)
        bc      15, at(FAIL)
T1:     wantcc  2
        balr    R2, R0
        n       R2, at(K_MASK)
        constant K_MASK, .long, 0x3f000000
        want    R2, 0x25000000
        /* EC mode, condition code and program mask where that has them. */
        constant K_PSW2, .long, 0x00081300, T2-ORG
        check
        lpsw    at(K_PSW2)
        bc      15, at(FAIL)
T2:     wantcc  1
        balr    R2, R0
        n       R2, at(K_MASK)
        want    R2, 0x13000000
        constant K_PSW3, .long, 0, T3-ORG
        lpsw    at(K_PSW3)
T3:     traps   6, lpsw, at(K_PSW3+4)
        /* An invalid EC PSW: loaded, then a specification exception of length 0. */
        constant K_BADPSW, .long, 0x80080000, 0x123456
        constant K_PGM, .long, 0, T4-ORG
        check
        mvc     atl(PGMNEW, 8), at(K_PGM)
        lpsw    at(K_BADPSW)
        bc      15, at(FAIL)
T4:     wantmem 4, ORG+0x8c, 0,0,0,6
        clc     atl(ORG+0x28, 8), at(K_BADPSW)
        bc      7, at(FAIL)
        pass
