/* SPDX-License-Identifier: MIT */
/* Unit tests of the parts of CMS that are plain C: EXEC variables and
 * expressions, and the calendar. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "cms/exec_level.h"
#include "cms/times.h"

static struct exec_level e;

static struct k_token
token(const char *s)
{
    return (struct k_token){s, strlen(s)};
}

static void
setup(void)
{
    memset(&e, 0, sizeof e);
    memcpy(e.name, "TEST    ", 8);
    e.nargs = 2;
    e.arg[1] = (struct exec_value){1, "A"};
    e.arg[2] = (struct exec_value){2, "42"};
}

static const char *
substituted(const char *text)
{
    static char out[EXEC_LINE + 1];
    size_t len;

    ck_assert_int_eq(exec_substitute(&e, token(text), out, &len), EXEC_OK);
    ck_assert_uint_eq(len, strlen(out));
    return out;
}

START_TEST(substitution)
{
    ck_assert_int_eq(exec_set(&e, token("&X"), token("2")), EXEC_OK);
    ck_assert_str_eq(substituted("&TYPE  &1   .&2 &9 &NONE &INDEX"),
                     "&TYPE A .42 2");
    ck_assert_str_eq(substituted("TYPE &1&2 X&1"), "TYPE XA");
    ck_assert_str_eq(substituted("&X = &X + 1"), "&X = 2 + 1");
    ck_assert_str_eq(substituted("&Y = &&X"), "&Y = 42");
    ck_assert_str_eq(substituted("&READ VARS &X &Y"), "&READ VARS &X &Y");
    ck_assert_str_eq(substituted("&Y = &LITERAL &X"), "&Y = &LITERAL &X");
    ck_assert_str_eq(substituted("&NOSUCH &1"), "&NOSUCH A");
    ck_assert_str_eq(substituted("&3 CMD"), "CMD");
    ck_assert_str_eq(substituted(""), "");
}
END_TEST

START_TEST(substitution_is_bounded)
{
    char line[EXEC_LINE * 2], out[EXEC_LINE + 1];
    size_t len;

    memset(line, 'x', sizeof line);
    exec_substitute(&e, (struct k_token){line, sizeof line}, out, &len);
    ck_assert_uint_le(len, EXEC_LINE);
    for (size_t i = 0; i + 2 < sizeof line; i += 3)
        memcpy(line + i, "&2 ", 3);
    exec_set(&e, token("&2"), token("123456789012345678901234567890"));
    ck_assert_int_eq(
        exec_substitute(&e, (struct k_token){line, sizeof line}, out, &len),
        EXEC_TOO_LONG);
}
END_TEST

START_TEST(assignments)
{
    struct exec_value v;

    ck_assert_int_eq(exec_set(&e, token("X"), token("1")), EXEC_ASSIGNMENT);
    ck_assert_int_eq(exec_set(&e, token("&IF"), token("1")), EXEC_ASSIGNMENT);
    ck_assert_int_eq(exec_set(&e, token("&RETCODE"), token("1")), EXEC_SPECIAL);
    ck_assert_int_eq(exec_set(&e, token("&31"), token("1")), EXEC_SPECIAL);
    ck_assert_int_eq(exec_set(&e, token("&5"), token("five")), EXEC_OK);
    ck_assert_uint_eq(e.nargs, 5);
    ck_assert(exec_get(&e, token("&4"), &v));
    ck_assert_uint_eq(v.len, 0);
    for (int i = 0; i < EXEC_VARS; i++) {
        char name[8] = {'&', 'V', (char)('A' + i % 26), (char)('A' + i / 26)};

        ck_assert_int_eq(exec_set(&e, token(name), token("1")), EXEC_OK);
    }
    ck_assert_int_eq(exec_set(&e, token("&MORE"), token("1")), EXEC_ASSIGNMENT);
}
END_TEST

static bool
compare(const char *text)
{
    struct k_scan s = {text, text + strlen(text)};
    bool result;

    ck_assert_int_eq(exec_compare(&e, &s, &result), EXEC_OK);
    return result;
}

START_TEST(comparisons)
{
    static const char bad[] = "1 IS 1", cut[] = "1 EQ";
    struct k_scan s;
    bool result;

    ck_assert(compare("9 LT 10"));
    ck_assert(compare("ABC EQ ABC"));
    ck_assert(compare("ABC NE AB"));
    ck_assert(compare("-5 < 3"));
    ck_assert(compare("007 = 7"));
    ck_assert(compare("2 GE 2"));
    ck_assert(!compare("2 GT 2"));
    ck_assert(compare("&$ EQ 42"));
    ck_assert(!compare("&$ EQ 43"));
    ck_assert(!compare("&* EQ 42"));
    ck_assert(compare("&* NE 43"));
    s = (struct k_scan){bad, bad + 6};
    ck_assert_int_eq(exec_compare(&e, &s, &result), EXEC_CONDITION);
    s = (struct k_scan){cut, cut + 4};
    ck_assert_int_eq(exec_compare(&e, &s, &result), EXEC_CONDITION);
}
END_TEST

static const char *
value(const char *text, enum exec_error expected)
{
    static char out[EXEC_VALUE + 1];
    struct k_scan s = {text, text + strlen(text)};
    struct exec_value v = {0, ""};

    ck_assert_int_eq(exec_evaluate(&e, &s, &v), expected);
    memcpy(out, v.text, v.len);
    out[v.len] = 0;
    return out;
}

START_TEST(expressions)
{
    ck_assert_str_eq(value("5 + 7 - 20", EXEC_OK), "-8");
    ck_assert_str_eq(value("WORD", EXEC_OK), "WORD");
    ck_assert_str_eq(value("", EXEC_OK), "");
    ck_assert_str_eq(value("&SUBSTR ABCDEF 2 3", EXEC_OK), "BCD");
    ck_assert_str_eq(value("&SUBSTR ABC 2", EXEC_OK), "BC");
    ck_assert_str_eq(value("&SUBSTR ABC 9 1", EXEC_OK), "");
    ck_assert_str_eq(value("&CONCAT A B C", EXEC_OK), "ABC");
    ck_assert_str_eq(value("&LENGTH ABCD", EXEC_OK), "4");
    ck_assert_str_eq(value("&DATATYPE 12", EXEC_OK), "NUM");
    ck_assert_str_eq(value("&DATATYPE 1X", EXEC_OK), "CHAR");
    value("A + 1", EXEC_CONVERSION);
    value("1 * 2", EXEC_ASSIGNMENT);
    value("1 +", EXEC_CONVERSION);
    value("&SUBSTR ABC 0 1", EXEC_FUNCTION);
}
END_TEST

/* Whatever an EXEC holds, nothing is written beyond its place. */
START_TEST(random_lines_are_harmless)
{
    static const char *const pieces[] = {"&",
                                         "&&",
                                         "&1",
                                         "&X",
                                         "&X1",
                                         "=",
                                         "+",
                                         "-",
                                         "1",
                                         "0",
                                         "99999999999",
                                         "&IF",
                                         "EQ",
                                         "NE",
                                         "&SUBSTR",
                                         "&CONCAT",
                                         "&LENGTH",
                                         "&LITERAL",
                                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
                                         " ",
                                         "  ",
                                         "&READ VARS",
                                         "&*",
                                         "&$",
                                         "-LABEL",
                                         "*",
                                         "(",
                                         ")",
                                         "&30",
                                         "&31"};
    uint64_t state = 1;

    for (int round = 0; round < 30000; round++) {
        char line[300], out[EXEC_LINE + 2];
        size_t at = 0, len = 0;
        struct k_scan s;
        struct exec_value v;
        bool result;

        out[EXEC_LINE + 1] = '#';
        for (int n = 0; n < 30 && at < 240; n++) {
            const char *p;

            state = state * 6364136223846793005u + 1442695040888963407u;
            p = pieces[(state >> 33) % (sizeof pieces / sizeof pieces[0])];
            memcpy(line + at, p, strlen(p));
            at += strlen(p);
            if ((state >> 60) < 8)
                line[at++] = ' ';
        }
        if (exec_substitute(&e, (struct k_token){line, at}, out, &len) !=
            EXEC_OK)
            continue;
        ck_assert_uint_le(len, EXEC_LINE);
        ck_assert_int_eq(out[EXEC_LINE + 1], '#');
        s = (struct k_scan){out, out + len};
        exec_compare(&e, &s, &result);
        s = (struct k_scan){out, out + len};
        exec_evaluate(&e, &s, &v);
        ck_assert_uint_le(v.len, EXEC_VALUE);
        if (len > 4)
            exec_set(&e, (struct k_token){out, 4}, (struct k_token){out, len});
    }
}
END_TEST

START_TEST(calendar)
{
    static const struct {
        uint64_t days; /* since 1 January 1900 */
        unsigned y, m, d;
    } cases[] = {{0, 1900, 1, 1},      {58, 1900, 2, 28},
                 {59, 1900, 3, 1},     {25567, 1970, 1, 1},
                 {36583, 2000, 2, 29}, {36584, 2000, 3, 1},
                 {46348, 2026, 11, 24}};

    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct cms_time t;
        uint64_t us =
            (cases[i].days * 86400 + 13 * 3600 + 14 * 60 + 15) * 1000000;

        time_from_tod(us << 12, &t);
        ck_assert_uint_eq(t.year, cases[i].y);
        ck_assert_uint_eq(t.month, cases[i].m);
        ck_assert_uint_eq(t.day, cases[i].d);
        ck_assert_uint_eq(t.hour, 13);
        ck_assert_uint_eq(t.minute, 14);
        ck_assert_uint_eq(t.second, 15);
    }
}
END_TEST

START_TEST(dates_of_files)
{
    struct cms_time t = {.year = 2026,
                         .month = 11,
                         .day = 24,
                         .hour = 9,
                         .minute = 8,
                         .second = 7};
    struct edf_date d;

    time_to_edf(&t, &d);
    ck_assert_mem_eq(d.d, "\x26\x11\x24\x09\x08\x07", 6);
    ck_assert_uint_eq(d.century, 1);
    ck_assert_uint_eq(time_unpack(0x59), 59);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("cms text");
    TCase *tc = tcase_create("cms text");
    SRunner *r;
    int failed;

    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_add_test(tc, substitution);
    tcase_add_test(tc, substitution_is_bounded);
    tcase_add_test(tc, assignments);
    tcase_add_test(tc, comparisons);
    tcase_add_test(tc, expressions);
    tcase_add_test(tc, random_lines_are_harmless);
    tcase_add_test(tc, calendar);
    tcase_add_test(tc, dates_of_files);
    suite_add_tcase(s, tc);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
