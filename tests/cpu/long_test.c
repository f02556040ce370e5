/* SPDX-License-Identifier: MIT */
/* Move Long and Compare Logical Long against a model that goes byte by byte, as
 * PoO "General Instructions" describes them: random lengths up to several
 * blocks, operands that overlap, padding. The seed is fixed: a failure
 * repeats. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/cpu/bare.h"

enum {
    SIZE = 64 << 10,
    CASES = 6000,
    CODE = 0x1000,
    DATA = 0x2000,
    LENGTH = 0xffffff,
    MVCL = 0x0e,
    CLCL = 0x0f,
};

static uint64_t state = 88172645463325252u;
static uint8_t image[SIZE];

/* xorshift64* by Vigna (2016), from memory. */
static uint32_t
below(uint32_t n)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)(state * 2685821657736338717u >> 32) % n;
}

/* What the instruction makes of registers 4-7 and of image; returns the
 * condition code. */
static unsigned
move(uint32_t *r)
{
    uint32_t to = r[0] & LENGTH, from = r[2] & LENGTH;
    uint32_t left = r[1] & LENGTH, source = r[3] & LENGTH;
    uint32_t n = left < source ? left : source;
    uint8_t pad = (uint8_t)(r[3] >> 24);
    unsigned cc = left == source ? 0 : left < source ? 1 : 2;

    if (n > 1 && to > from && to <= from + n - 1) {
        cc = 3;
    } else {
        for (; left > 0; left--, to++) {
            image[to] = source ? image[from] : pad;
            if (source) {
                source--;
                from++;
            }
        }
    }
    r[0] = to;
    r[1] = (r[1] & ~(uint32_t)LENGTH) | left;
    r[2] = from;
    r[3] = (r[3] & ~(uint32_t)LENGTH) | source;
    return cc;
}

static unsigned
compare(uint32_t *r)
{
    uint32_t a = r[0] & LENGTH, b = r[2] & LENGTH;
    uint32_t na = r[1] & LENGTH, nb = r[3] & LENGTH;
    uint8_t pad = (uint8_t)(r[3] >> 24);
    unsigned cc = 0;

    while (na || nb) {
        uint8_t va = na ? image[a] : pad, vb = nb ? image[b] : pad;

        if (va != vb) {
            cc = va < vb ? 1 : 2;
            break;
        }
        if (na) {
            na--;
            a++;
        }
        if (nb) {
            nb--;
            b++;
        }
    }
    r[0] = a;
    r[1] = (r[1] & ~(uint32_t)LENGTH) | na;
    r[2] = b;
    r[3] = (r[3] & ~(uint32_t)LENGTH) | nb;
    return cc;
}

static uint32_t
length(void)
{
    switch (below(4)) {
    case 0:
        return below(8000);
    case 1:
        return 0;
    default:
        return below(300);
    }
}

/* Operands of mostly equal bytes, the padding byte among them. */
static void
operands(uint32_t *r)
{
    uint32_t to = DATA + below(16000), n = length();
    uint32_t from = below(3) ? DATA + below(16000) : to + below(400) - 200;

    r[0] = to | below(256) << 24;
    r[1] = n | below(256) << 24;
    r[2] = from | below(256) << 24;
    r[3] = (below(3) ? length() : n) | (0x40 + below(2)) << 24;
    if (below(2))
        memset(image + to, 0x40, r[1] & LENGTH);
    if (below(2))
        memmove(image + from, image + to, r[3] & LENGTH);
    image[DATA + below(24000)] ^= 1;
}

static void
try(struct bare *b, uint8_t opcode)
{
    const uint8_t text[6] = {opcode, 0x46, 0x47, 0xf0, 0x02, 0x00};
    enum cpu_stop why;
    uint32_t r[4], old[4];
    unsigned cc;

    operands(r);
    memcpy(image + CODE, text, sizeof text);
    memcpy(b->storage.main, image, SIZE);
    cpu_storage_changed(b->cpu, 0, SIZE);
    memcpy(&b->cpu->gr[4], r, sizeof r);
    memcpy(old, r, sizeof r);
    cpu_set_psw(b->cpu, CODE);
    cpu_run(b->cpu, 2, &why);
    cc = opcode == MVCL ? move(r) : compare(r);
    if (memcmp(b->storage.main, image, SIZE) != 0 ||
        memcmp(&b->cpu->gr[4], r, sizeof r) != 0 || b->cpu->psw.cc != cc ||
        b->cpu->psw.ia != 0x200)
        ck_abort_msg("%02X46, R4-7 %08X %08X %08X %08X: code %u, is %u", opcode,
                     old[0], old[1], old[2], old[3], cc, b->cpu->psw.cc);
}

START_TEST(long_operands)
{
    struct bare b;

    bare_init(&b, SIZE, 0);
    for (uint32_t i = 0; i < SIZE; i++)
        image[i] = (uint8_t)below(256);
    for (unsigned i = 0; i < CASES; i++)
        try(&b, i & 1 ? MVCL : CLCL);
    bare_free(&b);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("long");
    TCase *t = tcase_create("long");
    SRunner *r = srunner_create(s);
    int failed;

    tcase_set_timeout(t, 600);
    tcase_add_test(t, long_operands);
    suite_add_tcase(s, t);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
