/* SPDX-License-Identifier: MIT */
/* The integrated console: printing, typing ahead, attention until read. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "devices/console3215.h"
#include "tests/devices/rig.h"
#include "tests/devices/rigsuite.h"

enum { CON = 0x009, ENDED = 0x0c00 };

static struct rig rig;
static struct device *con;
static char printed[4096];

static void
sink(void *ctx, struct device *dev, const char *text, size_t len, bool newline)
{
    ck_assert_ptr_eq(ctx, &rig);
    ck_assert_ptr_eq(dev, con);
    strncat(printed, text, len);
    if (newline)
        strcat(printed, "|");
}

static void
setup(void)
{
    rig_open(&rig);
    con = rig_attach(&rig, CON, "3215-C", 0, NULL);
    printed[0] = '\0';
    console3215_sink(con, sink, &rig);
}

static void
teardown(void)
{
    rig_close(&rig);
}

static const uint8_t hello[] = {0xc8, 0x85, 0x93, 0x93, 0x96}; /* Hello */

START_TEST(prints)
{
    static const uint8_t two[] = {0xc1, 0x15, 0xc2, 0x01};

    rig_put(&rig, RIG_DATA, hello, 5);
    rig_put(&rig, RIG_DATA + 16, two, 4);
    rig_ccw(&rig, 0x01, RIG_DATA, CCW_CC, 5);
    rig_ccw(&rig, 0x09, RIG_DATA, CCW_CC, 5);
    rig_ccw(&rig, 0x09, RIG_DATA + 16, 0, 4);
    ck_assert_uint_eq(rig_run(&rig, CON), ENDED);
    ck_assert_str_eq(printed, "HelloHello|A|B |");
}
END_TEST

START_TEST(prints_a_long_line_whole)
{
    memset(rig.st.main + RIG_DATA, 0xc1, 2000);
    rig_ccw(&rig, 0x09, RIG_DATA, 0, 2000);
    ck_assert_uint_eq(rig_run(&rig, CON), ENDED);
    ck_assert_uint_eq(strlen(printed), 2001);
}
END_TEST

START_TEST(read_waits_for_a_line)
{
    rig_ccw(&rig, 0x0a, RIG_DATA, CCW_SLI, 80);
    ck_assert_int_eq(rig_sio(&rig, CON, 0, false), 0);
    ck_assert_int_eq(rig_wait(&rig), -1);
    ck_assert(console3215_reading(con));
    ck_assert_int_eq(rig_tio(&rig, CON), 2);
    ck_assert(console3215_line(con, "Hello"));
    ck_assert_int_eq(rig_wait(&rig), CON);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    ck_assert_uint_eq(get16(&rig.csw.count), 75);
    ck_assert_mem_eq(rig.st.main + RIG_DATA, hello, 5);
    ck_assert(!console3215_reading(con));
    ck_assert_int_eq(rig_wait(&rig), -1);
}
END_TEST

START_TEST(type_ahead)
{
    ck_assert(console3215_line(con, "Hello"));
    ck_assert(console3215_line(con, ""));
    ck_assert_int_eq(rig_take(&rig), CON);
    ck_assert_uint_eq(rig.csw.unit, US_ATTENTION);
    /* Taken and not read: it comes back, again and again. */
    for (int i = 0; i < 10; i++) {
        ck_assert_int_eq(rig_take(&rig), -1);
        ck_assert_int_eq(rig_wait(&rig), CON);
        ck_assert_uint_eq(rig.csw.unit, US_ATTENTION);
    }
    rig_ccw(&rig, 0x0a, RIG_DATA, CCW_SLI, 80);
    ck_assert_uint_eq(rig_run(&rig, CON), ENDED);
    ck_assert_uint_eq(get16(&rig.csw.count), 75);
    /* The second line, empty. */
    ck_assert_int_eq(rig_wait(&rig), CON);
    ck_assert_uint_eq(rig.csw.unit, US_ATTENTION);
    ck_assert_uint_eq(rig_run(&rig, CON), ENDED);
    ck_assert_uint_eq(get16(&rig.csw.count), 80);
    ck_assert_int_eq(rig_wait(&rig), -1);
}
END_TEST

START_TEST(reset_keeps_lines)
{
    ck_assert(console3215_line(con, "a"));
    ck_assert_int_eq(rig_take(&rig), CON);
    chansys_reset(rig.cs);
    ck_assert_int_eq(rig_take(&rig), CON);
    ck_assert_uint_eq(rig.csw.unit, US_ATTENTION);
}
END_TEST

START_TEST(sio_finds_attention)
{
    ck_assert(console3215_line(con, "a"));
    rig_ccw(&rig, 0x0a, RIG_DATA, CCW_SLI, 80);
    ck_assert_int_eq(rig_sio(&rig, CON, 0, false), 1);
    ck_assert_uint_eq(rig.csw.unit, US_ATTENTION | US_BUSY);
    ck_assert_uint_eq(rig_run(&rig, CON), ENDED);
}
END_TEST

START_TEST(hio_ends_a_read)
{
    rig_ccw(&rig, 0x0a, RIG_DATA, CCW_SLI, 80);
    ck_assert_int_eq(rig_sio(&rig, CON, 0, false), 0);
    rig_events(&rig, 1);
    ck_assert_int_eq(rig.board.hio(rig.board.ctx, &rig.cpu, CON), 1);
    ck_assert_int_eq(rig_wait(&rig), CON);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    ck_assert(console3215_line(con, "later"));
    ck_assert_int_eq(rig_take(&rig), CON);
    ck_assert_uint_eq(rig.csw.unit, US_ATTENTION);
}
END_TEST

START_TEST(refuses_too_much)
{
    char text[400];
    int n = 0;

    memset(text, 'x', 399);
    text[399] = '\0';
    ck_assert(!console3215_line(con, text));
    text[255] = '\0';
    while (console3215_line(con, text))
        n++;
    ck_assert_int_eq(n, 256);
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("console3215");

    tcase_add_test(t, prints);
    tcase_add_test(t, prints_a_long_line_whole);
    tcase_add_test(t, read_waits_for_a_line);
    tcase_add_test(t, type_ahead);
    tcase_add_test(t, reset_keeps_lines);
    tcase_add_test(t, sio_finds_attention);
    tcase_add_test(t, hio_ends_a_read);
    tcase_add_test(t, refuses_too_much);
    return rig_suite("console3215", t, setup, teardown);
}
