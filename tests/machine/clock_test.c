/* SPDX-License-Identifier: MIT */
/* Machine time: strictly increasing, near the host's, whatever the host does;
 * and the message queue. No real clock is read. */
#include "config.h"

#include <check.h>
#include <string.h>

#include "machine/clock.h"
#include "machine/mailbox.h"

static const uint64_t usec = 4096;

/* A processor whose instructions take `unit` TOD units each runs `points`
 * segments; returns how far machine time is from host time in the end. */
static int64_t
play(uint64_t unit, unsigned points, uint64_t pause_at, uint64_t pause)
{
    struct clock_state k;
    struct cpu_clock cc;
    uint64_t wall = 1000000 * usec, count = 7, last;

    clock_start(&k, &cc, count, wall);
    last = clock_at(&cc, count);
    ck_assert_uint_eq(last, wall);
    for (unsigned i = 0; i < points; i++) {
        uint64_t n = k.next_point - count, now;
        ck_assert_uint_gt(clock_at(&cc, count + 1), clock_at(&cc, count));
        count += n;
        wall += n * unit + (i == pause_at ? pause : 0);
        now = clock_at(&cc, count);
        ck_assert_uint_gt(now, last);
        clock_point(&k, &cc, count, wall);
        ck_assert_uint_ge(clock_at(&cc, count), now);
        last = clock_at(&cc, count);
    }
    return (int64_t)(wall - clock_at(&cc, count));
}

START_TEST(follows_host)
{
    static const uint64_t units[] = {2, 4, 40, 400, 4000};

    for (int i = 0; i < 5; i++) {
        int64_t off = play(units[i], 60, UINT64_MAX, 0);
        int64_t segment = (int64_t)units[i] * CLOCK_POINT;
        ck_assert_msg(off <= segment && off >= -segment,
                      "%d units an instruction: off by %ld", (int)units[i],
                      (long)off);
    }
}
END_TEST

START_TEST(catches_up)
{
    /* 5 ms and 5 s in which the host ran something else. */
    ck_assert_int_lt(play(40, 60, 30, 5000 * usec), 640 * (int64_t)usec);
    ck_assert_int_lt(play(40, 60, 30, 5000000 * usec), 640 * (int64_t)usec);
}
END_TEST

START_TEST(never_back)
{
    struct clock_state k;
    struct cpu_clock cc;
    uint64_t before;

    clock_start(&k, &cc, 0, 1000 * usec);
    before = clock_at(&cc, 100000);
    /* The host's time seems to lie far behind. */
    clock_point(&k, &cc, 100000, 10 * usec);
    ck_assert_uint_eq(clock_at(&cc, 100000), before);
    ck_assert_uint_gt(clock_at(&cc, 100001), before);
    clock_advance(&k, &cc, 100001, 5 * usec, 20 * usec);
    ck_assert_uint_gt(clock_at(&cc, 100001), before);
    clock_advance(&k, &cc, 100001, before + 5000 * usec, 20 * usec);
    ck_assert_uint_eq(clock_at(&cc, 100001), before + 5000 * usec);
}
END_TEST

START_TEST(count_is_inverse)
{
    struct cpu_clock cc = {.count0 = 1000, .tod0 = 5000, .rate = 0x34567};

    ck_assert_uint_eq(clock_count(&cc, 0), 1000);
    for (uint64_t tod = 5001; tod < 6000; tod++) {
        uint64_t c = clock_count(&cc, tod);
        ck_assert_uint_ge(clock_at(&cc, c), tod);
        ck_assert_uint_lt(clock_at(&cc, c - 1), tod);
    }
    ck_assert_uint_gt(clock_count(&cc, UINT64_MAX), 1ull << 60);
}
END_TEST

START_TEST(epochs)
{
    const int64_t day = 86400ll * 4096000000ll;

    ck_assert_int_eq(clock_shift(1900, 0), 0);
    ck_assert_int_eq(clock_shift(1900, -28), -10227 * day);
    ck_assert_int_eq(clock_shift(1901, 0), -365 * day);
    ck_assert_int_eq(clock_shift(1904, 0), -1460 * day);
    ck_assert_int_eq(clock_shift(1905, 0), -1826 * day);
    ck_assert_int_eq(clock_shift(1970, 0), -25567 * day);
}
END_TEST

static void
count_wakes(void *arg)
{
    (*(int *)arg)++;
}

/* Each source counts by itself, until the messages and their copies are freed,
 * and is told once there is room. */
START_TEST(full_mailbox)
{
    static const char kilobyte[1024];
    int rooms = 0;
    struct mailbox *m = mailbox_create(NULL, NULL, 0);
    struct msg *list, *copy;

    mailbox_on_room(m, MAILBOX_TYPED, count_wakes, &rooms);
    for (int i = 0; i < 1023; i++)
        mailbox_post(m, MSG_COMMAND, 0, kilobyte, sizeof kilobyte);
    ck_assert(mailbox_full(m, MAILBOX_TYPED));
    ck_assert(!mailbox_full(m, MAILBOX_REMOTE));
    list = mailbox_take(m);
    ck_assert(mailbox_full(m, MAILBOX_TYPED));
    copy = mailbox_copy(list);
    copy->next = mailbox_make(MSG_COMMAND, 0, "", 0);
    mailbox_free(list);
    ck_assert_int_eq(rooms, 1);
    ck_assert(!mailbox_full(m, MAILBOX_TYPED));
    mailbox_free(copy);
    mailbox_on_room(m, MAILBOX_TYPED, NULL, NULL);
    mailbox_destroy(m);
    ck_assert_int_eq(rooms, 1);
}
END_TEST

START_TEST(mailbox)
{
    int wakes = 0;
    struct mailbox *m = mailbox_create(count_wakes, &wakes, 3);
    struct msg *list, *at;
    int n = 0;

    ck_assert_ptr_null(mailbox_take(m));
    mailbox_post(m, MSG_COMMAND, 5, "one", 3);
    mailbox_post(m, MSG_RECORD, 6, "t\0o", 3);
    ck_assert_int_eq(wakes, 1);
    ck_assert(mailbox_wait(m, 0));
    list = mailbox_take(m);
    ck_assert_str_eq(list->data, "one");
    ck_assert_uint_eq(list->client, 5);
    ck_assert_mem_eq(list->next->data, "t\0o", 4);
    ck_assert_ptr_null(list->next->next);
    mailbox_free(list);
    ck_assert(!mailbox_wait(m, 1));

    /* Only console lines are limited, and the loss is told. */
    for (int i = 0; i < 10; i++)
        mailbox_post(m, MSG_LINE, 0, "x", 1);
    mailbox_post(m, MSG_STOP, 0, NULL, 0);
    list = mailbox_take(m);
    for (at = list; at != NULL; at = at->next)
        n++;
    ck_assert_int_eq(n, 5);
    for (at = list; at->next != NULL;)
        at = at->next;
    ck_assert_str_eq(at->data, "(7 lines were dropped here)");
    mailbox_free(list);
    mailbox_destroy(m);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("clock");
    TCase *tc = tcase_create("clock");
    SRunner *sr;
    int failed;

    tcase_add_test(tc, follows_host);
    tcase_add_test(tc, catches_up);
    tcase_add_test(tc, never_back);
    tcase_add_test(tc, count_is_inverse);
    tcase_add_test(tc, epochs);
    tcase_add_test(tc, mailbox);
    tcase_add_test(tc, full_mailbox);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed > 0;
}
