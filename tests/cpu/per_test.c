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
    bare_code(&b, at, hex);
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

/* A register that is given the value it has is altered, too. Registers 0, 1, 2
 * and 3 are 0, X'3001', X'500', 0; 4 has the end of storage less 16, 5 a length
 * of 32, 6 and 7 the same of a source; 8 to 10 are 0, X'3000', X'8000'. */
static const struct {
    const char *hex;
    uint32_t altered; /* as CR9 bits 16-31 */
    unsigned code;    /* of the program interruption, with the event */
} same_cases[] = {
    {"b20b0000", GR(2), PIC_PER},                    /* IPK */
    {"bb289008", GR(2) | GR(3), PIC_PER},            /* CDS 2,8: not equal */
    {"dd0090009010", GR(1) | GR(2), PIC_PER},        /* TRT */
    {"df0190229020", GR(1), PIC_PER},                /* EDMK */
    {"ae280063", GR(2), PIC_PER},                    /* SIGP: no such order */
    {"b22c000a", GR(0), PIC_PER},                    /* TB */
    {"b2550012", GR(1), PIC_PER},                    /* MVST of nothing */
    {"4f209028", GR(2), PIC_PER | PIC_FIXED_DIVIDE}, /* CVB */
    {"0e46", GR(4) | GR(5) | GR(6) | GR(7), PIC_PER | PIC_ADDRESSING},
    {"0e68", GR(6) | GR(7) | GR(8) | GR(9), PIC_PER}, /* MVCL */
};

START_TEST(same_value)
{
    static const uint32_t gr[16] = {0,      0x3001, 0x500, 0,      0xffff0, 32,
                                    0x4000, 32,     0,     0x3000, 0x8000};

    for (unsigned r = 0; r < 16; r++) {
        bool expect = same_cases[_i].altered & GR(r);
        unsigned code_without = same_cases[_i].code & ~(unsigned)PIC_PER;

        cpu_reset(b.cpu, true);
        memcpy(b.cpu->gr, gr, sizeof gr);
        memset(b.storage.main + 0x3000, 0, 64);
        cpu_storage_changed(b.cpu, 0x3000, 64);
        if (same_cases[_i].hex[1] == 'd') { /* TRT: at X'3000', 1 */
            b.cpu->gr[1] = 0x3000;
            b.cpu->gr[2] = 0x501;
        }
        if (same_cases[_i].hex[1] == 'f') /* EDMK: X'3023' */
            b.cpu->gr[1] = 0x3023;
        if (same_cases[_i].hex[1] == 'e') /* SIGP: the status */
            b.cpu->gr[2] = 2;
        bare_set_word(&b, 0x3008, 0x501); /* of CDS */
        code(0x3020, "5c004020");         /* source and pattern of EDMK */
        code(0x3010, "01");
        code(0x3028, "000009999999999c");
        code(CODE, same_cases[_i].hex);
        ck_assert_msg(events(1, 0x10000000 | GR(r), 0, 0) ==
                          (expect ? 0x10u : 0),
                      "%s, register %u", same_cases[_i].hex, r);
        ck_assert_uint_eq(bare_word(&b, 0x8c) & 0xffff,
                          expect ? same_cases[_i].code : code_without);
    }
}
END_TEST

/* LPSW, or the new PSW of SVC, with a format error: both are told of, with
 * ILC 0; an odd address is not looked at yet. */
START_TEST(format_error)
{
    code(CODE, "82003000"
               "0a05");
    bare_set_word(&b, 0x3000, PSW_EC | 0x00000080);
    bare_set_word(&b, 0x3004, 0x4000);
    b.cpu->gr[3] = 0x3000;
    ck_assert_uint_eq(events(1, 0x40000000, CODE, CODE), 0x40);
    ck_assert_uint_eq(bare_word(&b, 0x8c), PIC_PER | PIC_SPECIFICATION);
    ck_assert_uint_eq(bare_word(&b, 0x98), CODE);
    ck_assert_uint_eq(bare_word(&b, 0x28), PSW_EC | 0x00000080);
    ck_assert_uint_eq(bare_word(&b, 0x2c), 0x4000);
    /* Without an event: the format error alone. */
    ck_assert_uint_eq(events(1, 0x40000000, 0, 0), 0);
    ck_assert_uint_eq(bare_word(&b, 0x8c), PIC_SPECIFICATION);
    bare_set_word(&b, 0x3000, PSW_EC);
    bare_set_word(&b, 0x3004, 0x4001);
    ck_assert_uint_eq(events(1, 0x40000000, CODE, CODE), 0x40);
    ck_assert_uint_eq(bare_word(&b, 0x8c), 0x00040080);
    ck_assert_uint_eq(bare_word(&b, 0x2c), 0x4001);
    bare_set_word(&b, 0x60, PSW_EC | 0x00800000 | 0x00000080);
    code(CODE, "0a05");
    ck_assert_uint_eq(events(1, 0x40000000, CODE, CODE), 0x40);
    ck_assert_uint_eq(bare_word(&b, 0x8c), PIC_PER | PIC_SPECIFICATION);
    ck_assert_uint_eq(bare_word(&b, 0x24), CODE + 2);
    ck_assert_uint_eq(bare_word(&b, 0x2c), HANDLER + 0x60);
}
END_TEST

/* EX of LCTL: the area is the one from before. */
START_TEST(area_from_before)
{
    code(CODE, "44003010"); /* EX 0,X'10'(3): LCTL 10,11,0(3) */
    code(0x3010, "b7ab3000");
    bare_set_word(&b, 0x3000, 0);
    bare_set_word(&b, 0x3004, 0);
    b.cpu->gr[3] = 0x3000;
    ck_assert_uint_eq(events(1, 0x40000000, 0x3010, 0x3010), 0x40);
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
    tcase_add_loop_test(t, same_value, 0,
                        sizeof same_cases / sizeof same_cases[0]);
    tcase_add_test(t, format_error);
    tcase_add_test(t, area_from_before);
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
