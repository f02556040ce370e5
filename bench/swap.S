/* SPDX-License-Identifier: MIT */
/* What a hypervisor does all day: problem state with translation and a key,
 * a privileged operation that traps, a look at it, control registers, and back
 * by LPSW; and a supervisor call the same way. */
#define SVC_PSW 0x00080000, real(CALLED)
#define PGM_PSW 0x00080000, real(TRAPPED)
#include "bench/kernel.inc"

        begin
        /* One segment of 64K, real = virtual, all keys 2. */
        l       R3, at(PAGES)
        sr      R4, R4
        la      R5, 16
PTE:    sth     R4, 0(R3)
        la      R3, 2(R3)
        la      R4, 16(R4)
        bct     R5, at(PTE)
        la      R3, 0x20
        sr      R4, R4
        la      R5, 32
KEY:    .insn   rr, 0x0800, R3, R4
        la      R4, 2048(R4)
        bct     R5, at(KEY)
        lctl    %c0, %c1, at(CONTROL)
        lpsw    at(PROBLEM)
TURN:   ssm     at(ZERO)
        svc     1
        again
        svc     2
TRAPPED: stm    R0, R15, at(SAVED)
        l       R12, 0x10(0)
        cli     0x8f(0), 2
        bc      7, at(WRONG)
        l       R1, 0x2c(0)
        l       R3, 0x8c(0)
        srl     R3, 16
        sr      R1, R3
        cli     0(R1), 0x80
        bc      7, at(WRONG)
        lctl    %c0, %c1, at(CONTROL)
        lm      R0, R15, at(SAVED)
        lpsw    0x28(0)
CALLED: cli     0x8b(0), 1
        bc      7, at(DONE)
        lpsw    0x20(0)
DONE:   pass
PROBLEM: .long  0x07290000, real(TURN) /* T, I/O, external, key 2, problem */
CONTROL: .long  0x00800000, 0x00004000 /* 4K pages, 64K segments; 16 entries */
PAGES:  .long   0x4100
ZERO:   .long   0
SAVED:  .space  64
        .org    0x4000
        .long   0xf0004100             /* the segment table */
        .fill   15, 4, 1
