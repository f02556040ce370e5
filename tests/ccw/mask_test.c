/* SPDX-License-Identifier: MIT */
/* Interruptions as the processor takes them: the masks in BC mode (PSW bits 0-5
 * for channels 0-5, bit 6 and control register 2 for the others) and in EC mode
 * (bit 6 and control register 2 for all), where the I/O address goes, and the
 * order. PoO "Input/Output Interruptions", "I/O Masks". */
#include "config.h"

#include <check.h>
#include <string.h>

#include "arch/psw.h"
#include "devices/channel.h"
#include "lib/evq.h"
#include "tests/ccw/faultdev.h"
#include "tests/cpu/bare.h"

/* Code at CODE loads a disabled wait at NONE; the I/O new PSW is one at TAKEN.
 */
enum { CODE = 0x200, NONE = 0xe000, TAKEN = 0xf078, CR2 = 0x300 };
enum { NO = -1 };

static struct bare b;
static struct evq *evq;
static struct chansys *cs;

static struct device *
attach(uint16_t addr)
{
    struct err err;
    struct device *d =
        chansys_attach_model(cs, addr, &fault_model, 0, NULL, &err);

    ck_assert_msg(d != NULL, "%s", err.text);
    return d;
}

static void
setup(void)
{
    bare_init(&b, 1 << 20, 0);
    evq = evq_create();
    cs = chansys_create(b.cpu, evq);
    chansys_board(cs, &b.board);
    bare_set_word(&b, CODE, 0xb7220000 | CR2); /* LCTL 2,2 */
    bare_set_word(&b, CODE + 4, 0x80000310);   /* SSM */
    bare_set_word(&b, CODE + 8, 0x82000308);   /* LPSW */
    bare_set_word(&b, 0x308, PSW_WAIT);
    bare_set_word(&b, 0x30c, NONE);
    bare_set_word(&b, 0x78, PSW_WAIT);
    bare_set_word(&b, 0x7c, TAKEN);
}

static void
teardown(void)
{
    chansys_destroy(cs);
    evq_destroy(evq);
    bare_free(&b);
}

/* Runs with this system mask and CR2: the address of the device whose
 * interruption was taken, or NO. */
static int
taken(bool ec, uint8_t mask, uint32_t cr2)
{
    uint32_t ec_bit = ec ? PSW_EC : 0;

    bare_set_word(&b, 0, ec_bit);
    bare_set_word(&b, 4, CODE);
    bare_set_word(&b, CR2, cr2);
    bare_set_word(&b, 0x310, (uint32_t)mask << 24);
    bare_set_word(&b, 0x38, 0);
    bare_set_word(&b, 0xb8, 0xffffffff);
    ck_assert_int_eq(bare_restart(&b, 100), CPU_WAIT);
    if (b.cpu->psw.ia == NONE)
        return NO;
    ck_assert_uint_eq(b.cpu->psw.ia, TAKEN);
    if (!ec)
        return (int)(bare_word(&b, 0x38) & 0xffff);
    ck_assert_uint_eq(bare_word(&b, 0xb8) >> 16 & 0xff, 0);
    return (int)(bare_word(&b, 0xb8) & 0xffff);
}

START_TEST(bc_masks)
{
    for (unsigned ch = 0; ch < 6; ch++) {
        struct device *d = attach((uint16_t)(ch << 8 | 0x31));
        uint8_t bit = (uint8_t)(0x80 >> ch);

        device_attention(d, US_ATTENTION);
        /* Every other bit, and those of CR2: not this channel's. */
        ck_assert_int_eq(taken(false, (uint8_t)~bit & 0xfe, 0xffffffff), NO);
        ck_assert_int_eq(taken(false, bit, 0), d->addr);
        ck_assert_int_eq(taken(false, 0xfe, 0xffffffff), NO);
    }
}
END_TEST

START_TEST(bc_masks_from_6)
{
    for (unsigned ch = 6; ch < 32; ch++) {
        struct device *d = attach((uint16_t)(ch << 8 | 0x31));
        uint32_t bit = 0x80000000u >> ch;

        device_attention(d, US_ATTENTION);
        ck_assert_int_eq(taken(false, 0xfc, 0xffffffff), NO);
        ck_assert_int_eq(taken(false, 0xfe, ~bit), NO);
        ck_assert_int_eq(taken(false, 0x02, bit), d->addr);
    }
}
END_TEST

START_TEST(ec_masks)
{
    for (unsigned ch = 0; ch < 32; ch++) {
        struct device *d = attach((uint16_t)(ch << 8 | 0x31));
        uint32_t bit = 0x80000000u >> ch;

        device_attention(d, US_ATTENTION);
        ck_assert_int_eq(taken(true, 0x00, 0xffffffff), NO);
        ck_assert_int_eq(taken(true, 0x02, ~bit), NO);
        ck_assert_int_eq(taken(true, 0x02, bit), d->addr);
    }
}
END_TEST

/* The lowest channel that is enabled, and in it the first come. */
START_TEST(order)
{
    static const uint16_t addrs[] = {0x731, 0x230, 0x132, 0x231, 0x131};

    for (unsigned i = 0; i < 5; i++)
        device_attention(attach(addrs[i]), US_ATTENTION);
    ck_assert_int_eq(taken(false, 0x20, 0), 0x230);
    ck_assert_int_eq(taken(true, 0x02, 0xffffffff), 0x132);
    ck_assert_int_eq(taken(true, 0x02, 0xffffffff), 0x131);
    ck_assert_int_eq(taken(false, 0xfe, 0xffffffff), 0x231);
    ck_assert_int_eq(taken(false, 0xfe, 0xffffffff), 0x731);
    ck_assert_int_eq(taken(false, 0xfe, 0xffffffff), NO);
}
END_TEST

/* A channel-available interruption has the channel's address. */
START_TEST(channel_available)
{
    static const struct ccw program = {
        .cmd = 0x0b, .flags = CCW_CC, .count = {{0, 1}}};
    struct device *d = attach(0x231);

    for (unsigned ec = 0; ec < 2; ec++) {
        memcpy(b.storage.main + 0x1000, &program, sizeof(program));
        bare_set_word(&b, 0x48, 0x1000);
        b.cpu->cr[0] |= 0x80000000;
        ck_assert_int_eq(b.board.sio(cs, b.cpu, d->addr, false), 0);
        ck_assert_int_eq(b.board.tch(cs, b.cpu, d->addr), 2);
        evq_run(evq, evq_next(evq));
        ck_assert_int_eq(taken(ec, 0x02, 0), NO);
        bare_set_word(&b, 0x44, 0xffffffff);
        ck_assert_int_eq(taken(ec, ec ? 0x02 : 0x20, 0x20000000), 0x200);
        ck_assert_uint_eq(bare_word(&b, 0x44), 0);
        ck_assert_int_eq(b.board.clrio(cs, b.cpu, d->addr), 1);
    }
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("mask");
    TCase *t = tcase_create("mask");
    SRunner *sr;
    int failed;

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, bc_masks);
    tcase_add_test(t, bc_masks_from_6);
    tcase_add_test(t, ec_masks);
    tcase_add_test(t, order);
    tcase_add_test(t, channel_available);
    suite_add_tcase(s, t);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
