/* SPDX-License-Identifier: MIT */
/* Program-event recording where the conformance cases do not go: which general
 * registers count as altered, the events' order after SVC and LPSW, wrapping
 * areas, and the TLB when recording of stores is turned on. PoO "Program-Event
 * Recording". */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "arch/psw.h"
#include "tests/cpu/bare.h"

enum { CODE = 0x1000, HANDLER = 0x2000, EC_PER = PSW_EC | PSW_PER };

static struct bare b;

static void
setup(void)
{
    bare_init(&b, 1 << 20, CPU_FAC_EXTENSION);
    /* All new PSWs: EC mode, no PER, disabled wait. */
    for (uint32_t at = 0x58; at <= 0x78; at += 8) {
        bare_set_word(&b, at, PSW_EC | PSW_WAIT);
        bare_set_word(&b, at + 4, HANDLER + at);
    }
}

static void
teardown(void)
{
    bare_free(&b);
}

static void
code(uint32_t at, const char *hex)
{
    for (; *hex; hex += 2, at++) {
        char two[3] = {hex[0], hex[1], 0};

        b.storage.main[at] = (uint8_t)strtoul(two, NULL, 16);
        cpu_storage_changed(b.cpu, at, 1);
    }
}

/* Executes n instructions from CODE with PER on; returns location 150's event
 * bits when a program interruption with PER came, else 0. */
static unsigned
events(unsigned n, uint32_t cr9, uint32_t cr10, uint32_t cr11)
{
    enum cpu_stop why;

    bare_set_word(&b, 0x8c, 0);
    bare_set_word(&b, 0x94, 0);
    b.cpu->cr[9] = cr9;
    b.cpu->cr[10] = cr10;
    b.cpu->cr[11] = cr11;
    cpu_set_psw(b.cpu, (uint64_t)(unsigned)EC_PER << 32 | CODE);
    cpu_run(b.cpu, n, &why);
    return bare_word(&b, 0x8c) & PIC_PER ? bare_word(&b, 0x94) >> 8 & 0xff : 0;
}

#define GR(n) (0x8000u >> (n))

static const struct {
    const char *hex;
    uint32_t altered; /* as CR9 bits 16-31 */
} gr_cases[] = {
    {"1825", GR(2)},                               /* LR 2,5 */
    {"1915", 0},                                   /* CR 1,5 */
    {"1c25", GR(2) | GR(3)},                       /* MR 2,5 */
    {"98e13000", GR(14) | GR(15) | GR(0) | GR(1)}, /* LM 14,1 */
    {"90e13000", 0},                               /* STM */
    {"8e200001", GR(2) | GR(3)},                   /* SRDA 2,1 */
    {"0e24", GR(2) | GR(3) | GR(4) | GR(5)},       /* MVCL 2,4 */
    {"4520f000", GR(2)},                           /* BAL 2 */
    {"4620f000", GR(2)},                           /* BCT 2 */
    {"86240ffc", GR(2)},                           /* BXH 2,4 */
    {"b2220020", GR(2)},                           /* IPM 2 */
    {"b20b0000", GR(2)}, /* IPK, the key changes GR2 */
    {"a728ffff", GR(2)}, /* LHI 2,-1 */
    {"ba263000", GR(2)}, /* CS 2,6: not equal */
    {"ba763000", 0},     /* CS 7,6: equal */
    {"44003010", GR(2)}, /* EX of LR 2,5 */
    {"d2073000300a", 0}, /* MVC */
};

START_TEST(gr_alteration)
{
    for (unsigned r = 0; r < 16; r++) {
        bool expect = gr_cases[_i].altered & GR(r);

        cpu_reset(b.cpu, true);
        for (unsigned i = 0; i < 16; i++)
            b.cpu->gr[i] = 0x100 * i;
        b.cpu->gr[3] = 0x3000;
        b.cpu->gr[5] = 0x10;
        b.cpu->gr[2] = 0x555;
        if (gr_cases[_i].hex[0] == '0') { /* lengths of MVCL */
            b.cpu->gr[2] = 0x4000;
            b.cpu->gr[4] = 0x5000;
            b.cpu->gr[3] = b.cpu->gr[5] = 0x10;
        }
        memset(b.storage.main + 0x3000, 0, 16);
        cpu_storage_changed(b.cpu, 0x3000, 16);
        bare_set_word(&b, 0x3000, 0x700);
        code(0x3010, "1825");
        code(CODE, gr_cases[_i].hex);
        ck_assert_msg(events(1, 0x10000000 | GR(r), 0, 0) ==
                          (expect ? 0x10u : 0),
                      "%s, register %u", gr_cases[_i].hex, r);
    }
}
END_TEST

START_TEST(svc_first)
{
    code(CODE, "0a05");
    ck_assert_uint_eq(events(1, 0x40000000, CODE, CODE), 0x40);
    /* The PER interruption's old PSW is the new PSW of the SVC. */
    ck_assert_uint_eq(bare_word(&b, 0x2c), HANDLER + 0x60);
    ck_assert_uint_eq(bare_word(&b, 0x24), CODE + 2);
    ck_assert_uint_eq(bare_word(&b, 0x98), CODE);
    ck_assert_uint_eq(bare_word(&b, 0x8c), 0x00020080);
}
END_TEST

START_TEST(lpsw_that_turns_it_off)
{
    code(CODE, "82003000");
    bare_set_word(&b, 0x3000, PSW_EC);
    bare_set_word(&b, 0x3004, 0x4000);
    b.cpu->gr[3] = 0x3000;
    ck_assert_uint_eq(events(1, 0x40000000, CODE, CODE), 0x40);
    ck_assert_uint_eq(bare_word(&b, 0x2c), 0x4000);
}
END_TEST

START_TEST(areas)
{
    code(CODE, "50003000"); /* ST 0,0(3) */
    b.cpu->gr[3] = 0x3000;
    ck_assert_uint_eq(events(1, 0x20000000, 0x3003, 0x3003), 0x20);
    ck_assert_uint_eq(events(1, 0x20000000, 0x3004, 0x3010), 0);
    ck_assert_uint_eq(events(1, 0x20000000, 0x2000, 0x2fff), 0);
    /* From a high address around to a low one. */
    ck_assert_uint_eq(events(1, 0x20000000, 0x5000, 0x3000), 0x20);
    ck_assert_uint_eq(events(1, 0x20000000, 0x5000, 0x2fff), 0);
    /* No area for branches. */
    code(CODE, "47f03100");
    ck_assert_uint_eq(events(1, 0x80000000, 0, 0), 0x80);
    code(CODE, "47003100");
    ck_assert_uint_eq(events(1, 0x80000000, 0, 0), 0);
}
END_TEST

/* A block that the TLB lets stores into quickly is watched all the same, and
 * LCTL alone turns it on. */
START_TEST(turned_on_later)
{
    /* ST 0,0(3); LCTL 9,9,4(4); ST 0,0(3) */
    code(CODE, "50003000b799400450003000");
    b.cpu->gr[3] = 0x3000;
    b.cpu->gr[4] = 0x4000;
    bare_set_word(&b, 0x4004, 0x20000000);
    ck_assert_uint_eq(events(1, 0, 0x3000, 0x3000), 0);
    ck_assert_uint_eq(events(10, 0, 0x3000, 0x3000), 0x20);
    ck_assert_uint_eq(bare_word(&b, 0x98), CODE + 8);
}
END_TEST

/* With another exception: one interruption, both codes. */
START_TEST(with_another_exception)
{
    code(CODE, "0000");
    ck_assert_uint_eq(events(1, 0x40000000, CODE, CODE), 0x40);
    ck_assert_uint_eq(bare_word(&b, 0x8c), 0x00020081);
    /* An instruction that was not executed alters nothing. */
    code(CODE, "1d25");
    b.cpu->gr[5] = 0;
    ck_assert_uint_eq(events(1, 0x10000000 | GR(2), 0, 0), 0);
    ck_assert_uint_eq(bare_word(&b, 0x8c) & 0xff, PIC_FIXED_DIVIDE);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("per");
    TCase *t = tcase_create("per");
    SRunner *r = srunner_create(s);
    int failed;

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, gr_alteration, 0,
                        sizeof gr_cases / sizeof gr_cases[0]);
    tcase_add_test(t, svc_first);
    tcase_add_test(t, lpsw_that_turns_it_off);
    tcase_add_test(t, areas);
    tcase_add_test(t, turned_on_later);
    tcase_add_test(t, with_another_exception);
    suite_add_tcase(s, t);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
