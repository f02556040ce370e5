/* SPDX-License-Identifier: MIT */
/* MVCK: Move with Key. PoO "General Instructions". */
#include "tests/insn/das.inc"

        /* It needs no translation: blocks with keys 3 and 5, fetch-protected. */
        load    R4, 0x40000
        load    R5, 0x50000
        load    R2, 0x38
        ssk     R2, R4
        load    R2, 0x58
        ssk     R2, R5
        poke    0x50000, 0x01020304
        poke    0x50004, 0x05060708
        setcr   3, 0x04000000           /* key 5 only */
        load    R3, 0x50
        mode    0x00080000
        check
        la      R2, 6
        keyed   3, mvck, 0(R2,R4), 0(R5), R3
        wantcc  0
        l       R6, 0(R4)
        want    R6, 0x01020304
        l       R6, 4(R4)
        want    R6, 0x05060000
        check                           /* no byte, no access */
        la      R2, 0
        load    R9, 0xfffff0
        keyed   3, mvck, 0(R2,R9), 0(R9), R3
        wantcc  0
        check                           /* 256 at most */
        load    R2, 256
        keyed   3, mvck, 0(R2,R4), 0(R5), R3
        wantcc  0
        load    R2, 0x80000001
        keyed   3, mvck, 0(R2,R4), 0(R5), R3
        wantcc  3
        load    R2, 257
        keyed   3, mvck, 0(R2,R4), 0(R5), R3
        wantcc  3
        l       R6, 4(R4)
        want    R6, 0x05060708
        la      R2, 1
        load    R3, 0x40                /* the wrong key */
        setcr   0, 0
        .macro  ntraps key, code, op, operands:vararg
        check
        constant N\@, .long, 0x00080000, T\@-ORG
        constant C\@, .short, \code
        mvc     atl(PGMNEW, 8), at(N\@)
        spka    (\key)<<4(0)
        \op     \operands
        bc      15, at(FAIL)
T\@:    mvc     atl(PGMNEW, 8), at(NOPGM)
        clc     atl(ORG+0x8e, 2), at(C\@)
        bc      7, at(FAIL)
        .endm
        ntraps  3, 4, mvck, 0(R2,R4), 0(R5), R3
        load    R3, 0x50                /* the first operand has the PSW's */
        ntraps  4, 4, mvck, 0(R2,R4), 0(R5), R3
        /* In problem state the PSW-key mask must have the key. */
        mode    0x00090000
        check
        mvck    0(R2,R4), 0(R5), R3
        wantcc  0
        load    R3, 0x60
        check
        constant K_N3, .long, 0x00080000, N3-ORG
        mvc     atl(PGMNEW, 8), at(K_N3)
        mvck    0(R2,R4), 0(R5), R3
        bc      15, at(FAIL)
N3:     mvc     atl(PGMNEW, 8), at(NOPGM)
        wantmem 2, ORG+0x8e, 0,2
        pass
