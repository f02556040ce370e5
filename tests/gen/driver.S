/* SPDX-License-Identifier: MIT */
/* The driver of the generated instruction cases: for each record it sets up
 * storage, keys and registers, loads the record's PSW, and writes what the
 * interruption that ends the case finds back into the record. layout.py has
 * the same addresses and the record's description. */
        .set    REC, 0x10000            /* the first record */
        .set    RECORD, 0x480           /* its length */
        .set    CODE, 0x47d0            /* case code, 64 bytes */
        .set    WORK, 0x6000            /* work area: four blocks of 2K */
        .set    PFX, 0x3000             /* the other prefix page */
        .set    PAD, 0x5a               /* fills what a case does not */

        .set    R_PSW, 0x000            /* offsets in a record */
        .set    R_LOW, 0x008
        .set    R_GR, 0x028
        .set    R_FR, 0x068
        .set    R_CR, 0x088
        .set    R_KEYS, 0x0c8
        .set    R_KIND, 0x0d0
        .set    R_STRAY, 0x0d1
        .set    R_PREFIX, 0x0d4
        .set    R_LOWDATA, 0x0d8
        .set    R_CODE, 0x100
        .set    R_DATA, 0x180

        .set    SAVE, 0x280             /* real, in the prefix page */
        .set    LOADPSW, 0x3a0

        .macro  ssk r1, r2
        .insn   rr, 0x0800, \r1, \r2
        .endm
        .macro  isk r1, r2
        .insn   rr, 0x0900, \r1, \r2
        .endm
#define at(x) ((x)-BASE)(%r12)
#define n(x, len) ((x)-BASE)(len, %r12)

        .text
        .org    0
        .long   0x00080000, START
        .org    0x58
        .long   0x00080000, EXT
        .long   0x00080000, SVC
        .long   0x00080000, PGM
        .long   0x00080000, MCK
        .long   0x00080000, IO

        .org    0x1000
BASE:
/* Entries: the case's registers are saved where no base register is needed. */
        .macro  entry name, kind, old
\name:  stm     %r0, %r15, SAVE(0)
        balr    %r12, 0
0:      la      %r12, 0(%r12)
        sl      %r12, 1f-0b(%r12)
        b       2f-BASE(%r12)
        .balign 4
1:      .long   0b-BASE
2:      la      %r11, \kind
        la      %r10, \old
        b       at(COMMON)
        .endm
        entry   SVC, 1, 0x20
        entry   PGM, 2, 0x28
        entry   EXT, 3, 0x18
        entry   MCK, 4, 0x30
        entry   IO, 5, 0x38

START:  balr    %r12, 0
0:      la      %r12, 0(%r12)
        sl      %r12, 1f-0b(%r12)
        b       2f-BASE(%r12)
        .balign 4
1:      .long   0b-BASE
2:      lctl    %c0, %c15, at(CRS)
        l       %r13, at(FIRST)
        b       at(TEST)

NEXT:   l       %r13, at(CURRENT)
        ah      %r13, at(LENGTH)
TEST:   st      %r13, at(CURRENT)
        cl      %r13, at(END)
        bnl     at(DONE)

/* The work area, its windows, the code, low storage. */
        l       %r2, at(A_WORK)
        l       %r3, at(L_WORK)
        slr     %r4, %r4
        l       %r5, at(L_PAD)
        mvcl    %r2, %r4
        l       %r2, at(A_WORK)
        la      %r3, R_DATA(%r13)
        mvc     0x7c0(128,%r2), 0(%r3)
        l       %r2, at(A_WINB)
        mvc     0(256,%r2), 128(%r3)
        mvc     256(256,%r2), 384(%r3)
        mvc     0x8c0(128,%r2), 640(%r3)
        l       %r2, at(A_CODE)
        mvc     0(64,%r2), R_CODE(%r13)
        mvc     0x1f0(32), R_LOWDATA(%r13)
        xc      0x80(32), 0x80
        mvc     LOADPSW(8), R_PSW(%r13)
        l       %r2, at(A_PFX)
        mvc     0(256,%r2), 0(%r0)
        mvc     0x1f0(32,%r2), 0x1f0(0)

/* The keys of the blocks: work area, code. Then the registers. */
        la      %r4, R_KEYS(%r13)
        la      %r5, 6
        la      %r6, at(BLOCKS)
KEYS:   l       %r3, 0(%r6)
        ic      %r2, 0(%r4)
        ssk     %r2, %r3
        la      %r4, 1(%r4)
        la      %r6, 4(%r6)
        bct     %r5, at(KEYS)
        ptlb
        lctl    %c0, %c15, R_CR(%r13)
        ld      %f0, R_FR(%r13)
        ld      %f2, R_FR+8(%r13)
        ld      %f4, R_FR+16(%r13)
        ld      %f6, R_FR+24(%r13)
        lm      %r0, %r15, R_GR(%r13)
        lpsw    LOADPSW(0)

/* R10 = address of the old PSW, R11 = kind. Nothing is stored but in the
 * record until the prefix is zero again. */
COMMON: l       %r13, at(CURRENT)
        stctl   %c0, %c15, R_CR(%r13)
        lctl    %c0, %c15, at(CRS)
        mvc     R_GR(64,%r13), SAVE(0)
        std     %f0, R_FR(%r13)
        std     %f2, R_FR+8(%r13)
        std     %f4, R_FR+16(%r13)
        std     %f6, R_FR+24(%r13)
        mvc     R_PSW(8,%r13), 0(%r10)
        mvc     R_LOW(32,%r13), 0x80(0)
        mvc     R_LOWDATA(32,%r13), 0x1f0(0)
        stc     %r11, R_KIND(%r13)
        stpx    R_PREFIX(%r13)
        spx     at(ZERO)
        la      %r1, 3
        clr     %r11, %r1
        bh      at(LOST)

        la      %r4, R_KEYS(%r13)
        la      %r5, 6
        la      %r6, at(BLOCKS)
0:      l       %r3, 0(%r6)
        isk     %r2, %r3
        stc     %r2, 0(%r4)
        la      %r4, 1(%r4)
        la      %r6, 4(%r6)
        bct     %r5, at(0b)
        l       %r2, at(A_CODE)
        mvc     R_CODE(64,%r13), 0(%r2)
        la      %r3, R_DATA(%r13)
        l       %r2, at(A_WORK)
        mvc     0(128,%r3), 0x7c0(%r2)
        l       %r2, at(A_WINB)
        mvc     128(256,%r3), 0(%r2)
        mvc     384(256,%r3), 256(%r2)
        mvc     640(128,%r3), 0x8c0(%r2)

/* What lies between the windows must be padding still: counts where not. */
        slr     %r9, %r9
        la      %r7, 4
        la      %r8, at(RESTS)
0:      lm      %r2, %r3, 0(%r8)
        slr     %r4, %r4
        l       %r5, at(L_PAD)
        clcl    %r2, %r4
        be      at(1f)
        la      %r9, 1(%r9)
1:      la      %r8, 8(%r8)
        bct     %r7, at(0b)
        stc     %r9, R_STRAY(%r13)

/* External interruptions that the case left pending. */
        mvc     0x58(8), at(DRAINED)
        lctl    %c0, %c0, at(CR0DRAIN)
DRAIN:  lpsw    at(ENABLED)
GO:     lctl    %c0, %c0, at(CRS)
        mvc     0x58(8), at(EXTNEW)
        b       at(NEXT)

DONE:   lpsw    at(GOOD)
LOST:   lpsw    at(BAD)

        .balign 8
GOOD:   .long   0x000a0000, 0x00600D
BAD:    .long   0x000a0000, 0x00BAD1
DRAINED: .long  0x00080000, DRAIN
ENABLED: .long  0x01080000, GO
EXTNEW: .long   0x00080000, EXT
CURRENT: .long  0
FIRST:  .long   REC
ZERO:   .long   0
A_WORK: .long   WORK
L_WORK: .long   0x2000
A_WINB: .long   WORK+0xf00
A_CODE: .long   CODE
A_PFX:  .long   PFX
L_PAD:  .long   PAD<<24
CR0DRAIN: .long 0x00006000
BLOCKS: .long   WORK, WORK+0x800, WORK+0x1000, WORK+0x1800, 0x4000, 0x4800
RESTS:  .long   WORK, 0x7c0, WORK+0x840, 0x6c0, WORK+0x1100, 0x6c0
        .long   WORK+0x1840, 0x7c0
CRS:    .long   0x00000000, 0, 0xffffffff, 0, 0, 0, 0, 0
        .long   0, 0, 0, 0, 0, 0, 0xc2000000, 0x00000200
LENGTH: .short  RECORD

        .org    0x1ff8
END:    .long   0                       /* after the last record: layout.py */
        .org    0x2000
