/* SPDX-License-Identifier: MIT */
/* The main loop as its journal sees it: machine time never goes back, however
 * points and waits fall, and each message is honoured at a count. The guest
 * alternates between computing and waiting for its clock comparator, and
 * stores the TOD clock each time. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "devices/device.h"
#include "machine/console.h"
#include "machine/machine.h"
#include "machine/terminals.h"

static const uint32_t program[] = {
    0x000c0000, 0x00000800, /* 000: RESTART, EC mode, machine checks on */
};

/* At X'800': a round sets the comparator some time on, counts R6 down, waits.
 */
static const uint8_t code[] = {
    0x05, 0xf0,             /* 800 BALR 15,0 */
    0x98, 0x23, 0x0a, 0x00, /* 802 LM   2,3,A00 */
    0xb2, 0x05, 0x0a, 0x10, /* 806 STCK A10 */
    0x98, 0x45, 0x0a, 0x10, /* 80A LM   4,5,A10 */
    0x5e, 0x50, 0x0a, 0x08, /* 80E AL   5,A08: some time on */
    0x47, 0xc0, 0xf0, 0x18, /* 812 BC   12,81A: no carry */
    0x5e, 0x40, 0x0a, 0x0c, /* 816 AL   4,A0C: one */
    0x90, 0x45, 0x0a, 0x18, /* 81A STM  4,5,A18 */
    0xb2, 0x06, 0x0a, 0x18, /* 81E SCKC A18 */
    0x18, 0x63,             /* 822 LR   6,3 */
    0x46, 0x60, 0xf0, 0x22, /* 824 BCT  6,824 */
    0x82, 0x00, 0x0a, 0x20, /* 828 LPSW A20: wait for the comparator */
    0xb2, 0x05, 0x0a, 0x30, /* 82C STCK A30, entered by the interruption */
    0x46, 0x20, 0xf0, 0x04, /* 830 BCT  2,806 */
    0x82, 0x00, 0x0a, 0x28, /* 834 LPSW A28: disabled wait */
};

struct seen {
    struct cpu_clock last;
    unsigned points, arrivals;
    uint64_t arrival_count;
};

static void
on_point(void *arg, const struct cpu_clock *cc)
{
    struct seen *s = arg;

    if (s->points++ > 0) {
        ck_assert_uint_ge(cc->count0, s->last.count0);
        ck_assert_uint_ge(cc->tod0, clock_at(&s->last, cc->count0));
    }
    ck_assert_uint_ge(cc->rate, 1 << 16);
    s->last = *cc;
}

static void
on_arrival(void *arg, uint64_t count, const struct msg *msg)
{
    struct seen *s = arg;

    ck_assert_ptr_nonnull(msg);
    ck_assert_uint_ge(count, s->arrival_count);
    s->arrival_count = count;
    s->arrivals++;
}

static void
put_word(struct machine *m, uint32_t at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        m->storage.main[at + i] = (uint8_t)(value >> (24 - 8 * i));
}

static uint64_t
get_double(const struct machine *m, uint32_t at)
{
    uint64_t v = 0;

    for (int i = 0; i < 8; i++)
        v = v << 8 | m->storage.main[at + i];
    return v;
}

static void
load(struct machine *m, uint32_t rounds, uint32_t loops, uint32_t wait)
{
    for (unsigned i = 0; i < sizeof program / sizeof program[0]; i++)
        put_word(m, i * 4, program[i]);
    put_word(m, 0x58, 0x00080000); /* external new PSW */
    put_word(m, 0x5c, 0x0000082c);
    memcpy(m->storage.main + 0x800, code, sizeof code);
    put_word(m, 0xa00, rounds);
    put_word(m, 0xa04, loops);
    put_word(m, 0xa08, wait);
    put_word(m, 0xa0c, 1);
    put_word(m, 0xa20, 0x010a0000); /* EC, wait, external enabled */
    put_word(m, 0xa28, 0x000a0000); /* EC, wait, disabled */
    put_word(m, 0xa2c, 0x00000600);
    m->cpu->cr[0] = 0x800; /* the comparator alone */
}

/* Commands that wait run one after the other, as on the line console. */
static void
play(uint32_t rounds, uint32_t loops, uint32_t wait, unsigned points)
{
    struct seen seen = {.points = 0};
    struct journal journal = {&seen, on_point, on_arrival};
    struct machine *m = calloc(1, sizeof *m);
    struct config config;
    struct err e;

    ck_assert_ptr_nonnull(m);
    config_init(&config);
    m->script_last = &m->script;
    m->in = mailbox_create(NULL, NULL, 0);
    m->journal = &journal;
    ck_assert_msg(machine_create(m, &config, &e), "%s", e.text);
    load(m, rounds, loops, wait);
    atomic_store(&m->mail, true);
    mailbox_post(m->in, MSG_COMMAND, 0, "restart", 7);
    mailbox_post(m->in, MSG_COMMAND, 0, "pause stopped", 13);
    mailbox_post(m->in, MSG_COMMAND, 0, "quit", 4);
    machine_run(m);

    ck_assert(machine_disabled_wait(m));
    ck_assert_uint_eq(m->cpu->psw.ia, 0x600);
    ck_assert_uint_eq(m->cpu->gr[2], 0);
    ck_assert_uint_eq(seen.arrivals, 3);
    ck_assert_uint_ge(seen.points, points);
    /* Each round: the two values stored, and no early interruption. */
    ck_assert_uint_gt(get_double(m, 0xa30), get_double(m, 0xa18));
    ck_assert_uint_gt(get_double(m, 0xa18), get_double(m, 0xa10));
    machine_destroy(m);
    mailbox_destroy(m->in);
    config_free(&config);
    free(m);
}

START_TEST(long_waits)
{
    play(20, 10, 5000 * 4096, 20);
}
END_TEST

START_TEST(short_waits)
{
    play(5000, 10, 100 * 4096, 5000);
}
END_TEST

START_TEST(computing)
{
    /* The comparator passes while it computes: no wait at all. */
    play(200, 20000, 4096, 200 * 20000 / CLOCK_POINT);
}
END_TEST

/* Trouble without end does not fill the console. */
START_TEST(trouble_is_limited)
{
    struct machine *m = calloc(1, sizeof *m);
    struct config config;
    struct device *dev;
    struct msg *list;
    struct err e;
    unsigned lines = 0;

    ck_assert_ptr_nonnull(m);
    config_init(&config);
    m->script_last = &m->script;
    m->in = mailbox_create(NULL, NULL, 0);
    m->console = mailbox_create(NULL, NULL, 0);
    ck_assert_msg(machine_create(m, &config, &e), "%s", e.text);
    ck_assert_msg(machine_attach(m, 0x00c, "3505", 0, NULL, &e), "%s", e.text);
    dev = chansys_find(m->cs, 0x00c);
    for (unsigned i = 0; i < 10000; i++)
        device_message(dev, "trouble %u", i);
    list = mailbox_take(m->console);
    ck_assert_str_eq(list->data, "000C: trouble 0");
    for (struct msg *msg = list; msg != NULL; msg = msg->next)
        lines++;
    ck_assert_uint_ge(lines, 20);
    ck_assert_uint_lt(lines, 1000);
    mailbox_free(list);
    machine_destroy(m);
    mailbox_destroy(m->console);
    mailbox_destroy(m->in);
    config_free(&config);
    free(m);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("loop");
    TCase *tc = tcase_create("loop");
    SRunner *sr;
    int failed;

    tcase_set_timeout(tc, 600);
    tcase_add_test(tc, long_waits);
    tcase_add_test(tc, short_waits);
    tcase_add_test(tc, computing);
    tcase_add_test(tc, trouble_is_limited);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed > 0;
}
