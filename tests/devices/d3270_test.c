/* SPDX-License-Identifier: MIT */
/* The local 3270, its client played by the test. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch/t3270.h"
#include "devices/d3270.h"
#include "tests/devices/rig.h"

enum { TERM = 0x0c0, ENDED = 0x0c00, UCHECK = 0x0e00 };

static struct rig rig;
static struct device *term;
static uint8_t sent[70000];
static size_t sent_len;
static bool deaf;

static bool
client_send(void *ctx, const uint8_t *rec, size_t len)
{
    ck_assert_ptr_eq(ctx, &rig);
    memcpy(sent, rec, len);
    sent_len = len;
    return !deaf;
}

static void
setup(void)
{
    rig_open(&rig);
    term = rig_attach(&rig, TERM, "3270", 0, NULL);
    deaf = false;
    sent_len = 0;
}

static void
connect_client(bool extended)
{
    ck_assert(d3270_connect(term, extended ? "IBM-3278-4-E" : "IBM-3278-2",
                            extended, client_send, &rig));
    ck_assert_int_eq(rig_take(&rig), TERM);
    ck_assert_uint_eq(rig.csw.unit, US_DEVICE_END);
}

static void
setup_client(void)
{
    setup();
    connect_client(true);
}

static void
teardown(void)
{
    rig_close(&rig);
}

static unsigned
run1(uint8_t cmd, uint16_t count)
{
    rig_program(&rig);
    rig_ccw(&rig, cmd, RIG_DATA, CCW_SLI, count);
    return rig_run(&rig, TERM);
}

static void
expect_sense(uint8_t sense0)
{
    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE, 0x2000, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, TERM), ENDED);
    ck_assert_uint_eq(rig.st.main[0x2000], sense0);
}

START_TEST(no_client)
{
    ck_assert_uint_eq(run1(0x05, 10), 0x0200);
    expect_sense(SENSE_INTERVENTION);
    expect_sense(SENSE_INTERVENTION); /* as long as it is so */
    ck_assert_uint_eq(run1(CCW_SENSE_ID, 7), ENDED);
    ck_assert_mem_eq(rig.st.main + RIG_DATA, "\xff\x32\x74\x1d\x32\x78\x02", 7);
    connect_client(false);
    ck_assert_uint_eq(run1(0x05, 10), ENDED);
    expect_sense(0);
}
END_TEST

START_TEST(writes)
{
    static const struct {
        uint8_t ccw, cmd;
    } w[] = {{0x01, 0xf1}, {0x05, 0xf5}, {0x0d, 0x7e}, {0x11, 0xf3}};

    rig_put(&rig, RIG_DATA, "\xc3\x11\x40\x40\xc1", 5);
    for (unsigned i = 0; i < 4; i++) {
        ck_assert_uint_eq(run1(w[i].ccw, 5), ENDED);
        ck_assert_uint_eq(sent_len, 6);
        ck_assert_uint_eq(sent[0], w[i].cmd);
        ck_assert_mem_eq(sent + 1, "\xc3\x11\x40\x40\xc1", 5);
    }
    ck_assert_uint_eq(run1(0x0f, 1), ENDED);
    ck_assert_uint_eq(sent_len, 1);
    ck_assert_uint_eq(sent[0], T3270_EAU);
    ck_assert_uint_eq(run1(0x0b, 1), ENDED);
    ck_assert_uint_eq(run1(0x07, 1), 0x0200);
    expect_sense(SENSE_COMMAND_REJECT);
}
END_TEST

START_TEST(chained_write_goes_on)
{
    rig_put(&rig, RIG_DATA, "\xc3\x11\x40\x4a\x1d\x60\xc1\xc2", 8);
    rig_put(&rig, RIG_DATA + 16, "\xc3\xc4", 2);
    rig_program(&rig);
    rig_ccw(&rig, 0x05, RIG_DATA, CCW_CC, 8);
    rig_ccw(&rig, 0x01, RIG_DATA + 16, 0, 2);
    ck_assert_uint_eq(rig_run(&rig, TERM), ENDED);
    /* Position 10, an attribute, two characters: 13. */
    ck_assert_uint_eq(sent_len, 6);
    ck_assert_mem_eq(sent, "\xf1\xc3\x11\x40\x4d\xc4", 6);
    /* Not from the chain before, whatever the next one begins with. */
    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE, 0x2000, CCW_CC, 1);
    rig_ccw(&rig, 0x01, RIG_DATA + 16, 0, 2);
    ck_assert_uint_eq(rig_run(&rig, TERM), ENDED);
    ck_assert_mem_eq(sent, "\xf1\xc3\xc4", 3);
}
END_TEST

START_TEST(attention_and_read_modified)
{
    static const uint8_t rec[] = {0x7d, 0x40, 0x40, 0x11, 0x40, 0x41, 0xc1};

    ck_assert(d3270_inbound(term, rec, sizeof(rec)));
    ck_assert_int_eq(rig_take(&rig), TERM);
    ck_assert_uint_eq(rig.csw.unit, US_ATTENTION);
    /* Twice the same: nothing is sent to the client. */
    for (int i = 0; i < 2; i++) {
        memset(rig.st.main + RIG_DATA, 0, 16);
        ck_assert_uint_eq(run1(0x06, 100), ENDED);
        ck_assert_uint_eq(get16(&rig.csw.count), 93);
        ck_assert_mem_eq(rig.st.main + RIG_DATA, rec, sizeof(rec));
        ck_assert_uint_eq(sent_len, 0);
    }
    /* After a write the client is asked. */
    ck_assert_uint_eq(run1(0x01, 1), ENDED);
    rig_program(&rig);
    rig_ccw(&rig, 0x06, RIG_DATA, CCW_SLI, 100);
    ck_assert_int_eq(rig_sio(&rig, TERM, 0, false), 0);
    ck_assert_int_eq(rig_wait(&rig), -1);
    ck_assert_uint_eq(sent_len, 1);
    ck_assert_uint_eq(sent[0], T3270_RM);
    ck_assert(d3270_inbound(term, (const uint8_t *)"\x60\x40\x40", 3));
    ck_assert_int_eq(rig_wait(&rig), TERM);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    ck_assert_uint_eq(get16(&rig.csw.count), 97);
}
END_TEST

START_TEST(write_keeps_what_was_not_read)
{
    static const uint8_t rec[] = {0x7d, 0x40, 0x40, 0x11, 0x40, 0x41, 0xc1};

    rig_program(&rig);
    rig_ccw(&rig, 0x01, RIG_DATA, CCW_SLI, 5);
    ck_assert_int_eq(rig_sio(&rig, TERM, 0, false), 0);
    ck_assert(d3270_inbound(term, rec, sizeof(rec)));
    ck_assert_int_eq(rig_wait(&rig), TERM);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    ck_assert_int_eq(rig_wait(&rig), TERM);
    ck_assert_uint_eq(rig.csw.unit, US_ATTENTION);
    /* Nor does one that follows the attention, before any read. */
    ck_assert_uint_eq(run1(0x01, 5), ENDED);
    ck_assert_uint_eq(run1(0x06, 100), ENDED);
    ck_assert_mem_eq(rig.st.main + RIG_DATA, rec, sizeof(rec));
}
END_TEST

START_TEST(read_buffer_from_an_address)
{
    static const uint8_t reply[] = {0x60, 0x40, 0x40, 0x1d, 0x60, 0xc1,
                                    0xc2, 0x1d, 0xf0, 0xc3, 0x00};

    rig_put(&rig, RIG_DATA, "\xc3\x11\x40\xc3", 4); /* SBA 3 */
    rig_program(&rig);
    rig_ccw(&rig, 0x01, RIG_DATA, CCW_CC, 4);
    rig_ccw(&rig, 0x02, RIG_DATA + 16, CCW_SLI, 100);
    ck_assert_int_eq(rig_sio(&rig, TERM, 0, false), 0);
    rig_events(&rig, 10);
    ck_assert_uint_eq(sent[0], T3270_RB);
    ck_assert(d3270_inbound(term, reply, sizeof(reply)));
    ck_assert_int_eq(rig_wait(&rig), TERM);
    ck_assert_mem_eq(rig.st.main + RIG_DATA + 16, "\x60\x40\x40\x1d\xf0\xc3\0",
                     7);
    ck_assert_uint_eq(get16(&rig.csw.count), 93);
}
END_TEST

START_TEST(query)
{
    static const uint8_t reply[] = {0x88, 0, 5, 0x81, 0x80, 0x80};

    rig_put(&rig, RIG_DATA, "\0\5\1\xff\2", 5);
    ck_assert_uint_eq(run1(0x11, 5), ENDED);
    ck_assert_mem_eq(sent, "\xf3\0\5\1\xff\2", 6);
    ck_assert(d3270_inbound(term, reply, sizeof(reply)));
    ck_assert_int_eq(rig_take(&rig), TERM);
    ck_assert_uint_eq(rig.csw.unit, US_ATTENTION);
    ck_assert_uint_eq(run1(0x06, 100), ENDED);
    ck_assert_mem_eq(rig.st.main + RIG_DATA, reply, sizeof(reply));
}
END_TEST

START_TEST(no_wsf_without_extension)
{
    connect_client(false);
    ck_assert_uint_eq(run1(0x11, 5), 0x0200);
    expect_sense(SENSE_COMMAND_REJECT);
}
END_TEST

START_TEST(client_vanishes)
{
    /* While a read waits for it. */
    rig_program(&rig);
    rig_ccw(&rig, 0x02, RIG_DATA, CCW_SLI, 100);
    ck_assert_int_eq(rig_sio(&rig, TERM, 0, false), 0);
    rig_events(&rig, 1);
    d3270_disconnect(term);
    d3270_disconnect(term);
    ck_assert_int_eq(rig_wait(&rig), TERM);
    ck_assert_uint_eq(rig.csw.unit, 0x0e);
    expect_sense(SENSE_INTERVENTION);
    ck_assert(!d3270_inbound(term, (const uint8_t *)"\x7d", 1));
    /* Between SIO and the write. */
    connect_client(true);
    rig_program(&rig);
    rig_ccw(&rig, 0x05, RIG_DATA, CCW_SLI, 100);
    ck_assert_int_eq(rig_sio(&rig, TERM, 0, false), 0);
    d3270_disconnect(term);
    ck_assert_int_eq(rig_wait(&rig), TERM);
    ck_assert_uint_eq(rig.csw.unit, 0x0e);
    /* Its queue is full. */
    connect_client(true);
    deaf = true;
    ck_assert_uint_eq(run1(0x05, 100), UCHECK);
    ck_assert(!d3270_connected(term));
    expect_sense(SENSE_INTERVENTION);
}
END_TEST

START_TEST(halted_read)
{
    rig_program(&rig);
    rig_ccw(&rig, 0x02, RIG_DATA, CCW_SLI, 100);
    ck_assert_int_eq(rig_sio(&rig, TERM, 0, false), 0);
    rig_events(&rig, 1);
    ck_assert_int_eq(rig.board.hdv(rig.board.ctx, &rig.cpu, TERM), 1);
    ck_assert_int_eq(rig_wait(&rig), TERM);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    /* The late answer is nobody's. */
    ck_assert(d3270_inbound(term, (const uint8_t *)"\x7d\x40\x40", 3));
    ck_assert_int_eq(rig_wait(&rig), -1);
    ck_assert(d3270_inbound(term, (const uint8_t *)"\x7d\x40\x40", 3));
    ck_assert_int_eq(rig_wait(&rig), TERM);
    ck_assert_uint_eq(rig.csw.unit, US_ATTENTION);
}
END_TEST

START_TEST(largest_write)
{
    rig_program(&rig);
    rig_ccw(&rig, 0x05, RIG_DATA, CCW_CD, 32768);
    rig_ccw(&rig, 0, RIG_DATA, CCW_SLI, 65535);
    ck_assert_uint_eq(rig_run(&rig, TERM), ENDED);
    ck_assert_uint_eq(sent_len, 65521);
}
END_TEST

START_TEST(odd_streams)
{
    /* Orders cut short, at every length. */
    static const uint8_t s[] = {0xc3, 0x3c, 0x40, 0x40, 0x08, 0xc1, 0x29,
                                0x02, 0xc0, 0x60, 0x41, 0xf1, 0x2c, 0xff,
                                0x11, 0x7f, 0x7f, 0x12, 0x40, 0x1d};

    rig_put(&rig, RIG_DATA, s, sizeof(s));
    for (uint16_t n = 1; n <= sizeof(s); n++) {
        rig_program(&rig);
        rig_ccw(&rig, 0x01, RIG_DATA, CCW_CC, n);
        rig_ccw(&rig, 0x01, RIG_DATA, 0, n);
        ck_assert_uint_eq(rig_run(&rig, TERM), ENDED);
    }
    ck_assert(!d3270_inbound(term, s, 0));
    ck_assert(!d3270_inbound(term, s, 65536));
}
END_TEST

START_TEST(group)
{
    char name[] = "LOCAL", twice[] = "x", longer[] = "ABCDEFGHIJKLMNOPQ";
    char *argv[2] = {name, twice}, *argl[1] = {longer};
    struct err err;

    ck_assert_str_eq(d3270_group(rig_attach(&rig, 0xc1, "3270", 1, argv)),
                     "LOCAL");
    ck_assert_ptr_null(chansys_attach(rig.cs, 0xc2, "3270", 2, argv, &err));
    ck_assert_ptr_null(chansys_attach(rig.cs, 0xc2, "3270", 1, argl, &err));
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("d3270");
    TCase *t = tcase_create("d3270"), *bare = tcase_create("no client");
    SRunner *sr;
    int failed;

    tcase_add_checked_fixture(bare, setup, teardown);
    tcase_add_test(bare, no_client);
    tcase_add_test(bare, no_wsf_without_extension);
    tcase_add_test(bare, group);
    suite_add_tcase(s, bare);
    tcase_add_checked_fixture(t, setup_client, teardown);
    tcase_add_test(t, writes);
    tcase_add_test(t, chained_write_goes_on);
    tcase_add_test(t, attention_and_read_modified);
    tcase_add_test(t, write_keeps_what_was_not_read);
    tcase_add_test(t, read_buffer_from_an_address);
    tcase_add_test(t, query);
    tcase_add_test(t, client_vanishes);
    tcase_add_test(t, halted_read);
    tcase_add_test(t, largest_write);
    tcase_add_test(t, odd_streams);
    suite_add_tcase(s, t);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
