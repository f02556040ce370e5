/* SPDX-License-Identifier: MIT */
/* Random programs that go on after every exception: loops, stores into code,
 * PSWs, spaces, prefixes, keys and program events, in lockstep. They are made
 * of what the fast engine has forms, links and pairs for, so that what it keeps
 * (decoded blocks, links between them, TLB entries, pages by context) is
 * changed under it all the time. The seed is fixed: a failure repeats. The
 * operand is another seed, and a number of programs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch/psw.h"
#include "tests/cpu/bare.h"

enum {
    SIZE = 128 << 10,
    PROGRAMS = 100,
    SLICES = 100,
    SLICE = 400,   /* instructions */
    CODE = 0x2000, /* two pages of 4K */
    CODE_SIZE = 0x2000,
    DATA = 0x6000,
    PSWS = 0x7000,
    SEGMENTS = 0x8000, /* a segment table, then two page tables */
    CONTROL = 0x7800,
    PREFIXES = 0x300, /* in each prefix area */
    LOW_SIZE = 0x400,
};

static uint64_t state = 0x9e3779b97f4a7c15;

/* xorshift64* by Vigna (2016). */
static uint32_t
random32(void)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)(state * 2685821657736338717u >> 32);
}

static unsigned
below(unsigned n)
{
    return random32() % n;
}

/* Registers 0-7 are the program's, 8-15 hold addresses: 8 and 9 data, 10-13
 * code, 14 and 15 PSWs and control registers. */
static const uint32_t bases[8] = {DATA,         DATA + 0x7f8,  CODE,
                                  CODE + 0x800, CODE + 0x1000, CODE + 0x17f0,
                                  PSWS,         CONTROL};

static unsigned
data_base(void)
{
    return below(16) ? 8 + below(2) : 10 + below(4);
}

static void
halfword(struct bare *b, uint32_t *at, uint32_t v)
{
    b->storage.main[*at] = (uint8_t)(v >> 8);
    b->storage.main[*at + 1] = (uint8_t)v;
    *at += 2;
}

/* An operand: mostly in the data, sometimes in the code. */
static void
operand(struct bare *b, uint32_t *at)
{
    halfword(b, at, data_base() << 12 | below(0x800));
}

static void
target(struct bare *b, uint32_t *at)
{
    halfword(b, at, (10 + below(4)) << 12 | (below(0x400) << 1));
}

static void
make_rr(struct bare *b, uint32_t *at)
{
    static const uint8_t codes[] = {0x18, 0x1a, 0x1b, 0x12, 0x19, 0x15, 0x14,
                                    0x16, 0x17, 0x1e, 0x1f, 0x13, 0x10, 0x11};

    halfword(b, at,
             (uint32_t)codes[below(sizeof codes)] << 8 | below(8) << 4 |
                 below(16));
}

static void
make_rx(struct bare *b, uint32_t *at)
{
    static const uint8_t codes[] = {0x58, 0x58, 0x50, 0x50, 0x48, 0x40, 0x43,
                                    0x42, 0x5a, 0x5b, 0x59, 0x55, 0x54, 0x56,
                                    0x57, 0x41, 0x41, 0x5e, 0x5f, 0x4a, 0x4b};
    unsigned index = below(4) ? 0 : below(8);

    halfword(b, at,
             (uint32_t)codes[below(sizeof codes)] << 8 | below(8) << 4 | index);
    operand(b, at);
}

static void
make_si(struct bare *b, uint32_t *at)
{
    static const uint8_t codes[] = {0x95, 0x91, 0x92, 0x94, 0x96, 0x97};

    halfword(b, at,
             (uint32_t)codes[below(sizeof codes)] << 8 | (random32() & 0xff));
    operand(b, at);
}

static void
make_branch(struct bare *b, uint32_t *at)
{
    switch (below(8)) {
    case 0: /* BCT */
        halfword(b, at, 0x4600 | below(8) << 4);
        break;
    case 1: /* BXLE, BXH */
        halfword(b, at, (0x86u + below(2)) << 8 | below(8) << 4 | below(8));
        break;
    case 2: /* BAL */
        halfword(b, at, 0x4500 | below(8) << 4);
        break;
    case 3: /* BCR, BALR */
        halfword(b, at,
                 below(2) ? 0x0700 | below(16) << 4 | (10 + below(4))
                          : 0x0500 | below(8) << 4 | (10 + below(4)));
        return;
    default:
        halfword(b, at, 0x4700 | below(16) << 4);
    }
    target(b, at);
}

static void
make_ss(struct bare *b, uint32_t *at)
{
    static const uint8_t codes[] = {0xd2, 0xd5, 0xd7, 0xd4, 0xd6, 0xdc, 0xd1};

    if (below(3) == 0) { /* EX of whatever is there */
        halfword(b, at, 0x4400 | below(8) << 4);
        target(b, at);
        return;
    }
    halfword(b, at,
             (uint32_t)codes[below(sizeof codes)] << 8 |
                 (below(4) ? below(32) : below(256)));
    operand(b, at);
    operand(b, at);
}

/* ICM STCM CLM LM STM. */
static void
make_rs(struct bare *b, uint32_t *at)
{
    static const uint8_t codes[] = {0xbf, 0xbe, 0xbd, 0x98, 0x90};
    unsigned i = below(sizeof codes), r = below(8);

    halfword(b, at,
             (uint32_t)codes[i] << 8 | r << 4 |
                 (i < 3              ? below(16)
                  : codes[i] == 0x90 ? below(16)
                                     : r + below(8 - r)));
    operand(b, at);
}

static void
make_control(struct bare *b, uint32_t *at)
{
    switch (below(16)) {
    case 0: /* LPSW */
        halfword(b, at, 0x8200);
        halfword(b, at, 0xe000 | below(16) << 3);
        break;
    case 1:
        halfword(b, at, 0x0a00 | (random32() & 0xff));
        break;
    case 2: /* SSM STNSM STOSM */
        halfword(b, at, below(2) ? 0x8000 : (0xacu + below(2)) << 8 | 0xfb);
        operand(b, at);
        break;
    case 3: /* LCTL 0,1 */
        halfword(b, at, 0xb701);
        halfword(b, at, 0xf000 | below(4) << 3);
        break;
    case 4: /* SSK ISK */
        halfword(b, at, (8u + below(2)) << 8 | below(8) << 4 | (8 + below(7)));
        break;
    case 5: /* RRB */
        halfword(b, at, 0xb213);
        operand(b, at);
        break;
    case 6: /* PTLB */
        halfword(b, at, 0xb20d);
        halfword(b, at, 0);
        break;
    case 7: /* SPKA */
        halfword(b, at, 0xb20a);
        halfword(b, at, below(2) << 4);
        break;
    case 8: /* SPX */
        halfword(b, at, 0xb210);
        halfword(b, at, PREFIXES | below(4) << 2);
        break;
    case 9: /* STPX, STAP, STIDP, STCTL 0,1 */
        halfword(b, at, below(2) ? 0xb211 : 0xb212);
        operand(b, at);
        break;
    case 10: /* LCTL 9,11 */
        halfword(b, at, 0xb79b);
        halfword(b, at, 0xf040 | below(4) << 4);
        break;
    case 11: /* TB of data or code */
        halfword(b, at, 0xb22c);
        halfword(b, at, below(8) << 4 | (8 + below(6)));
        break;
    case 12: /* EX of one of those that come before the code */
        halfword(b, at, 0x4400);
        halfword(b, at, 0xf080 | below(8) << 2);
        break;
    case 13: /* TPROT, MC */
        halfword(b, at, 0xe501);
        operand(b, at);
        operand(b, at);
        break;
    case 14: /* STOSM of PER */
        halfword(b, at, 0xad40);
        operand(b, at);
        break;
    default: /* IPTE of whatever the registers say */
        halfword(b, at, 0xb221);
        halfword(b, at, below(8) << 4 | below(16));
    }
}

static void
make_code(struct bare *b)
{
    uint32_t at = CODE;

    while (at < CODE + CODE_SIZE - 6) {
        unsigned what = below(100);

        if (what < 25)
            make_rr(b, &at);
        else if (what < 55)
            make_rx(b, &at);
        else if (what < 65)
            make_si(b, &at);
        else if (what < 85)
            make_branch(b, &at);
        else if (what < 91)
            make_ss(b, &at);
        else if (what < 95)
            make_rs(b, &at);
        else
            make_control(b, &at);
    }
}

/* Two spaces with 4K pages and 64K segments: real = virtual, and one in which
 * some pages are others'. */
static void
make_tables(struct bare *b)
{
    for (unsigned space = 0; space < 2; space++) {
        uint32_t page_table = SEGMENTS + 0x100 + 0x20 * space;

        for (unsigned i = 0; i < 16; i++)
            bare_set_word(b, SEGMENTS + 0x40 * space + 4 * i,
                          i ? 1 : 0xf0000000 | page_table);
        for (unsigned i = 0; i < 16; i++) {
            uint32_t at = page_table + 2 * i, frame = i;

            if (space && (i == 2 || i == 3) && below(2))
                frame = 5 - i;
            if (space && (i == 0xa || i == 0xb))
                frame = i - 8; /* the code once more */
            halfword(b, &at, frame << 4 | (below(16) ? 0 : 8));
        }
    }
    for (unsigned i = 0; i < 4; i++) {
        bare_set_word(b, CONTROL + 8 * i, 0x00800000);
        bare_set_word(b, CONTROL + 8 * i + 4, SEGMENTS + 0x40 * (i & 1));
    }
}

/* At CONTROL, behind CR0 and CR1: CR9-11, targets of EX. */
static void
make_controls(struct bare *b)
{
    static const uint32_t targets[] = {0xb20d0000, 0xb2210045, 0x08340000,
                                       0xb2138100, 0xb20a0000, 0xb2210089,
                                       0x8200e000, 0x0a070000};
    uint32_t at = CONTROL + 0x40;

    for (unsigned i = 0; i < 4; i++, at += 16) {
        bare_set_word(b, at, i ? random32() & 0xf000ffff : 0);
        bare_set_word(b, at + 4, CODE + below(CODE_SIZE));
        bare_set_word(b, at + 8, DATA + below(0x1000));
    }
    for (unsigned i = 0; i < 8; i++, at += 4)
        bare_set_word(b, at, targets[i]);
}

static void
set_psw(struct bare *b, uint32_t at, uint32_t w0, uint32_t ia)
{
    bare_set_word(b, at, w0);
    bare_set_word(b, at + 4, ia);
}

static const uint32_t prefixes[] = {0, 0, 0xc000, 0x10000};

/* PSWs to load, and new PSWs: the handlers go back to the old PSW's address. */
static void
make_psws(struct bare *b)
{
    static const uint32_t first[] = {
        0x00000000, 0x00080000, 0x04080000, 0x04090000, 0x00010000, 0x00090000,
        0x04180000, 0x00100000, 0x04080000, 0x00000000, 0x44080000, 0x40080000,
    };
    const unsigned n = sizeof first / sizeof first[0];
    uint32_t at;

    for (unsigned i = 0; i < 16; i++)
        set_psw(b, PSWS + 8 * i, first[below(n)],
                CODE + 2 * below(CODE_SIZE / 2));
    /* Restart, program: a little of a handler, then LPSW of the old one. */
    set_psw(b, 0, 0, CODE);
    set_psw(b, 0x58, PSW_WAIT, 0xbad1);
    set_psw(b, 0x60, below(2) ? 0 : 0x00080000, 0x1000);
    set_psw(b, 0x68, below(2) ? 0 : 0x00080000, 0x1100);
    set_psw(b, 0x70, PSW_WAIT, 0xbad4);
    set_psw(b, 0x78, PSW_WAIT, 0xbad5);
    at = 0x1000; /* STM 10,13,X'200'; LPSW X'20' */
    halfword(b, &at, 0x90ad);
    halfword(b, &at, 0x0200);
    halfword(b, &at, 0x8200);
    halfword(b, &at, 0x0020);
    at = 0x1100; /* LM 8,15,X'240'; NI X'29',X'FD' (no wait); LPSW X'28' */
    halfword(b, &at, 0x988f);
    halfword(b, &at, 0x0240);
    halfword(b, &at, 0x94fd);
    halfword(b, &at, 0x0029);
    halfword(b, &at, 0x8200);
    halfword(b, &at, 0x0028);
    for (unsigned i = 0; i < 8; i++)
        bare_set_word(b, 0x240 + 4 * i, bases[i]);
    for (unsigned i = 0; i < 4; i++)
        bare_set_word(b, PREFIXES + 4 * i, prefixes[i]);
    for (unsigned i = 2; i < 4; i++) {
        memcpy(b->storage.main + prefixes[i], b->storage.main, LOW_SIZE);
        cpu_storage_changed(b->cpu, prefixes[i], LOW_SIZE);
    }
}

/* Sets the program going somewhere, after a change to it from outside: most get
 * into a small loop soon. */
static void
kick(struct bare *b)
{
    struct cpu *cpu = b->cpu;
    uint32_t at = CODE + 2 * below(CODE_SIZE / 2 - 8), changed = at;
    enum cpu_stop why;

    for (unsigned i = 0; i < 8; i++) {
        cpu->gr[i] = below(3) ? below(100) : random32();
        cpu->gr[8 + i] = bases[i];
    }
    cpu->stopped = false; /* by SIGP */
    cpu->cr[0] = 0x00800000;
    cpu->cr[1] = SEGMENTS + 0x40 * below(2);
    make_branch(b, &at);
    cpu_storage_changed(cpu, changed, at - changed);
    make_psws(b);
    cpu_storage_changed(cpu, 0, 0x1200);
    cpu_storage_changed(cpu, PSWS, 128);
    at = CODE + 2 * below(CODE_SIZE / 2);
    cpu_set_psw(cpu, (uint64_t)bare_word(b, PSWS + 8 * below(16)) << 32 | at);
    cpu_run(cpu, SLICE, &why);
}

static uint8_t tables[0x140];

/* Did the program store into its translation tables, IPTE aside? Without PTLB
 * it is unpredictable what the TLB has then, and the engines may differ. */
static bool
tables_changed(const struct bare *b)
{
    for (unsigned i = 0; i < sizeof tables; i++)
        if ((b->storage.main[SEGMENTS + i] ^ tables[i]) &
            (i >= 0x100 && i % 2 ? 0xf7 : 0xff))
            return true;
    return false;
}

/* Runs one program; false when the engines differ. */
static bool
torture(struct bare *b)
{
    struct cpu *cpu = b->cpu;

    cpu_clear_reset(cpu);
    for (uint32_t i = 0; i < 0x1000; i += 4)
        bare_set_word(b, DATA + i, below(3) ? below(64) : random32());
    make_code(b);
    make_tables(b);
    memcpy(tables, b->storage.main + SEGMENTS, sizeof tables);
    make_controls(b);
    make_psws(b);
    for (unsigned i = 0; i < SIZE / 2048; i++)
        b->storage.keys[i] = (uint8_t)(below(8) ? 0 : 0x10 | below(2) << 3);
    cpu_storage_changed(cpu, 0, SIZE);
    for (unsigned i = 0; i < SIZE / 2048; i++)
        cpu_key_changed(cpu, i * 2048);
    for (unsigned i = 0; i < SLICES; i++) {
        kick(b);
        if (cpu_engines_differ(cpu))
            break;
    }
    return !cpu_engines_differ(cpu);
}

/* After a difference: true when it means nothing, and the next program can
 * run. */
static bool
go_on(struct bare *b)
{
    if (!tables_changed(b))
        return false;
    fputs("(the program stored into its tables: that is nothing)\n", stderr);
    return cpu_set_engine(b->cpu, CPU_REFERENCE) &&
           cpu_set_engine(b->cpu, CPU_LOCKSTEP);
}

int
main(int argc, char **argv)
{
    unsigned programs = argc > 2 ? (unsigned)atoi(argv[2]) : PROGRAMS;
    uint64_t steps = 0;
    struct bare b;

    if (argc > 1)
        state ^= strtoull(argv[1], NULL, 0) * 0x2545f4914f6cdd1d;
    bare_init(&b, SIZE, 0);
    if (!cpu_set_engine(b.cpu, CPU_LOCKSTEP))
        return 1;
    for (unsigned i = 0; i < programs; i++) {
        uint64_t before = b.cpu->icount, seed = state;

        if (!torture(&b) && !go_on(&b)) {
            fprintf(stderr, "program %u (state %016llX): the engines differ\n",
                    i, (unsigned long long)seed);
            return 1;
        }
        steps += b.cpu->icount - before;
    }
    printf("%u programs, %llu instructions\n", programs,
           (unsigned long long)steps);
    if (steps < (uint64_t)programs * SLICES * SLICE / 4) {
        fputs("most programs end at once: the test tests little\n", stderr);
        return 1;
    }
    bare_free(&b);
    return 0;
}
