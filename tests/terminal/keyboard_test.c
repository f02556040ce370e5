/* SPDX-License-Identifier: MIT */
/* The 3270 keyboard: what keys do to the display and send. */
#include "tests/terminal/screenrig.h"

START_TEST(enter_sends_modified_fields)
{
    host(form);
    type("hi");
    kbd_key(s, K_ENTER);
    ck_assert_int_eq(s->lock, SCR_LOCK_SYSTEM);
    /* The second field came with its modified data tag on. */
    expect_sent("7d 404d 11 404b 8889 11 40d5");
    host("f1c3"); /* resets the tags, restores the keyboard */
    ck_assert_int_eq(s->lock, SCR_UNLOCKED);
    kbd_key(s, K_PF1 + 12);
    expect_sent("c1 404d");
}
END_TEST

START_TEST(attention_ids)
{
    static const uint8_t pf[24] = {
        0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0x7a, 0x7b, 0x7c,
        0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0x4a, 0x4b, 0x4c};

    for (unsigned i = 0; i < 24; i++) {
        scr_reset(s, true);
        kbd_key(s, K_PF1 + i);
        ck_assert_uint_eq(sent[0], pf[i]);
    }
    host(form);
    kbd_key(s, K_PA1);
    expect_sent("6c");
    host("f1c2");
    kbd_key(s, K_PA2);
    expect_sent("6e");
    host("f1c2");
    kbd_key(s, K_PA3);
    expect_sent("6b");
    host("f1c2");
    kbd_key(s, K_CLEAR);
    expect_sent("6d");
    expect_cells(0, "...");
    ck_assert_uint_eq(s->cursor, 0);
}
END_TEST

START_TEST(locked_keyboard)
{
    host(form);
    kbd_key(s, K_ENTER);
    type("ok");
    kbd_key(s, K_PA1); /* acts at once, as ATTN */
    ck_assert_uint_eq(attns, 1);
    ck_assert_uint_eq(sends, 1);
    type("ab");
    kbd_key(s, K_ENTER);
    type("c");
    host("f1c3"); /* what was typed ahead follows, up to the next ENTER */
    ck_assert_uint_eq(sends, 2);
    expect_sent("7d 404d 11 404b 8182");
    expect_cells(10, "|ab...|");
    host("f1c3");
    expect_cells(10, "|abc..|");
    kbd_key(s, K_ENTER);
    type("zz");
    kbd_key(s, K_RESET);
    ck_assert_int_eq(s->lock, SCR_LOCK_SYSTEM);
    host("f1c3");
    expect_cells(10, "|abc..|");
}
END_TEST

START_TEST(typing_rules)
{
    host(form);
    type("12345"); /* fills the field: skips to the next input field */
    ck_assert_uint_eq(s->cursor, 21);
    s->cursor = 1;
    type("x");
    ck_assert_int_eq(s->oper, SCR_OPER_PROTECTED);
    expect_cells(0, "|AB");
    s->cursor = 10; /* the attribute itself */
    type("x");
    ck_assert_int_eq(s->oper, SCR_OPER_PROTECTED);
    kbd_key(s, K_CURSOR_RIGHT);
    ck_assert_int_eq(s->oper, SCR_OPER_OK);
    kbd_key(s, 0x20ac);
    ck_assert_int_eq(s->oper, SCR_OPER_NO_CHAR);
    kbd_key(s, 0xac); /* the not sign */
    ck_assert_uint_eq(s->cell[11].ch, 0xb0);
}
END_TEST

START_TEST(numeric_field)
{
    host("f5c3 114040 1d50 13 1140c5 1d60");
    type("x");
    ck_assert_int_eq(s->oper, SCR_OPER_NUMERIC);
    type("-1.");
    expect_cells(0, "|-1..|");
    ck_assert_uint_eq(s->cursor, 4);
    s->numeric_lock = false;
    type("x");
    expect_cells(0, "|-1.x|");
}
END_TEST

START_TEST(insert_and_delete)
{
    host(form);
    type("ace");
    s->cursor = 12;
    kbd_key(s, K_INSERT_MODE);
    type("b");
    expect_cells(10, "|abce.|");
    s->cursor = 14;
    type("d");
    expect_cells(10, "|abcde|");
    s->cursor = 11;
    type("x");
    ck_assert_int_eq(s->oper, SCR_OPER_OVERFLOW);
    expect_cells(10, "|abcde|");
    kbd_key(s, K_DELETE);
    expect_cells(10, "|bcde.|");
    kbd_key(s, K_CURSOR_RIGHT);
    kbd_key(s, K_RUBOUT);
    expect_cells(10, "|cde..|");
    ck_assert_uint_eq(s->cursor, 11);
    kbd_key(s, K_RUBOUT);
    ck_assert_int_eq(s->oper, SCR_OPER_PROTECTED);
    kbd_key(s, K_RESET);
    ck_assert(!s->insert);
}
END_TEST

START_TEST(erasing)
{
    host(form);
    type("abcde"
         "vwxy");
    s->cursor = 13;
    kbd_key(s, K_ERASE_EOF);
    expect_cells(10, "|ab...|C");
    kbd_key(s, K_ERASE_INPUT);
    expect_cells(10, "|.....|C");
    expect_cells(20, "|....|");
    ck_assert_uint_eq(s->cursor, 11);
    ck_assert_uint_eq(s->cell[10].field & ATTR_MDT, 0);
    ck_assert_uint_eq(s->cell[20].field & ATTR_MDT, 0);
    s->cursor = 1;
    kbd_key(s, K_ERASE_EOF);
    ck_assert_int_eq(s->oper, SCR_OPER_PROTECTED);
}
END_TEST

START_TEST(moving)
{
    host(form);
    kbd_key(s, K_TAB);
    ck_assert_uint_eq(s->cursor, 21);
    kbd_key(s, K_TAB); /* round to the first */
    ck_assert_uint_eq(s->cursor, 11);
    kbd_key(s, K_BACKTAB);
    ck_assert_uint_eq(s->cursor, 21);
    kbd_key(s, K_CURSOR_RIGHT);
    kbd_key(s, K_BACKTAB);
    ck_assert_uint_eq(s->cursor, 21);
    kbd_key(s, K_CURSOR_HOME);
    ck_assert_uint_eq(s->cursor, 11);
    kbd_key(s, K_CURSOR_UP);
    ck_assert_uint_eq(s->cursor, 1851);
    kbd_key(s, K_CURSOR_DOWN);
    kbd_key(s, K_CURSOR_LEFT);
    kbd_key(s, K_NEWLINE);
    ck_assert_uint_eq(s->cursor, 11); /* line 2 is protected */
    type("ab");
    kbd_key(s, K_CURSOR_LEFT);
    kbd_key(s, K_FIELD_END);
    ck_assert_uint_eq(s->cursor, 13);
    host("f5c2 c1"); /* unformatted */
    kbd_key(s, K_TAB);
    ck_assert_uint_eq(s->cursor, 0);
    kbd_key(s, K_NEWLINE);
    ck_assert_uint_eq(s->cursor, 80);
    kbd_key(s, K_CURSOR_UP);
    kbd_key(s, K_CURSOR_LEFT);
    ck_assert_uint_eq(s->cursor, 1919);
}
END_TEST

START_TEST(cursor_select_key)
{
    host("f5c3 114040 1de4 6f c1 1140c5 1d64 40 c2 1140d0 1d60");
    s->cursor = 2;
    kbd_key(s, K_CURSOR_SELECT);
    expect_cells(0, "|>A");
    ck_assert(s->cell[0].field & ATTR_MDT);
    kbd_key(s, K_CURSOR_SELECT);
    expect_cells(0, "|?A");
    kbd_key(s, K_CURSOR_SELECT);
    s->cursor = 7;
    kbd_key(s, K_CURSOR_SELECT);
    expect_sent("7e 40c7 11 40c1 11 40c6");
}
END_TEST

int
main(void)
{
    TCase *c = tcase_create("keyboard");

    tcase_add_test(c, enter_sends_modified_fields);
    tcase_add_test(c, attention_ids);
    tcase_add_test(c, locked_keyboard);
    tcase_add_test(c, typing_rules);
    tcase_add_test(c, numeric_field);
    tcase_add_test(c, insert_and_delete);
    tcase_add_test(c, erasing);
    tcase_add_test(c, moving);
    tcase_add_test(c, cursor_select_key);
    return screen_run(c);
}
