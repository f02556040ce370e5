/* SPDX-License-Identifier: MIT */
/* Code pages: known points, both directions, UTF-8 edges. */
#include "lib/codepage.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

START_TEST(known_points)
{
    ck_assert_uint_eq(codepage_to_latin1(CP_1047, 0xc1), 'A');
    ck_assert_uint_eq(codepage_to_latin1(CP_1047, 0xf9), '9');
    ck_assert_uint_eq(codepage_to_latin1(CP_1047, 0x40), ' ');
    ck_assert_uint_eq(codepage_from_latin1(CP_1047, '['), 0xad);
    ck_assert_uint_eq(codepage_from_latin1(CP_1047, ']'), 0xbd);
    ck_assert_uint_eq(codepage_from_latin1(CP_1047, '^'), 0x5f);
    ck_assert_uint_eq(codepage_from_latin1(CP_1047, 0xac), 0xb0);
    ck_assert_uint_eq(codepage_from_latin1(CP_037, '['), 0xba);
    ck_assert_uint_eq(codepage_from_latin1(CP_037, ']'), 0xbb);
    ck_assert_uint_eq(codepage_from_latin1(CP_037, '^'), 0xb0);
    ck_assert_uint_eq(codepage_from_latin1(CP_037, 0xac), 0x5f);
    ck_assert_uint_eq(codepage_from_latin1(CP_1047, '\n'), 0x25);
    ck_assert_uint_eq(codepage_to_latin1(CP_1047, 0x15), 0x85);
}
END_TEST

START_TEST(permutations)
{
    unsigned differ = 0;

    for (unsigned c = 0; c < 256; c++) {
        for (unsigned cp = CP_1047; cp <= CP_037; cp++) {
            uint8_t l = codepage_to_latin1((enum codepage)cp, (uint8_t)c);

            ck_assert_uint_eq(codepage_from_latin1((enum codepage)cp, l), c);
        }
        differ += codepage_to_latin1(CP_1047, (uint8_t)c) !=
                  codepage_to_latin1(CP_037, (uint8_t)c);
    }
    ck_assert_uint_eq(differ, 6);
}
END_TEST

START_TEST(graphics)
{
    ck_assert_uint_eq(codepage_graphic(CP_1047, 0), ' ');
    ck_assert_uint_eq(codepage_graphic(CP_1047, 0x40), ' ');
    ck_assert_uint_eq(codepage_graphic(CP_1047, 0x15), 0);
    ck_assert_uint_eq(codepage_graphic(CP_1047, 0xff), 0);
    ck_assert_uint_eq(codepage_graphic(CP_1047, 0xb0), 0xac);
}
END_TEST

START_TEST(names)
{
    enum codepage cp;

    ck_assert(codepage_by_name("cp037", &cp) && cp == CP_037);
    ck_assert(codepage_by_name("IBM-1047", &cp) && cp == CP_1047);
    ck_assert(!codepage_by_name("500", &cp));
    ck_assert(!codepage_by_name("", &cp));
}
END_TEST

START_TEST(utf8_to_ebcdic_and_back)
{
    static const char text[] = "H\xc3\xa9 [\xe2\x82\xac] \xff!";
    uint8_t out[sizeof(text)];
    char back[2 * sizeof(text)];
    size_t lost, n;

    n = codepage_from_utf8(CP_1047, text, sizeof(text) - 1, out, 0x6f, &lost);
    ck_assert_uint_eq(n, 9);
    ck_assert_uint_eq(lost, 2); /* the euro sign and the stray FF */
    n = codepage_to_utf8(CP_1047, out, n, back);
    ck_assert_uint_eq(n, 10);
    ck_assert_mem_eq(back, "H\xc3\xa9 [?] ?!", 10);
}
END_TEST

START_TEST(malformed_utf8)
{
    static const char *const bad[] = {"\x80",
                                      "\xc0\x80",
                                      "\xc3",
                                      "\xe0\x80\x80",
                                      "\xed\xa0\x80",
                                      "\xf4\x90\x80\x80",
                                      "\xf8\x88\x80\x80\x80",
                                      "\xc3(",
                                      "\xf0\x9f\x98"};
    uint32_t ch;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        ck_assert_uint_eq(utf8_decode(bad[i], strlen(bad[i]), &ch), 0);
    ck_assert_uint_eq(utf8_decode("", 0, &ch), 0);
    for (uint32_t v = 0; v <= 0x10ffff; v += 0x35) {
        char s[4];
        size_t n = utf8_encode(v, s);

        if (v >= 0xd800 && v < 0xe000)
            continue;
        ck_assert_uint_eq(utf8_decode(s, n, &ch), n);
        ck_assert_uint_eq(ch, v);
    }
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("codepage");
    TCase *c = tcase_create("codepage");
    SRunner *r = srunner_create(s);
    int failed;

    tcase_add_test(c, known_points);
    tcase_add_test(c, permutations);
    tcase_add_test(c, graphics);
    tcase_add_test(c, names);
    tcase_add_test(c, utf8_to_ebcdic_and_back);
    tcase_add_test(c, malformed_utf8);
    suite_add_tcase(s, c);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
