/* SPDX-License-Identifier: MIT */
/* The 3270 display without a window: data stream, reads, any bytes. */
#include "tests/terminal/screenrig.h"

START_TEST(write_orders)
{
    host("f5c3 114040 1df0 c1c2 114150 29 02 c040 42f2 c3 13");
    expect_cells(0, "|AB");
    ck_assert_uint_eq(s->cell[0].field,
                      SCR_FIELD | ATTR_PROTECTED | ATTR_NUMERIC);
    ck_assert_uint_eq(s->cell[80].color, 0xf2);
    expect_cells(80, "|C");
    ck_assert_uint_eq(s->cursor, 82);
    ck_assert_int_eq(s->lock, SCR_UNLOCKED);
}
END_TEST

START_TEST(repeat_to_address)
{
    host("f5c2 3c 4140 5c");
    expect_cells(62, "**.");
    host("f5c2 11 5d7f 3c 4040 60"); /* the last position */
    expect_cells(1919, "-");
    expect_cells(0, ".");
    host("f5c2 3c 4040 60"); /* stop where it starts: the whole screen */
    expect_cells(0, "--");
    expect_cells(1919, "-");
    host("f5c2 3c 4042 08 ad 28 42f4 c1");
    ck_assert_uint_eq(s->cell[1].charset, SCR_CHARSET_GE);
    ck_assert_uint_eq(s->cell[2].color, 0xf4);
}
END_TEST

START_TEST(erase_unprotected_to_address)
{
    host(form);
    type("abcde");
    host("f1c0 114040 12 4040");
    expect_cells(0, "|AB");
    expect_cells(10, "|.....|C");
}
END_TEST

START_TEST(program_tab)
{
    host(form);
    type("abc");
    /* After an order PT only moves: to the field at 11. */
    host("f1c0 114040 05 e9");
    expect_cells(10, "|Zbc..|");
    /* After data it clears the rest of the field. */
    host("f1c0 11404b e8 05 e7");
    expect_cells(10, "|Y....|C");
    expect_cells(20, "|X...|");
}
END_TEST

START_TEST(modify_field)
{
    host(form);
    host("f1c0 11404a 2c 02 c060 41f2");
    ck_assert_uint_eq(s->cell[10].field, SCR_FIELD | ATTR_PROTECTED);
    ck_assert_uint_eq(s->cell[10].highlight, 0xf2);
    host("f1c2 11404b 2c 01 c060");
    ck_assert_int_eq(s->lock, SCR_LOCK_PROG);
}
END_TEST

START_TEST(bad_streams)
{
    static const char *const bad[] = {
        "f1c3 11",     "f1c3 115d",      "f1c3 11ffff",
        "f1c3 3c4040", "f1c3 29",        "f1c3 2903c0",
        "f1c3 2842",   "f1c3 02",        "f1c3 08",
        "99",          "f3 0002",        "f3 0010 01",
        "f3 000401ff", "f3 0005 01ff04", "f1c3 2899aa"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        scr_reset(s, true);
        host(bad[i]);
        ck_assert_msg(s->lock == SCR_LOCK_PROG, "accepted: %s", bad[i]);
        ck_assert_ptr_nonnull(s->prog);
        kbd_key(s, 'A'); /* locked */
        expect_cells(s->cursor, ".");
        kbd_key(s, K_RESET);
        ck_assert_int_eq(s->lock, SCR_UNLOCKED);
    }
}
END_TEST

START_TEST(unformatted_read)
{
    host("f5c2");
    type("logon");
    kbd_key(s, K_ENTER);
    expect_sent("7d 40c5 9396879695");
}
END_TEST

START_TEST(read_commands)
{
    host(form);
    type("a");
    host("f2");
    ck_assert_uint_eq(sent[0], AID_NONE);
    ck_assert_uint_eq(sent_len, 3 + 1920 + 5); /* each of 5 SF is two */
    ck_assert_mem_eq(sent + 3, "\x1d\x60\xc1\xc2", 4);
    kbd_key(s, K_PA1);
    host("f6");
    expect_sent("6c"); /* after a PA key: a short read */
    host("6e");
    expect_sent("6c 404c 11 404b 81 11 40d5");
    host("6f"); /* erase all unprotected */
    expect_cells(10, "|.....|C");
    ck_assert_int_eq(s->lock, SCR_UNLOCKED);
}
END_TEST

START_TEST(character_reply_mode)
{
    host("f3 0007 09 00 02 42 41");
    ck_assert_int_eq(s->reply, SCR_REPLY_CHARACTER);
    host("f1c2 114040 29 02 c060 42f1 28 42f2 c1 28 0000 c2");
    host("f2");
    ck_assert_mem_eq(sent + 3,
                     "\x29\x02\xc0\x60\x42\xf1\x28\x42\xf2\xc1\x28\x42\x00\xc2",
                     14);
    host("f5c2"); /* Erase/Write resets it */
    ck_assert_int_eq(s->reply, SCR_REPLY_FIELD);
}
END_TEST

START_TEST(query_replies)
{
    size_t at = 1, seen = 0;

    host("f3 0005 01 ff 02");
    ck_assert_uint_eq(sent[0], AID_STRUCTURED);
    while (at < sent_len) {
        size_t n = (size_t)sent[at] << 8 | sent[at + 1];

        ck_assert_uint_ge(n, 4);
        ck_assert_uint_le(at + n, sent_len);
        ck_assert_uint_eq(sent[at + 2], 0x81);
        if (sent[at + 3] == 0x81) {
            ck_assert_uint_eq(sent[at + 7], 80);
            ck_assert_uint_eq(sent[at + 9], 24);
        }
        at += n;
        seen++;
    }
    ck_assert_uint_eq(at, sent_len);
    ck_assert_uint_eq(seen, 8);
    host("f3 0007 01 ff 03 00 90"); /* a list of what we lack: null reply */
    expect_sent("88 0004 81 ff");
    host("f3 0007 01 ff 03 00 88");
    expect_sent("88 0007 81 88 00 01 02");
}
END_TEST

START_TEST(structured_write)
{
    host("f3 0000 40 00 f5 c2 114040 1d60 c1");
    expect_cells(0, "|A");
    host("f3 0005 40 00 6f 0008 40 00 f1 c2 c2 c3");
    ck_assert_int_eq(s->lock, SCR_UNLOCKED);
    expect_cells(0, "BC");
}
END_TEST

START_TEST(reads_per_record_are_bounded)
{
    uint8_t b[1 + 5 * 1000] = {0xf3};

    for (size_t i = 0; i < 1000; i++)
        memcpy(b + 1 + 5 * i, "\0\5\1\0\xf2", 5);
    scr_record(s, b, sizeof(b));
    ck_assert_uint_eq(sends, SCR_REPLIES_MAX);
    ck_assert_int_eq(s->lock, SCR_LOCK_PROG);
}
END_TEST

START_TEST(models)
{
    static const unsigned size[4] = {24 * 80, 32 * 80, 43 * 80, 27 * 132};

    ck_assert_ptr_null(screen_create(1));
    ck_assert_ptr_null(screen_create(6));
    for (unsigned m = 2; m <= 5; m++) {
        scr_destroy(s);
        s = screen_create(m);
        scr_reset(s, true);
        ck_assert_uint_eq(s->size, 1920);
        host("7ec2 11 0000 c1"); /* a 14-bit address */
        ck_assert_uint_eq(s->size, size[m - 2]);
        expect_cells(0, "A");
        host("f2");
        ck_assert_uint_eq(sent_len, 3 + size[m - 2]);
        host("f5c2");
        ck_assert_uint_eq(s->size, 1920);
    }
}
END_TEST

static unsigned seed;

static unsigned
rnd(void)
{
    seed = seed * 1103515245u + 12345u;
    return seed >> 16;
}

/* Any record, rich in orders, and any keys between, on any model. */
START_TEST(any_bytes)
{
    static const uint8_t spice[] = {
        0x11, 0x1d, 0x29, 0x28, 0x2c, 0x3c, 0x12, 0x05, 0x13, 0x08, 0x40, 0x42,
        0x41, 0xc0, 0x00, 0x5d, 0x7f, 0x60, 0xf0, 0xc1, 0x02, 0x01, 0x03, 0x09};
    static const uint8_t command[] = {0xf1, 0xf5, 0x7e, 0xf2, 0xf6,
                                      0x6e, 0x6f, 0xf3, 0x01, 0x11};

    seed = (unsigned)_i + 1;
    for (int round = 0; round < 60; round++) {
        scr_destroy(s);
        s = screen_create(2 + (unsigned)round % 4);
        scr_reset(s, true);
        for (int i = 0; i < 60; i++) {
            uint8_t b[120];
            size_t n = 1 + rnd() % (sizeof(b) - 1);

            for (size_t k = 0; k < n; k++)
                b[k] =
                    rnd() % 4 ? spice[rnd() % sizeof(spice)] : (uint8_t)rnd();
            if (rnd() % 8)
                b[0] = command[rnd() % sizeof(command)];
            scr_record(s, b, n);
            for (int k = 0; k < 20; k++)
                kbd_key(s, rnd() % 2 ? rnd() % 300 : KEY_3270 + rnd() % 60);
            kbd_key(s, K_RESET);
            kbd_move(s, rnd());
            ck_assert_uint_lt(s->cursor, s->size);
            ck_assert_uint_lt(s->addr, s->size);
            ck_assert_uint_le(s->size, s->cells);
        }
    }
}
END_TEST

int
main(void)
{
    TCase *c = tcase_create("screen");

    tcase_add_test(c, write_orders);
    tcase_add_test(c, repeat_to_address);
    tcase_add_test(c, erase_unprotected_to_address);
    tcase_add_test(c, program_tab);
    tcase_add_test(c, modify_field);
    tcase_add_test(c, bad_streams);
    tcase_add_test(c, unformatted_read);
    tcase_add_test(c, read_commands);
    tcase_add_test(c, character_reply_mode);
    tcase_add_test(c, query_replies);
    tcase_add_test(c, structured_write);
    tcase_add_test(c, reads_per_record_are_bounded);
    tcase_add_test(c, models);
    tcase_add_loop_test(c, any_bytes, 0, 5);
    return screen_run(c);
}
