/* SPDX-License-Identifier: MIT */
/* Unit tests of the console's pure parts: line editing (conedit.c), the screen
 * layout and what comes back from it (conscr.c), words in command tables
 * (cmdfind.c). Compiled for the host, so text is ASCII here; the 3270 orders
 * are the same. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch/t3270.h"
#include "cp/conedit.h"
#include "cp/conscr.h"

static const struct edit_chars usual = {'#', '^', '@', '"'};

/* All logical lines, "|" between them and ">" before a CP command. */
static const char *
edited(const struct edit_chars *e, const char *in)
{
    static char all[512];
    uint8_t out[40];
    struct edit_line line;
    unsigned pos = 0, n = 0, len = (unsigned)strlen(in), rounds = 0;

    while (
        edit_next(e, (const uint8_t *)in, len, &pos, out, sizeof out, &line)) {
        n += (unsigned)snprintf(all + n, sizeof all - n, "%s%s%.*s",
                                rounds ? "|" : "", line.cp ? ">" : "",
                                (int)line.len, (const char *)out);
        ck_assert_uint_lt(++rounds, 200);
    }
    all[n] = '\0';
    return all;
}

static const struct {
    const char *in, *out;
} edits[] = {
    {"LISTFILE", "LISTFILE"},
    {"", ""},
    {"a#b#c", "a|b|c"},
    {"a#", "a"},
    {"a##b", "a||b"},
    {"LISX@TFILE", "LISTFILE"},
    {"@@ab", "ab"},
    {"abc@@@@d", "d"},
    {"wrong^right", "right"},
    {"keep#wrong^right", "keep|right"},
    {"a\"#b\"@c\"\"d", "a#b@c\"d"},
    {"end\"", "end"},
    {"#CP Q TIME", "> Q TIME"},
    {"#cp q time", "> q time"},
    {"#CP", ">"},
    {"#CPX", "|CPX"},
    {"abc#CP Q T#def", "abc|> Q T|def"},
    {"#CP Q T#CP Q N", "> Q T|> Q N"},
    {"#CP#CP", ">|>"},
    {"CP Q T", "CP Q T"},
};

START_TEST(edits_lines)
{
    ck_assert_str_eq(edited(&usual, edits[_i].in), edits[_i].out);
}
END_TEST

START_TEST(characters_can_be_off)
{
    static const struct edit_chars off = {0, 0, 0, 0};

    ck_assert_str_eq(edited(&off, "a#b@c^d\"e"), "a#b@c^d\"e");
    ck_assert_str_eq(edited(NULL, "a#b@c"), "a#b@c");
    ck_assert_str_eq(edited(NULL, "#CP Q T"), "> Q T");
}
END_TEST

START_TEST(long_lines_are_cut_not_overrun)
{
    char in[300];

    memset(in, 'x', sizeof in - 1);
    in[sizeof in - 1] = '\0';
    ck_assert_uint_eq(strlen(edited(&usual, in)), 40);
    /* Deleted characters do not count. */
    memset(in + 39, '@', 250);
    ck_assert_uint_le(strlen(edited(&usual, in)), 40);
}
END_TEST

START_TEST(any_bytes_end)
{
    srand(3);
    for (unsigned i = 0; i < 20000; i++) {
        char in[30];
        unsigned n = (unsigned)rand() % sizeof in;

        for (unsigned k = 0; k < n; k++)
            in[k] = "#@^\"CPcp ax"[rand() % 11];
        in[n] = '\0';
        edited(&usual, in);
    }
}
END_TEST

/* A 3270's screen, as far as CP's streams need one. */
struct display {
    unsigned rows, cols, at, cursor;
    uint8_t cell[200 * 200];
    uint8_t attr[200 * 200]; /* attribute bytes where there are fields */
};

static void
run(struct display *d, const uint8_t *p, unsigned len)
{
    unsigned size = d->rows * d->cols, to;

    for (unsigned i = 0; i < len;) {
        switch (p[i]) {
        case ORDER_SBA:
            d->at = t3270_get_addr(p + i + 1);
            ck_assert_uint_lt(d->at, size);
            i += 3;
            break;
        case ORDER_SF:
            d->attr[d->at] = p[i + 1];
            d->cell[d->at] = 0;
            d->at = (d->at + 1) % size;
            i += 2;
            break;
        case ORDER_IC:
            d->cursor = d->at;
            i++;
            break;
        case ORDER_RA:
            to = t3270_get_addr(p + i + 1);
            ck_assert_uint_lt(to, size);
            do {
                d->cell[d->at] = p[i + 3];
                d->at = (d->at + 1) % size;
            } while (d->at != to);
            i += 4;
            break;
        default:
            ck_assert_uint_ge(p[i], 0x20);
            d->cell[d->at] = p[i];
            d->at = (d->at + 1) % size;
            i++;
        }
    }
}

static void
format(struct display *d, struct screen *s, unsigned rows, unsigned cols)
{
    uint8_t buf[200];
    struct stream o = {buf, 0, sizeof buf, false};

    memset(d, 0, sizeof *d);
    d->rows = rows;
    d->cols = cols;
    *s = (struct screen){.rows = (uint8_t)rows, .cols = (uint8_t)cols};
    scr_format(&o, s);
    scr_input(&o, s, false, NULL, 0);
    scr_status(&o, s, "RUNNING", "CAM1  L0");
    ck_assert(!o.over);
    run(d, buf, o.len);
}

START_TEST(the_layout_is_cps)
{
    struct display d;
    struct screen s;

    format(&d, &s, 24, 80);
    for (unsigned i = 0; i < 24 * 80; i++) {
        if (i == 21 * 80 + 79)
            ck_assert_uint_eq(d.attr[i], 0x40); /* row 22, column 80 */
        else if (i == 23 * 80 + 59)
            ck_assert_uint_eq(d.attr[i], 0x60); /* row 24, column 60 */
        else
            ck_assert_uint_eq(d.attr[i], 0);
    }
    ck_assert_uint_eq(d.cursor, 22 * 80); /* row 23, column 1 */
    ck_assert_mem_eq(d.cell + 23 * 80 + 60, "RUNNING", 7);
    ck_assert_mem_eq(d.cell + 23 * 80 + 70, "CAM1  L0", 8);
    format(&d, &s, 43, 80);
    ck_assert_uint_eq(d.cursor, 41 * 80);
    ck_assert_mem_eq(d.cell + 42 * 80 + 60, "RUNNING", 7);
    format(&d, &s, 27, 132);
    ck_assert_uint_eq(d.cursor, 25 * 132);
}
END_TEST

START_TEST(a_password_is_dark)
{
    struct display d;
    struct screen s;
    uint8_t buf[100];
    struct stream o = {buf, 0, sizeof buf, false};

    format(&d, &s, 24, 80);
    scr_input(&o, &s, true, NULL, 0);
    run(&d, buf, o.len);
    ck_assert_uint_eq(d.attr[21 * 80 + 79], 0x4d);
}
END_TEST

START_TEST(a_long_state_takes_the_ids_place)
{
    struct display d;
    struct screen s;
    uint8_t buf[100];
    struct stream o = {buf, 0, sizeof buf, false};

    format(&d, &s, 24, 80);
    scr_status(&o, &s, "NOT ACCEPTED", "CAM1  L0");
    run(&d, buf, o.len);
    ck_assert_mem_eq(d.cell + 23 * 80 + 60, "NOT ACCEPTED\x40\x40\x40", 15);
}
END_TEST

/* Puts a line as the 3270 driver does; 0 when the screen is full. */
static bool
put(struct display *d, struct screen *s, const char *text, bool newline)
{
    unsigned len = (unsigned)strlen(text), at = 0, rounds = 0;
    uint8_t buf[400];
    bool done;

    do {
        struct stream o = {buf, 0, sizeof buf, false};

        at += scr_line(&o, s, (const uint8_t *)text + at, len - at, newline,
                       &done);
        ck_assert(!o.over);
        run(d, buf, o.len);
        if (!done && scr_full(s))
            return false;
        ck_assert_uint_lt(++rounds, 100);
    } while (!done);
    return true;
}

START_TEST(lines_fill_the_output_area_and_no_more)
{
    struct display d;
    struct screen s;
    char text[16];
    uint8_t buf[20];
    struct stream o = {buf, 0, sizeof buf, false};

    format(&d, &s, 24, 80);
    for (unsigned i = 0; i < 22; i++) {
        snprintf(text, sizeof text, "LINE%c", (char)('A' + i));
        ck_assert(!scr_full(&s));
        ck_assert(put(&d, &s, text, true));
        ck_assert_mem_eq(d.cell + i * 80, text, strlen(text));
    }
    ck_assert(!put(&d, &s, "ONE TOO MANY", true));
    scr_clear_output(&o, &s);
    run(&d, buf, o.len);
    for (unsigned i = 0; i < 22 * 80 - 1; i++)
        ck_assert_uint_eq(d.cell[i], 0);
    ck_assert_uint_eq(d.attr[21 * 80 + 79], 0x40);
    ck_assert(put(&d, &s, "NEXT", true));
    ck_assert_mem_eq(d.cell, "NEXT", 4);
}
END_TEST

START_TEST(long_lines_wrap_and_open_lines_go_on)
{
    struct display d;
    struct screen s;
    char text[201];

    format(&d, &s, 24, 80);
    memset(text, 'w', 200);
    text[200] = '\0';
    ck_assert(put(&d, &s, text, true));
    ck_assert_uint_eq(s.row, 3);
    ck_assert_mem_eq(d.cell, text, 200);
    ck_assert_uint_eq(d.cell[200], 0);
    ck_assert(put(&d, &s, "abc", false));
    ck_assert(put(&d, &s, "def", true));
    ck_assert_mem_eq(d.cell + 240, "abcdef", 6);
    ck_assert_uint_eq(s.row, 4);
    while (s.row < 21)
        ck_assert(put(&d, &s, "x", true));
    text[80] = '\0'; /* the last row has a column less: on the next screen */
    ck_assert(!put(&d, &s, text, true));
    ck_assert_uint_eq(d.attr[21 * 80 + 79], 0x40);
    ck_assert_uint_eq(d.cell[21 * 80], 0);
    s.row = 21;
    text[80] = 'w'; /* this one is broken in any case */
    ck_assert(!put(&d, &s, text, true));
    ck_assert_uint_eq(d.attr[21 * 80 + 79], 0x40);
    ck_assert_uint_eq(d.cell[21 * 80 + 78], 'w');
}
END_TEST

START_TEST(control_characters_come_out_blank)
{
    struct display d;
    struct screen s;

    format(&d, &s, 24, 80);
    ck_assert(put(&d, &s,
                  "A\x1d\x11\x15\xff"
                  "B",
                  true));
    ck_assert_mem_eq(d.cell,
                     "A\x40\x40\x40\x40"
                     "B",
                     6);
}
END_TEST

START_TEST(reads_the_input_field_alone)
{
    struct screen s = {.rows = 24, .cols = 80};
    uint8_t in[200] = {AID_ENTER, 0x40, 0x40}, out[20];
    unsigned n = 3;

    in[n++] = ORDER_SBA;
    t3270_put_addr(in + n, 100);
    n += 2;
    memcpy(in + n, "other", 5);
    n += 5;
    in[n++] = ORDER_SBA;
    t3270_put_addr(in + n, 22 * 80);
    n += 2;
    memcpy(in + n, "LOG\0ON", 6);
    n += 6;
    ck_assert_uint_eq(scr_input_text(&s, in, n, out, sizeof out), 5);
    ck_assert_mem_eq(out, "LOGON", 5);
    ck_assert_uint_eq(scr_input_text(&s, in, n, out, 3), 3);
    ck_assert_uint_eq(scr_input_text(&s, in, 3, out, sizeof out), 0);
    ck_assert_uint_eq(scr_input_text(&s, in, 1, out, sizeof out), 0);
    for (unsigned len = 0; len < n; len++) /* cut anywhere */
        scr_input_text(&s, in, len, out, sizeof out);
}
END_TEST

START_TEST(takes_the_size_from_the_query_reply)
{
    static const uint8_t reply[] = {
        0x88, 0x00, 0x08, 0x81, 0x80, 0x80, 0x81, 0x84, 0x85, /* summary */
        0x00, 0x17, 0x81, 0x81, 0x01, 0x00, 0x00, 0x84, 0x00, 0x1b, /* 132x27 */
        0x01, 0x00, 0x0a, 0x02, 0xe5, 0x00, 0x02, 0x00, 0x6f, 0x09,
        0x0c, 0x0d, 0x70, 0x00, 0x06, 0x81, 0x86, 0x00, 0x00}; /* colour */
    uint8_t copy[sizeof reply];
    unsigned rows, cols;
    uint8_t features;

    ck_assert(scr_query_reply(reply, sizeof reply, &rows, &cols, &features));
    ck_assert_uint_eq(features, 0x80);
    ck_assert_uint_eq(rows, 27);
    ck_assert_uint_eq(cols, 132);
    for (unsigned n = 0; n < sizeof reply - 6; n++)
        ck_assert(!scr_query_reply(reply, n, &rows, &cols, &features));
    srand(5);
    for (unsigned n = 0; n < 20000; n++) {
        memcpy(copy, reply, sizeof copy);
        copy[rand() % sizeof copy] = (uint8_t)rand();
        if (scr_query_reply(copy, sizeof copy, &rows, &cols, &features))
            ck_assert(rows >= 24 && rows <= 100 && cols >= 80 && cols <= 160);
    }
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("console");
    TCase *tc = tcase_create("all");
    SRunner *sr = srunner_create(s);
    int failed;

    tcase_add_loop_test(tc, edits_lines, 0,
                        (int)(sizeof edits / sizeof edits[0]));
    tcase_add_test(tc, characters_can_be_off);
    tcase_add_test(tc, long_lines_are_cut_not_overrun);
    tcase_add_test(tc, any_bytes_end);
    tcase_add_test(tc, the_layout_is_cps);
    tcase_add_test(tc, a_password_is_dark);
    tcase_add_test(tc, a_long_state_takes_the_ids_place);
    tcase_add_test(tc, lines_fill_the_output_area_and_no_more);
    tcase_add_test(tc, long_lines_wrap_and_open_lines_go_on);
    tcase_add_test(tc, control_characters_come_out_blank);
    tcase_add_test(tc, reads_the_input_field_alone);
    tcase_add_test(tc, takes_the_size_from_the_query_reply);
    suite_add_tcase(s, tc);
    srunner_run_all(sr, CK_NORMAL);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
