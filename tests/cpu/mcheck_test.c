/* SPDX-License-Identifier: MIT */
/* Machine checks for storage errors: the logout, nullification, check-stop,
 * and TEST BLOCK. PoO "Machine-Check Handling". */
#include <check.h>
#include <stdlib.h>

#include "arch/psw.h"
#include "tests/cpu/bare.h"

enum { CODE = 0x1000, BAD = 0x8000, HANDLER = 0x2070, GOOD = 0x3000 };

static struct bare b;

static void
setup(void)
{
    bare_init(&b, 1 << 20, CPU_FAC_EXTENSION);
    for (uint32_t at = 0x58; at <= 0x78; at += 8) {
        bare_set_word(&b, at, PSW_EC | PSW_WAIT);
        bare_set_word(&b, at + 4, 0x2000 + at);
    }
    bare_set_word(&b, 0x300, PSW_EC | PSW_WAIT);
    bare_set_word(&b, 0x304, GOOD);
    cpu_storage_error(b.cpu, BAD + 0x123, true);
}

static void
teardown(void)
{
    bare_free(&b);
}

/* Runs two words of code with a mask; returns where it waits. */
static uint32_t
run(uint32_t first, uint32_t second, uint32_t mask)
{
    enum cpu_stop why;

    bare_set_word(&b, CODE, 0x18111811); /* decoded before the error is met */
    bare_set_word(&b, CODE + 4, first);
    bare_set_word(&b, CODE + 8, second);
    bare_set_word(&b, CODE + 12, 0x82000300);
    bare_set_word(&b, CODE + 16, 0x82000300);
    cpu_set_psw(b.cpu, (uint64_t)(PSW_EC | mask) << 32 | CODE);
    cpu_run(b.cpu, 100, &why);
    ck_assert_int_eq(why, CPU_WAIT);
    return (uint32_t)cpu_get_psw(b.cpu) & PSW_ADDR;
}

START_TEST(logout)
{
    b.cpu->gr[5] = 0x12345678;
    b.cpu->cr[9] = 0x00abcdef;
    b.cpu->fr[3] = 0x4110000000000000;
    b.cpu->gr[2] = BAD + 0x400;
    /* L 3,0(2) */
    ck_assert_uint_eq(run(0x58302000, 0x07000700, PSW_MC), HANDLER);
    ck_assert_uint_eq(bare_word(&b, 0x30), PSW_EC | PSW_MC);
    ck_assert_uint_eq(bare_word(&b, 0x34), CODE + 4);
    ck_assert_uint_eq(bare_word(&b, 0xe8), 0x40028f9d);
    ck_assert_uint_eq(bare_word(&b, 0xec), 0x00030000);
    ck_assert_uint_eq(bare_word(&b, 0xf8), BAD + 0x400);
    ck_assert_uint_eq(bare_word(&b, 0x180 + 20), 0x12345678);
    ck_assert_uint_eq(bare_word(&b, 0x1c0 + 36), 0x00abcdef);
    ck_assert_uint_eq(bare_word(&b, 0x160 + 24), 0x41100000);
    ck_assert_uint_eq(b.cpu->gr[3], 0);
}
END_TEST

START_TEST(stores_and_fetches)
{
    b.cpu->gr[2] = BAD - 2;
    /* ST 3,0(2): its first bytes are good, and stay */
    ck_assert_uint_eq(run(0x50302000, 0x07000700, PSW_MC), HANDLER);
    ck_assert_uint_eq(bare_word(&b, 0xf8), BAD);
    ck_assert_uint_eq(bare_word(&b, BAD - 4), 0);
    b.cpu->gr[2] = BAD;
    /* BCR 15,2 */
    ck_assert_uint_eq(run(0x07f20700, 0x07000700, PSW_MC), HANDLER);
    ck_assert_uint_eq(bare_word(&b, 0x34), BAD);
    b.cpu->gr[2] = BAD + 0x800; /* the next block is good */
    ck_assert_uint_eq(run(0x58302000, 0x07000700, PSW_MC), GOOD);
}
END_TEST

START_TEST(appears_and_goes)
{
    b.cpu->gr[2] = BAD;
    cpu_storage_error(b.cpu, BAD, false);
    ck_assert_uint_eq(run(0x58302000, 0x50302000, PSW_MC), GOOD);
    cpu_storage_error(b.cpu, BAD, true);
    ck_assert_uint_eq(run(0x58302000, 0x50302000, PSW_MC), HANDLER);
    b.cpu->gr[4] = 0x20; /* SSK 4,2 does not mend it, nor show it: ISK 5,2 */
    b.cpu->gr[5] = 0;
    ck_assert_uint_eq(run(0x08420952, 0x07000700, PSW_MC), GOOD);
    ck_assert_uint_eq(b.cpu->gr[5], 0x20);
    ck_assert_uint_eq(run(0x58302000, 0x50302000, PSW_MC), HANDLER);
    /* Code that was decoded in the block before. */
    cpu_storage_error(b.cpu, CODE, true);
    ck_assert_uint_eq(run(0x07000700, 0x07000700, PSW_MC), HANDLER);
    cpu_clear_reset(b.cpu);
    ck_assert_uint_eq(b.storage.keys[BAD / 2048], 0);
}
END_TEST

START_TEST(test_block)
{
    b.cpu->gr[2] = BAD + 0x800; /* the other half of its 4K block */
    b.cpu->gr[0] = 0;
    ck_assert_uint_eq(run(0xb22c0012, 0x07000700, PSW_MC), GOOD);
    ck_assert_uint_eq(b.cpu->gr[0], 0);
    /* BALR 6,0 keeps the condition code, in BC mode's form. */
    ck_assert_uint_eq(run(0xb22c0012, 0x05600700, PSW_MC), GOOD);
    ck_assert_uint_eq(b.cpu->gr[6] >> 28 & 3, 1);
    b.cpu->gr[2] = BAD + 0x1000;
    ck_assert_uint_eq(run(0xb22c0012, 0x05600700, PSW_MC), GOOD);
    ck_assert_uint_eq(b.cpu->gr[6] >> 28 & 3, 0);
}
END_TEST

START_TEST(masked)
{
    enum cpu_stop why;

    bare_set_word(&b, CODE, 0x58302000);
    b.cpu->gr[2] = BAD;
    cpu_set_psw(b.cpu, (uint64_t)PSW_EC << 32 | CODE);
    ck_assert_uint_eq(cpu_run(b.cpu, 100, &why), 1);
    ck_assert_int_eq(why, CPU_CHECKSTOP);
    ck_assert_uint_eq(bare_word(&b, 0xe8), 0);
    ck_assert_uint_eq(cpu_run(b.cpu, 100, &why), 0);
    ck_assert_int_eq(why, CPU_CHECKSTOP);
    cpu_reset(b.cpu, false); /* only a reset ends it */
    cpu_set_psw(b.cpu, (uint64_t)(PSW_EC | PSW_WAIT) << 32);
    cpu_run(b.cpu, 100, &why);
    ck_assert_int_eq(why, CPU_WAIT);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("mcheck");
    TCase *t = tcase_create("mcheck");
    SRunner *r = srunner_create(s);
    int failed;

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, logout);
    tcase_add_test(t, stores_and_fetches);
    tcase_add_test(t, appears_and_goes);
    tcase_add_test(t, test_block);
    tcase_add_test(t, masked);
    suite_add_tcase(s, t);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
