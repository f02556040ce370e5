/* SPDX-License-Identifier: MIT */
/* KTEST: a guest program that tries what only a guest can: klib's storage
 * routines and gcc's helpers on the machine, text in EBCDIC, and the nucleus'
 * functions by SVC 202. Types a line for each failure; return code 0 if there
 * is none. Run by tests/cms/bare_test.py. */
#include "cms/fscb.h"
#include "cms/user/user.h"
#include "klib/kfmt.h"
#include "klib/klib.h"

static unsigned failures;

#define CHECK(what)                                                            \
    do {                                                                       \
        if (!(what)) {                                                         \
            failures++;                                                        \
            user_printf("KTEST: LINE %d: %s", __LINE__, #what);                \
        }                                                                      \
    } while (0)

/* Kept from the compiler, which would compute at build time. */
static volatile uint64_t big = 0x123456789abcdef0u;
static volatile uint64_t divisor = 0x100000003u;
static volatile int64_t negative = -1000000000007;
static volatile uint32_t bits = 0x00f0000cu;

static uint8_t area[1024];

static void
check_moves(void)
{
    uint8_t copy[600];

    for (unsigned i = 0; i < sizeof area; i++)
        area[i] = (uint8_t)(i * 7);
    memcpy(copy, area, sizeof copy);
    CHECK(memcmp(copy, area, sizeof copy) == 0);
    memmove(area + 3, area, 597);
    CHECK(memcmp(area + 3, copy, 597) == 0);
    memcpy(area, copy, sizeof copy);
    memmove(area, area + 5, 595);
    CHECK(memcmp(area, copy + 5, 595) == 0);
    memset(area + 1, 0x5a, 400);
    CHECK(area[0] == copy[5] && area[1] == 0x5a && area[400] == 0x5a &&
          area[401] == copy[406]);
    CHECK(memcmp("abc", "abd", 3) < 0 && memcmp("abd", "abc", 3) > 0);
    CHECK(memcmp("abc", "abd", 2) == 0 && memcmp("a", "b", 0) == 0);
    CHECK(memchr("hello", 'l', 5) != NULL && memchr("hello", 'z', 5) == NULL);
    CHECK(strlen("four") == 4 && strnlen("four", 3) == 3);
    CHECK(strcmp("a", "b") < 0 && strncmp("abx", "aby", 2) == 0);
}

static void
check_arithmetic(void)
{
    CHECK(big / divisor == 0x12345678u);
    CHECK(big % divisor == 0x641fdb88u);
    CHECK(negative / 1000003 == -999997);
    CHECK(negative % 1000003 == -16);
    CHECK(big / 10 == 0x1d208a5a912e318u && big % 10 == 0);
    CHECK(divisor * (uint32_t)bits == 0xf0000c02d00024u);
    CHECK(__builtin_clz(bits) == 8 && __builtin_ctz(bits) == 2);
    CHECK(__builtin_popcount(bits) == 6);
    CHECK(__builtin_clzll(big) == 3 && __builtin_ctzll(big) == 4);
}

static void
check_text(void)
{
    char buf[40];

    k_snprintf(buf, sizeof buf, "%-5s|%05d|%X|%llu", "ab", -42, 0xbeefu,
               (unsigned long long)big);
    CHECK(strcmp(buf, "ab   |-0042|BEEF|1311768467463790320") == 0);
    CHECK((uint8_t)'A' == 0xc1 && (uint8_t)'[' == 0xad);
    CHECK(!k_is_letter((char)0xca) && !k_is_letter((char)0xdf) &&
          k_is_letter('J') && k_is_letter('s'));
    CHECK(k_to_upper('r') == 'R' && k_to_lower('Z') == 'z');
}

static int
call(const char *tokens)
{
    char plist[12][8] __attribute__((aligned(8)));
    struct k_scan s = {tokens, tokens + strlen(tokens)};
    struct k_token t;
    unsigned n = 0;

    while (n < 11 && k_next_token(&s, &t))
        k_pad_upper(plist[n++], 8, t);
    memset(plist[n], 0xff, 8);
    return cms_svc(plist);
}

static void
fill_fscb(struct fscb *b, const char *function, const void *buffer,
          uint32_t size, char recfm)
{
    memset(b, 0, sizeof *b);
    memcpy(b->comm, function, 8);
    memcpy(b->fn, "KTEST   ", 8);
    memcpy(b->ft, "DATA    ", 8);
    memcpy(b->fm, "A1", 2);
    put32(&b->buffer, (uint32_t)(uintptr_t)buffer);
    put32(&b->size, size);
    b->recfm = (uint8_t)recfm;
    put16(&b->count, 1);
}

static void
check_files(void)
{
    struct fscb b __attribute__((aligned(8)));
    char line[80];

    call("ERASE KTEST DATA A");
    fill_fscb(&b, "RDBUF   ", line, sizeof line, 'V');
    CHECK(cms_svc(&b) == 1);
    for (uint32_t i = 1; i <= 3; i++) {
        memset(line, '0' + (int)i, i * 10);
        fill_fscb(&b, "WRBUF   ", line, i * 10, 'V');
        CHECK(cms_svc(&b) == 0);
    }
    CHECK(call("FINIS KTEST DATA A") == 0);
    CHECK(call("FINIS KTEST DATA A") == 6);
    CHECK(call("STATE KTEST DATA A") == 0);
    fill_fscb(&b, "RDBUF   ", line, sizeof line, 'V');
    for (uint32_t i = 1; i <= 3; i++) {
        CHECK(cms_svc(&b) == 0);
        CHECK(get32(&b.read) == i * 10 && line[0] == (char)('0' + (int)i));
    }
    CHECK(cms_svc(&b) == 12);
    put16(&b.item, 2);
    CHECK(cms_svc(&b) == 0 && get32(&b.read) == 20 && line[19] == '2');
    put32(&b.size, 5);
    put16(&b.item, 3);
    CHECK(cms_svc(&b) == 8);
    fill_fscb(&b, "WRBUF   ", line, 0, 'V');
    CHECK(cms_svc(&b) == 14);
    b.recfm = 'X';
    CHECK(cms_svc(&b) == 11);
    fill_fscb(&b, "RDBUF   ", (void *)0xfffff0, 4096, 'V');
    CHECK(cms_svc(&b) == 2);
    CHECK(call("FINIS *") == 0);
    CHECK(call("COPYFILE KTEST DATA A KTEST COPY A") == 0);
    CHECK(call("STATE KTEST COPY A") == 0);
    CHECK(call("ERASE KTEST * A") == 0);
    CHECK(call("STATE KTEST DATA A") == 28);
    CHECK(call("NOSUCH") == -3);
}

/* SVC 202 with an error address behind it: taken if the code is not 0. */
static int
call_with_error_address(const char *name, bool *taken)
{
    char plist[2][8] __attribute__((aligned(8)));
    int rc, error;

    memcpy(plist[0], name, 8);
    memset(plist[1], 0xff, 8);
    __asm__ volatile("lr %%r5,%%r15;lr %%r1,%2;svc 202;.long 1f;"
                     "lhi %1,0;j 2f;1:lhi %1,1;2:lr %0,%%r15;lr %%r15,%%r5"
                     : "=&d"(rc), "=&d"(error)
                     : "d"(plist)
                     : "1", "5", "memory", "cc");
    *taken = error != 0;
    return rc;
}

int
user_main(const char (*tok)[8], const void *extended)
{
    bool taken;

    (void)extended;
    check_moves();
    check_arithmetic();
    check_text();
    check_files();
    CHECK(call_with_error_address("NOSUCH  ", &taken) == -3 && taken);
    CHECK(call_with_error_address("RT      ", &taken) == 0 && !taken);
    CHECK(k_equal(user_token(tok, 1), "ONE") &&
          k_equal(user_token(tok, 2), "(") && user_token(tok, 3).len == 0);
    user_printf("KTEST: %u FAILURES", failures);
    return failures == 0 ? 0 : 1;
}
