/* SPDX-License-Identifier: MIT */
/* Address spaces: the TLB and decoded code against changes of the segment
 * table, of its entries, and what purges them. PoO "Dynamic Address
 * Translation". */
#include <check.h>
#include <stdlib.h>

#include "arch/psw.h"
#include "tests/cpu/bare.h"

static struct bare b;

static void
setup(void)
{
    bare_init(&b, 1 << 20, CPU_FAC_EXTENSION);
    /* New PSWs: disabled waits. */
    for (uint32_t at = 0x58; at <= 0x78; at += 8)
        bare_set_word(&b, at, PSW_WAIT);
}

static void
teardown(void)
{
    bare_free(&b);
}

static void
code(uint32_t at, const char *hex)
{
    bare_code(&b, at, hex);
}

static uint64_t
run(uint64_t n, enum cpu_stop expect)
{
    enum cpu_stop why;
    uint64_t done = cpu_run(b.cpu, n, &why);

    ck_assert_int_eq(why, expect);
    return done;
}

#define BC(flags) ((uint64_t)(flags) << 32)

/* A segment table at `at`: segment 0 real page by page, segment 1's first page
 * at the frame. */
static void
make_space(uint32_t at, uint32_t frame)
{
    bare_set_word(&b, at, 0xf0000000u | (at + 0x100));
    bare_set_word(&b, at + 4, 0xf0000000u | (at + 0x140));
    for (uint32_t page = 0; page < 16; page += 2)
        bare_set_word(&b, at + 0x100 + page * 2, page << 20 | (page + 1) << 4);
    bare_set_word(&b, at + 0x140, frame << 8);
}

/* Loading CR1 selects another space at once, and back, with nothing purged;
 * a page-table entry that became valid is found; PTLB drops what changed. */
START_TEST(spaces_by_cr1)
{
    /* L 0,0(3); LCTL 1,1,0(4); L 1,0(3); LCTL 1,1,4(4); L 2,0(3) */
    code(0x1000, "58003000"
                 "b7114000"
                 "58103000"
                 "b7114004"
                 "58203000");
    /* PTLB; L 6,0(3) */
    code(0x1014, "b20d0000"
                 "58603000");
    make_space(0x20000, 0x30000);
    make_space(0x22000, 0x31000);
    bare_set_word(&b, 0x30000, 0x11111111);
    bare_set_word(&b, 0x31000, 0x22222222);
    bare_set_word(&b, 0x32000, 0x33333333);
    bare_set_word(&b, 0x4000, 0x22000);
    bare_set_word(&b, 0x4004, 0x20000);
    b.cpu->cr[0] |= CR0_PAGE_4K;
    b.cpu->cr[1] = 0x20000;
    b.cpu->gr[3] = 0x10000;
    b.cpu->gr[4] = 0x4000;
    ck_assert(cpu_set_psw(b.cpu, BC(PSW_EC | PSW_DAT) | 0x1000));
    ck_assert_uint_eq(run(5, CPU_COUNT), 5);
    ck_assert_uint_eq(b.cpu->gr[0], 0x11111111);
    ck_assert_uint_eq(b.cpu->gr[1], 0x22222222);
    ck_assert_uint_eq(b.cpu->gr[2], 0x11111111);
    bare_set_word(&b, 0x20140, 0x32000 << 8);
    ck_assert_uint_eq(run(2, CPU_COUNT), 2);
    ck_assert_uint_eq(b.cpu->gr[6], 0x33333333);
}
END_TEST

/* PTLB and IPTE under EX: what comes next is fetched by the new tables, be it
 * in the middle of a decoded block. */
static void
translated_code(const char *before)
{
    make_space(0x6000, 0x8000);
    code(0x1000, before);
    code(0x3000, "b20d0000"   /* PTLB */
                 "b2210089"); /* IPTE 8,9 */
    code(0x50008, "41100002"  /* LA 1,2; SVC 1 */
                  "0a01");
    b.cpu->cr[0] |= CR0_PAGE_4K;
    b.cpu->cr[1] = 0x6000;
    b.cpu->gr[5] = 0x0500;
    b.cpu->gr[6] = 0x6100;
    b.cpu->gr[7] = 0x3000;
    b.cpu->gr[8] = 0x6100;
    b.cpu->gr[9] = 0x1000;
    ck_assert(cpu_set_psw(b.cpu, BC(PSW_EC | PSW_DAT) | 0x1000));
}

START_TEST(purge_under_execute)
{
    /* STH 5,2(6); EX 0,0(7): the PTLB; LA 1,1; SVC 0 */
    translated_code("40506002"
                    "44007000"
                    "41100001"
                    "0a00");
    ck_assert_uint_eq(run(100, CPU_WAIT), 4);
    ck_assert_uint_eq(b.cpu->gr[1], 2);
}
END_TEST

START_TEST(invalidation_under_execute)
{
    /* L 0,0(7); EX 0,4(7): the IPTE; LA 1,1; SVC 0 */
    translated_code("58007000"
                    "44007004"
                    "41100001"
                    "0a00");
    ck_assert_uint_eq(run(100, CPU_WAIT), 3);
    ck_assert_uint_eq(bare_word(&b, 0x8c) & 0xffff, PIC_PAGE);
    ck_assert_uint_eq(bare_word(&b, 0x2c), 0x1008);
    ck_assert_uint_eq(b.cpu->gr[1], 0);
}
END_TEST

/* cpu_forget drops translations in every engine, and in lockstep's copy. */
START_TEST(translations_forgotten)
{
    make_space(0x6000, 0x30000);
    code(0x1000, "58003000"   /* L 0,0(3) */
                 "58003000"); /* L 0,0(3) */
    bare_set_word(&b, 0x30000, 0x11111111);
    bare_set_word(&b, 0x31000, 0x22222222);
    b.cpu->cr[0] |= CR0_PAGE_4K;
    b.cpu->cr[1] = 0x6000;
    b.cpu->gr[3] = 0x10000;
    ck_assert(cpu_set_psw(b.cpu, BC(PSW_EC | PSW_DAT) | 0x1000));
    run(1, CPU_COUNT);
    ck_assert_uint_eq(b.cpu->gr[0], 0x11111111);
    bare_set_word(&b, 0x6140, 0x31000 << 8);
    cpu_forget(b.cpu);
    run(1, CPU_COUNT);
    ck_assert_uint_eq(b.cpu->gr[0], 0x22222222);
}
END_TEST

/* Many more spaces than the TLB tells apart at a time. */
START_TEST(many_spaces)
{
    code(0x1000, "58003000");
    b.cpu->cr[0] |= CR0_PAGE_4K;
    b.cpu->gr[3] = 0x10000;
    for (unsigned round = 0; round < 20; round++)
        for (uint32_t i = 0; i < 150; i++) {
            uint32_t frame = 0x40000 + i * 0x1000;

            make_space(0x20000 + i * 0x200, frame);
            bare_set_word(&b, frame, i + 1);
            b.cpu->cr[1] = 0x20000 + i * 0x200;
            ck_assert(cpu_set_psw(b.cpu, BC(PSW_EC | PSW_DAT) | 0x1000));
            ck_assert_uint_eq(run(1, CPU_COUNT), 1);
            ck_assert_uint_eq(b.cpu->gr[0], i + 1);
        }
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("spaces");
    TCase *t = tcase_create("spaces");
    SRunner *r = srunner_create(s);
    int failed;

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, spaces_by_cr1);
    tcase_add_test(t, purge_under_execute);
    tcase_add_test(t, invalidation_under_execute);
    tcase_add_test(t, translations_forgotten);
    tcase_add_test(t, many_spaces);
    suite_add_tcase(s, t);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
