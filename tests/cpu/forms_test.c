/* SPDX-License-Identifier: MIT */
/* The fast engine's own ways of doing storage-to-storage, decimal, long and
 * floating-point instructions against the reference engine's plain ones: one
 * instruction at a time, random operands that are mostly valid, often overlap
 * and often lie across a block's end. The seed is fixed: a failure repeats. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch/insn.h"
#include "arch/psw.h"
#include "tests/cpu/bare.h"

enum {
    SIZE = 16 << 10,
    CASES = 3000, /* for each instruction */
    CODE = 0x1000,
    TARGET = 0x1040, /* of EXECUTE */
    DATA = 0x1800,   /* to SIZE */
    NEW_PSW = 0x68,
    LENGTH_MAX = 256,
};

static uint64_t state;
static uint8_t image[SIZE];
static uint32_t prefix; /* of both processors */

/* xorshift64* by Vigna (2016), from memory. */
static uint32_t
random32(void)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)(state * 2685821657736338717u >> 32);
}

static bool
one_in(unsigned n)
{
    return random32() % n == 0;
}

static uint32_t
below(uint32_t n)
{
    return random32() % n;
}

static void
put_word(uint8_t *p, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> (24 - 8 * i));
}

/* Kinds of operands. */
enum kind { BYTES, PACKED, ZONED, PATTERN, FEW, FLOATS };

/* A number of random digits, perhaps with zeros at its left and errors. */
static void
fill_packed(uint8_t *p, uint32_t n)
{
    uint32_t zeros = one_in(2) ? below(n + 1) : 0;

    for (uint32_t i = 0; i < n; i++)
        p[i] = i < zeros ? 0 : (uint8_t)(below(10) << 4 | below(10));
    if (one_in(6))
        memset(p + zeros, 0x99, n - zeros);
    p[n - 1] = (uint8_t)((p[n - 1] & 0xf0) | (10 + below(6)));
    if (one_in(20))
        p[below(n)] = (uint8_t)random32();
}

static void
fill_pattern(uint8_t *p, uint32_t n)
{
    static const uint8_t choice[8] = {0x20, 0x20, 0x20, 0x20,
                                      0x21, 0x22, 0x40, 0x6b};

    for (uint32_t i = 0; i < n; i++)
        p[i] = choice[below(one_in(3) ? 8 : 4)];
    p[0] = 0x5c;
}

static void
fill_bytes(uint8_t *p, uint32_t n, enum kind kind)
{
    switch (kind) {
    case PACKED:
        fill_packed(p, n);
        return;
    case PATTERN:
        fill_pattern(p, n);
        return;
    case FLOATS: /* eight bytes */
        put_word(p, random32());
        put_word(p + 4, one_in(4) ? 0 : random32());
        if (!one_in(3))
            p[0] = (uint8_t)(0x3e + below(5)) | (random32() & 0x80);
        if (one_in(4))
            p[1] = 0;
        if (one_in(8))
            memset(p + 1, 0, n - 1);
        return;
    default:
        for (uint32_t i = 0; i < n; i++)
            p[i] = (uint8_t)(kind == ZONED ? 0xf0 | below(10)
                             : kind == FEW ? below(4) == 0
                                           : random32());
    }
}

/* PoO "Prefixing". */
static uint8_t *
real_byte(uint32_t real)
{
    uint32_t page = real & ~0xfffu;

    return image + (page == 0        ? real + prefix
                    : page == prefix ? real - prefix
                                     : real);
}

static void
fill(uint32_t at, uint32_t n, enum kind kind)
{
    uint8_t bytes[LENGTH_MAX];

    if (at > SIZE - n)
        return;
    fill_bytes(bytes, n, kind);
    for (uint32_t i = 0; i < n; i++)
        *real_byte(at + i) = bytes[i];
}

/* Somewhere in storage, often a block's end, seldom where stores are watched
 * or there is none. */
static uint32_t
place(uint32_t len)
{
    switch (below(16)) {
    case 0:
    case 1:
    case 2:
        return DATA + (below((SIZE - DATA) / 2048) << 11) + 2048 - below(len);
    case 3:
        return CODE + 0x80 + below(0x200);
    case 4:
        /* The end of storage, or about location 80, short of the new PSWs. */
        return one_in(4) || len > 20 ? SIZE - below(2 * len)
                                     : 0x53 - below(len);
    case 5:
        return DATA + 2048 - len; /* up to the end */
    default:
        return DATA + below(SIZE - DATA - LENGTH_MAX);
    }
}

struct pair {
    struct bare reference, fast;
};

struct start {
    uint32_t gr[16];
    uint64_t fr[4], psw;
    bool new_keys; /* and a TLB that knows nothing */
};

static void
load(struct bare *b, const struct start *s)
{
    memcpy(b->storage.main, image, SIZE);
    memcpy(b->cpu->gr, s->gr, sizeof s->gr);
    memcpy(b->cpu->fr, s->fr, sizeof s->fr);
    cpu_set_psw(b->cpu, s->psw);
}

static void
new_code(struct bare *b, const struct start *s)
{
    cpu_storage_changed(b->cpu, CODE, 16);
    cpu_storage_changed(b->cpu, TARGET, 8);
    if (!s->new_keys)
        return;
    memset(b->storage.keys, 0, SIZE / 2048);
    b->storage.keys[(DATA >> 11) + 2] = 0x38; /* key 3, fetch-protected */
    b->storage.keys[(DATA >> 11) + 3] = 0x30;
    b->storage.keys[(DATA >> 11) + 4] = 0x40;
    for (uint32_t i = 0; i < SIZE / 2048; i++)
        cpu_key_changed(b->cpu, i * 2048);
}

/* The instruction and the branch after it; for the second time with operands
 * that the TLB knows. */
static void
run(struct bare *b, const struct start *s, unsigned times, uint64_t *done,
    enum cpu_stop *why)
{
    load(b, s);
    new_code(b, s);
    for (unsigned i = 0; i < times; i++) {
        if (i > 0)
            load(b, s);
        *done = cpu_run(b->cpu, 2, why);
    }
}

/* The library's assertion costs too much when it holds. */
#define CHECK(condition, ...)                                                  \
    do {                                                                       \
        if (!(condition))                                                      \
            ck_abort_msg(__VA_ARGS__);                                         \
    } while (0)

static void
compare(const struct pair *p, const char *what, const struct start *s)
{
    const struct cpu *a = p->reference.cpu, *b = p->fast.cpu;
    const uint8_t *ma = p->reference.storage.main, *mb = p->fast.storage.main;
    uint32_t at = 0;

    if (memcmp(ma, mb, SIZE) != 0)
        while (ma[at] == mb[at])
            at++;
    CHECK(ma[at] == mb[at], "%s: storage %X: %02X, %02X", what, at, ma[at],
          mb[at]);
    CHECK(cpu_get_psw(a) == cpu_get_psw(b),
          "%s: PSW %016llX, %016llX of %016llX", what,
          (unsigned long long)cpu_get_psw(a),
          (unsigned long long)cpu_get_psw(b), (unsigned long long)s->psw);
    for (unsigned i = 0; i < 16; i++)
        CHECK(a->gr[i] == b->gr[i], "%s: R%u %08X, %08X", what, i, a->gr[i],
              b->gr[i]);
    for (unsigned i = 0; i < 4; i++)
        CHECK(a->fr[i] == b->fr[i], "%s: FPR%u %016llX, %016llX", what, 2 * i,
              (unsigned long long)a->fr[i], (unsigned long long)b->fr[i]);
    CHECK(memcmp(p->reference.storage.keys, p->fast.storage.keys,
                 SIZE / 2048) == 0,
          "%s: keys", what);
}

/* An instruction to be tried: how its operands are filled. */
struct trial {
    uint8_t opcode;
    enum kind first, second;
};

static const struct trial trials[] = {
    {0xd1, BYTES, BYTES},   {0xd2, BYTES, BYTES},    {0xd3, BYTES, BYTES},
    {0xd4, BYTES, FEW},     {0xd5, FEW, FEW},        {0xd6, FEW, FEW},
    {0xd7, FEW, FEW},       {0xdc, BYTES, BYTES},    {0xdd, BYTES, FEW},
    {0xe8, BYTES, BYTES},   {0xde, PATTERN, PACKED}, {0xdf, PATTERN, PACKED},
    {0xf0, PACKED, PACKED}, {0xf1, PACKED, PACKED},  {0xf2, BYTES, ZONED},
    {0xf3, BYTES, PACKED},  {0xf8, BYTES, PACKED},   {0xf9, PACKED, PACKED},
    {0xfa, PACKED, PACKED}, {0xfb, PACKED, PACKED},  {0xfc, PACKED, PACKED},
    {0xfd, PACKED, PACKED}, {0x4e, PACKED, PACKED},  {0x4f, PACKED, PACKED},
    {0x0e, FEW, FEW},       {0x0f, FEW, FEW},
};
enum { TRIALS = sizeof trials / sizeof trials[0] };

static void
random_state(struct start *s)
{
    static unsigned count;
    uint32_t key = one_in(6) ? 3 + below(2) : 0;

    for (unsigned i = 0; i < 16; i++)
        s->gr[i] = one_in(2) ? random32() : below(1000);
    s->new_keys = count++ % 8 == 0;
    for (unsigned i = 0; i < 4; i++) {
        uint32_t at = DATA + 8 * i;

        fill(at, 8, FLOATS);
        s->fr[i] = 0;
        for (unsigned j = 0; j < 8; j++)
            s->fr[i] = s->fr[i] << 8 | *real_byte(at + j);
    }
    s->psw = (uint64_t)key << 52 | (uint64_t)(random32() & 0x3f) << 24 | CODE;
}

/* Base registers 4 and 5; lengths and operands as the format has them. */
static void
make(const struct trial *t, struct start *s, uint8_t *text)
{
    unsigned length = insn_length(t->opcode);
    bool long_op = t->opcode == 0x0e || t->opcode == 0x0f;
    bool two = t->opcode >= 0xf0;
    uint32_t n1 = two ? 1 + below(16) : 1 + below(one_in(3) ? 256 : 20);
    uint32_t n2 = two ? 1 + below(one_in(2) ? n1 : 16) : n1;
    uint32_t at1 = place(n1), at2 = place(n2), d1, d2;

    if (one_in(3)) /* overlap */
        at2 = at1 + below(2 * n1 + 1) - n1;
    if (one_in(8))
        at2 = at1 + n1 - n2;
    fill(at2, n2, t->second);
    fill(at1, n1, t->first);
    d1 = below(at1 < 4096 ? at1 + 1 : 4096);
    d2 = below(at2 < 4096 ? at2 + 1 : 4096);
    s->gr[4] = at1 - d1;
    s->gr[5] = at2 - d2;
    memset(text, 0, 6);
    text[0] = t->opcode;
    if (long_op) {
        static const uint32_t step = 0x1000000;

        s->gr[4] = at1 + below(256) * step;
        s->gr[5] = (one_in(3) ? 1 + below(4000) : n1) + below(256) * step;
        s->gr[6] = at2 + below(256) * step;
        s->gr[7] = (one_in(3) ? below(4000) : n2) + below(256) * step;
        text[1] = 0x46;
        return;
    }
    text[1] = (uint8_t)(two ? (n1 - 1) << 4 | (n2 - 1) : n1 - 1);
    if (t->opcode == 0xf0) /* SRP: mostly by little */
        d2 = one_in(2) ? (below(7) - 3) & 63 : d2;
    if (length == 4)
        text[1] = (uint8_t)(below(16) << 4);
    text[2] = (uint8_t)(0x40 | d1 >> 8);
    text[3] = (uint8_t)d1;
    text[4] = (uint8_t)(0x50 | d2 >> 8);
    text[5] = (uint8_t)d2;
    if (t->opcode == 0xf0 && one_in(2)) {
        text[1] = (uint8_t)((text[1] & 0xf0) | below(11));
        text[4] &= 0x0f;
    }
}

static void
put_code(const uint8_t *text)
{
    static const uint8_t branch[4] = {0x47, 0xf0, 0x02, 0x00};
    unsigned length = insn_length(text[0]);

    memset(image + CODE, 0, 0x60);
    memcpy(image + CODE, text, length);
    memcpy(image + CODE + length, branch, 4);
}

/* As the target of an EXECUTE that supplies the second byte. */
static void
put_execute(uint8_t *text, struct start *s)
{
    static const uint8_t branch[4] = {0x47, 0xf0, 0x02, 0x00};
    static const uint8_t execute[4] = {0x44, 0x90, 0xa0, 0x00};

    s->gr[9] = text[1] | below(1 << 16) << 8;
    s->gr[10] = TARGET;
    text[1] &= (uint8_t)random32();
    memset(image + CODE, 0, 0x60);
    memcpy(image + CODE, execute, 4);
    memcpy(image + CODE + 4, branch, 4);
    memcpy(image + TARGET, text, insn_length(text[0]));
}

static void
begin(struct pair *p)
{
    bare_init(&p->reference, SIZE, CPU_FAC_EXTENSION);
    bare_init(&p->fast, SIZE, CPU_FAC_EXTENSION);
    /* Time stands still: location 80 is what the image has. */
    p->reference.cpu->clock.rate = p->fast.cpu->clock.rate = 0;
    ck_assert(cpu_set_engine(p->reference.cpu, CPU_REFERENCE));
    ck_assert(cpu_set_engine(p->fast.cpu, CPU_FAST));
    for (uint32_t i = 0; i < SIZE; i++)
        image[i] = (uint8_t)random32();
    memset(real_byte(0), 0, 0x200);
    put_word(real_byte(NEW_PSW + 4), 0x300);
    p->reference.cpu->prefix = p->fast.cpu->prefix = prefix;
}

static void
try(struct pair *p, const struct start *s, const char *what)
{
    uint64_t done[3];
    enum cpu_stop why[3];

    put_word(real_byte(0x50), 1 << 30); /* a store into it may end the run */
    run(&p->reference, s, 1, &done[0], &why[0]);
    for (unsigned times = s->new_keys ? 1 : 2; times <= 2; times++) {
        run(&p->fast, s, times, &done[1], &why[1]);
        compare(p, what, s);
        CHECK(done[0] == done[1] && why[0] == why[1], "%s: %u instructions, %u",
              what, (unsigned)done[0], (unsigned)done[1]);
    }
}

START_TEST(operands_in_storage)
{
    const struct trial *t = &trials[_i / 2];
    struct pair p;

    /* A prefix parts neighbours: blocks that do not lie together. */
    prefix = _i % 2 ? 0x3000 : 0;
    state = 88172645463325252u + (uint64_t)_i;
    begin(&p);
    for (unsigned i = 0; i < CASES; i++) {
        uint8_t text[6];
        struct start s;
        char what[80];

        random_state(&s);
        make(t, &s, text);
        snprintf(what, sizeof what,
                 "%02X%02X%02X%02X%02X%02X, R4-7 %08X %08X %08X %08X", text[0],
                 text[1], text[2], text[3], text[4], text[5], s.gr[4], s.gr[5],
                 s.gr[6], s.gr[7]);
        if (insn_length(text[0]) == 6 && one_in(4))
            put_execute(text, &s);
        else
            put_code(text);
        try(&p, &s, what);
    }
    bare_free(&p.reference);
    bare_free(&p.fast);
}
END_TEST

/* The whole of X'20'-X'3F' and X'60'-X'7F'. */
START_TEST(floating_point)
{
    uint8_t opcode = (uint8_t)_i;
    struct pair p;

    if ((opcode & 0x30) < 0x20 || opcode >= 0x80)
        return;
    prefix = 0;
    state = 6364136223846793005u + (uint64_t)_i;
    begin(&p);
    for (unsigned i = 0; i < CASES; i++) {
        uint32_t at = place(8), d = below(at < 4096 ? at + 1 : 4096);
        uint8_t text[6] = {opcode, (uint8_t)(below(4) << 5 | below(4) << 1),
                           (uint8_t)(0x40 | d >> 8), (uint8_t)d};
        struct start s;
        char what[60];

        random_state(&s);
        if (opcode >= 0x40)
            text[1] = (uint8_t)((text[1] & 0xf0) | (one_in(3) ? 5 : 0));
        if (one_in(20))
            text[1] |= random32() & 0x11;
        s.gr[5] = below(8);
        s.gr[4] = at - d - (text[1] & 15 ? s.gr[5] : 0);
        fill(at, 8, FLOATS);
        snprintf(what, sizeof what, "%02X%02X%02X%02X, PSW %016llX", text[0],
                 text[1], text[2], text[3], (unsigned long long)s.psw);
        put_code(text);
        try(&p, &s, what);
    }
    bare_free(&p.reference);
    bare_free(&p.fast);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("forms");
    TCase *t = tcase_create("forms");
    SRunner *r = srunner_create(s);
    int failed;

    tcase_set_timeout(t, 600);
    tcase_add_loop_test(t, operands_in_storage, 0, 2 * TRIALS);
    tcase_add_loop_test(t, floating_point, 0x20, 0x80);
    suite_add_tcase(s, t);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
