/* SPDX-License-Identifier: MIT */
/* Unit tests of the parts of klib/ that are plain C: division, formatting and
 * scanning. Formatting is compared with the host's snprintf. */
#include <check.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "klib/div64.h"
#include "klib/kfmt.h"
#include "klib/kscan.h"

static uint64_t
next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state ^ *state >> 29;
}

START_TEST(divides_as_the_host_does)
{
    uint64_t state = 1;
    static const uint64_t edge[] = {1,
                                    2,
                                    9,
                                    10,
                                    0x7fffffff,
                                    0x80000000,
                                    0xffffffff,
                                    0x100000000,
                                    0x100000001,
                                    0x1ffffffff,
                                    0x7fffffffffffffff,
                                    0x8000000000000000,
                                    0xfffffffeffffffff,
                                    0xffffffffffffffff};
    enum { EDGES = sizeof edge / sizeof edge[0] };

    for (int i = 0; i < EDGES * EDGES + 20000; i++) {
        uint64_t n, d, q, r;

        if (i < EDGES * EDGES) {
            n = edge[i / EDGES];
            d = edge[i % EDGES];
        } else {
            n = next_random(&state) >> (i % 61);
            d = next_random(&state) >> (i % 53);
        }
        if (d == 0)
            d = 7;
        q = k_udivmod64(n, d, &r);
        ck_assert_uint_eq(q, n / d);
        ck_assert_uint_eq(r, n % d);
        ck_assert_uint_eq(k_udivmod64(n, d, NULL), q);
    }
}
END_TEST

__attribute__((format(printf, 1, 2))) static void
same(const char *fmt, ...)
{
    char ours[200], host[200];
    va_list ap;
    int a, b;

    va_start(ap, fmt);
    a = k_vsnprintf(ours, sizeof ours, fmt, ap);
    va_end(ap);
    va_start(ap, fmt);
    b = vsnprintf(host, sizeof host, fmt, ap);
    va_end(ap);
    ck_assert_str_eq(ours, host);
    ck_assert_int_eq(a, b);
}

START_TEST(formats_as_the_host_does)
{
    same("plain");
    same("%d %d %d %i", 0, -1, 2147483647, -2147483647 - 1);
    same("%u %x %X", 4294967295u, 0xdeadbeefu, 0xdeadbeefu);
    same("[%5d] [%-5d] [%05d] [%05d]", 42, 42, 42, -42);
    same("[%8s] [%-8s] [%.3s] [%-8.3s]", "abcd", "abcd", "abcd", "abcd");
    same("[%*s] [%*s] [%.*s]", 6, "x", -6, "x", 2, "xyz");
    same("[%c%c] %%", 'a', 'b');
    same("%08X %06X %2X", 0x10u, 0xabcdefu, 0xabcdu);
    same("%.4d %.0d %8.4d", 12, 0, 12);
    same("%llu %lld %llx", 18446744073709551615ull, -5ll, 1ull << 60);
    same("%lu %ld %zu", 123ul, -123l, (size_t)77);
    same("%hhx %hx", 0xffu, 0xffffu);
}
END_TEST

START_TEST(formatting_is_bounded)
{
    char buf[8];
    const char *volatile none = NULL;

    memset(buf, '#', sizeof buf);
    ck_assert_int_eq(k_snprintf(buf, 5, "%s", "longer"), 6);
    ck_assert_str_eq(buf, "long");
    ck_assert_int_eq(buf[5], '#');
    buf[0] = '#';
    ck_assert_int_eq(k_snprintf(buf, 0, "%d", 12345), 5);
    ck_assert_int_eq(buf[0], '#');
    ck_assert_int_eq(k_snprintf(buf, 1, "%d", 12345), 5);
    ck_assert_int_eq(buf[0], 0);
    ck_assert_int_eq(k_snprintf(buf, sizeof buf, "%s", none), 6);
    ck_assert_str_eq(buf, "(null)");
}
END_TEST

START_TEST(append_continues_and_saturates)
{
    char buf[8];
    size_t at = k_append(buf, sizeof buf, 0, "%s", "abc");

    ck_assert_uint_eq(at, 3);
    at = k_append(buf, sizeof buf, at, "%d", 123456);
    ck_assert_uint_eq(at, 9);
    ck_assert_str_eq(buf, "abc1234");
    at = k_append(buf, sizeof buf, at, "x");
    ck_assert_uint_eq(at, 10);
    ck_assert_str_eq(buf, "abc1234");
}
END_TEST

static struct k_token
token(const char *s)
{
    return (struct k_token){s, strlen(s)};
}

START_TEST(tokens)
{
    static const char line[] = "  copy a(b  c ";
    struct k_scan s = {line, line + strlen(line)};
    struct k_token t;

    ck_assert(k_next_delim(&s, "()", &t));
    ck_assert(k_equal(t, "COPY"));
    ck_assert(k_next_delim(&s, "()", &t));
    ck_assert(k_equal(t, "a"));
    ck_assert(k_next_delim(&s, "()", &t));
    ck_assert(k_equal(t, "("));
    t = k_rest(&s);
    ck_assert_uint_eq(t.len, 4);
    ck_assert(k_next_token(&s, &t));
    ck_assert(k_equal(t, "B"));
    ck_assert(k_next_token(&s, &t));
    ck_assert(!k_next_token(&s, &t));
    ck_assert_uint_eq(t.len, 0);
}
END_TEST

START_TEST(abbreviations)
{
    ck_assert(k_abbrev(token("q"), "QUERY", 1));
    ck_assert(k_abbrev(token("Query"), "QUERY", 1));
    ck_assert(!k_abbrev(token("queryx"), "QUERY", 1));
    ck_assert(!k_abbrev(token("qu"), "QUERY", 3));
    ck_assert(k_abbrev(token("que"), "QUERY", 3));
    ck_assert(!k_abbrev(token(""), "QUERY", 1));
    ck_assert(!k_equal(token("que"), "QUERY"));
}
END_TEST

START_TEST(numbers)
{
    uint32_t v;

    ck_assert(k_parse_dec(token("4294967295"), &v));
    ck_assert_uint_eq(v, 4294967295u);
    ck_assert(!k_parse_dec(token("4294967296"), &v));
    ck_assert(!k_parse_dec(token("42949672950"), &v));
    ck_assert(!k_parse_dec(token(""), &v));
    ck_assert(!k_parse_dec(token("1x"), &v));
    ck_assert(k_parse_hex(token("0009aF"), &v));
    ck_assert_uint_eq(v, 0x9af);
    ck_assert(k_parse_hex(token("FFFFFFFF"), &v));
    ck_assert_uint_eq(v, 0xffffffffu);
    ck_assert(!k_parse_hex(token("100000000"), &v));
    ck_assert(!k_parse_hex(token("1g"), &v));
}
END_TEST

START_TEST(fields)
{
    char field[9] = "########";
    char text[] = "aZ9 ijrsz";

    k_pad_upper(field, 8, token("abc"));
    ck_assert_str_eq(field, "ABC     ");
    ck_assert_uint_eq(k_trim(field, 8), 3);
    k_pad_upper(field, 8, token("longernames"));
    ck_assert_str_eq(field, "LONGERNA");
    k_upper(text, strlen(text));
    ck_assert_str_eq(text, "AZ9 IJRSZ");
    ck_assert_int_eq(k_to_lower('Q'), 'q');
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("klib");
    TCase *tc = tcase_create("klib");
    SRunner *r;
    int failed;

    tcase_add_test(tc, divides_as_the_host_does);
    tcase_add_test(tc, formats_as_the_host_does);
    tcase_add_test(tc, formatting_is_bounded);
    tcase_add_test(tc, append_continues_and_saturates);
    tcase_add_test(tc, tokens);
    tcase_add_test(tc, abbreviations);
    tcase_add_test(tc, numbers);
    tcase_add_test(tc, fields);
    suite_add_tcase(s, tc);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
