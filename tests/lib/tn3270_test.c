/* SPDX-License-Identifier: MIT */
/* TN3270: a server and a client end back to back, refusals, and hostile
 * input. */
#include "lib/tn3270.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* One end: what it sent and what happened to it. */
struct end {
    struct tn3270 *t;
    uint8_t out[200000];
    size_t n;
    unsigned count[TN3270_EV_FAILED + 1];
    uint8_t record[70000];
    size_t len;
    char failure[200];
    char text[200];
    bool accept;
};

static struct end server, client;

static void
on_send(void *arg, const uint8_t *data, size_t len)
{
    struct end *e = arg;

    ck_assert_uint_le(len, sizeof(e->out) - e->n);
    memcpy(e->out + e->n, data, len);
    e->n += len;
}

static void
on_event(void *arg, const struct tn3270_event *ev)
{
    struct end *e = arg;

    e->count[ev->type]++;
    switch (ev->type) {
    case TN3270_EV_TERMINAL:
        if (e->accept)
            tn3270_accept(e->t);
        break;
    case TN3270_EV_RECORD:
        ck_assert_uint_le(ev->len, TN3270_RECORD_MAX);
        if (ev->len)
            memcpy(e->record, ev->data, ev->len);
        e->len = ev->len;
        break;
    case TN3270_EV_TEXT:
        if (ev->len < sizeof(e->text) - strlen(e->text))
            strncat(e->text, (const char *)ev->data, ev->len);
        break;
    case TN3270_EV_FAILED:
        memcpy(e->failure, ev->data, ev->len);
        e->failure[ev->len] = '\0';
        break;
    default:
        break;
    }
}

static const struct tn3270_ops ops = {on_send, on_event};

static void
open_end(struct end *e, enum tn3270_role role)
{
    memset(e, 0, sizeof(*e));
    e->t = tn3270_create(role, &ops, e);
    e->accept = true;
    ck_assert_ptr_nonnull(e->t);
}

/* Carries bytes between the ends, `step` at a time, until both are still. */
static void
pump(size_t step)
{
    static uint8_t buf[sizeof(server.out)];

    while (server.n || client.n) {
        struct end *from = server.n ? &server : &client;
        struct end *to = server.n ? &client : &server;
        size_t n = from->n, i;

        memcpy(buf, from->out, n);
        from->n = 0;
        for (i = 0; i < n; i += step)
            tn3270_recv(to->t, buf + i, n - i < step ? n - i : step);
    }
}

static void
connect_ends(const char *type, size_t step)
{
    open_end(&server, TN3270_SERVER);
    open_end(&client, TN3270_CLIENT);
    tn3270_start(client.t, type);
    tn3270_start(server.t, NULL);
    pump(step);
}

static void
close_ends(void)
{
    tn3270_destroy(server.t);
    tn3270_destroy(client.t);
}

static void
feed(struct end *e, const char *hex)
{
    for (; *hex; hex += 2) {
        char d[3] = {hex[0], hex[1], 0};
        uint8_t b = (uint8_t)strtoul(d, NULL, 16);

        tn3270_recv(e->t, &b, 1);
    }
}

START_TEST(session)
{
    size_t step = _i ? (size_t)_i : sizeof(server.out);

    connect_ends("IBM-3279-4-E@GRAF0C1", step);
    ck_assert(tn3270_ready(server.t));
    ck_assert(tn3270_ready(client.t));
    ck_assert_uint_eq(server.count[TN3270_EV_TERMINAL], 1);
    ck_assert_uint_eq(server.count[TN3270_EV_READY], 1);
    ck_assert_uint_eq(client.count[TN3270_EV_READY], 1);
    ck_assert_str_eq(tn3270_terminal(server.t)->type, "IBM-3279-4-E");
    ck_assert_str_eq(tn3270_terminal(server.t)->device, "GRAF0C1");
    ck_assert_uint_eq(tn3270_terminal(server.t)->rows, 43);
    ck_assert(tn3270_terminal(server.t)->extended);

    ck_assert(tn3270_send_record(server.t, "\xf5\xc3\xff\xff\xef", 5));
    ck_assert_uint_eq(server.n, 9); /* two FF doubled, FF EF */
    pump(step);
    ck_assert_uint_eq(client.len, 5);
    ck_assert_mem_eq(client.record, "\xf5\xc3\xff\xff\xef", 5);
    ck_assert(tn3270_send_record(client.t, "\x7d\x40\xff", 3));
    pump(step);
    ck_assert_uint_eq(server.len, 3);
    ck_assert_mem_eq(server.record, "\x7d\x40\xff", 3);
    tn3270_send_break(client.t);
    pump(step);
    ck_assert_uint_eq(server.count[TN3270_EV_BREAK], 1);
    ck_assert_uint_eq(server.count[TN3270_EV_FAILED], 0);
    close_ends();
}
END_TEST

START_TEST(largest_record)
{
    static uint8_t big[TN3270_RECORD_MAX + 1];

    connect_ends("IBM-3278-2", sizeof(server.out));
    memset(big, 0xff, sizeof(big));
    ck_assert(!tn3270_send_record(server.t, big, sizeof(big)));
    ck_assert(tn3270_send_record(server.t, big, sizeof(big) - 1));
    pump(4096);
    ck_assert_uint_eq(client.len, TN3270_RECORD_MAX);
    close_ends();
}
END_TEST

START_TEST(record_without_end_is_bounded)
{
    uint8_t chunk[4096] = {0};

    connect_ends("IBM-3278-2", sizeof(server.out));
    for (int i = 0; i < 32; i++)
        tn3270_recv(server.t, chunk, sizeof(chunk));
    ck_assert_uint_eq(server.count[TN3270_EV_FAILED], 1);
    ck_assert(tn3270_failed(server.t));
    ck_assert(!tn3270_send_record(server.t, "\xf5", 1));
    close_ends();
}
END_TEST

START_TEST(refused_by_the_owner)
{
    open_end(&server, TN3270_SERVER);
    open_end(&client, TN3270_CLIENT);
    server.accept = false;
    tn3270_start(client.t, "IBM-3278-2-E@NOSUCH");
    tn3270_start(server.t, NULL);
    pump(7);
    ck_assert(!tn3270_ready(server.t));
    tn3270_refuse(server.t, "no device NOSUCH");
    pump(7);
    ck_assert_str_eq(client.text, "no device NOSUCH\r\n");
    close_ends();
}
END_TEST

START_TEST(no_terminal)
{
    /* WONT TTYPE */
    open_end(&server, TN3270_SERVER);
    tn3270_start(server.t, NULL);
    feed(&server, "fffc18");
    ck_assert_uint_eq(server.count[TN3270_EV_FAILED], 1);
    tn3270_destroy(server.t);
    /* XTERM, then VT100, then VT100 again: the end of its list */
    open_end(&server, TN3270_SERVER);
    tn3270_start(server.t, NULL);
    feed(&server, "fffb18"
                  "fffa18005854fff0"
                  "fffa18005654fff0");
    ck_assert_uint_eq(server.count[TN3270_EV_FAILED], 0);
    feed(&server, "fffa18005654fff0");
    ck_assert_uint_eq(server.count[TN3270_EV_FAILED], 1);
    ck_assert_ptr_nonnull(strstr(server.failure, "VT"));
    ck_assert_uint_gt(server.n, 24);
    ck_assert_mem_eq(server.out + server.n - 9, "no 3270\r\n", 9);
    tn3270_destroy(server.t);
    /* WONT BINARY after the type was accepted */
    open_end(&server, TN3270_SERVER);
    tn3270_start(server.t, NULL);
    feed(&server, "fffb18"
                  "fffa180049424d2d333237382d32fff0");
    ck_assert_uint_eq(server.count[TN3270_EV_TERMINAL], 1);
    feed(&server, "fffc00");
    ck_assert_uint_eq(server.count[TN3270_EV_FAILED], 1);
    tn3270_destroy(server.t);
}
END_TEST

START_TEST(unknown_options)
{
    connect_ends("IBM-3278-2", sizeof(server.out));
    feed(&server, "fffb1f"
                  "fffd03"
                  "fffd06"
                  "fffe03"
                  "fffc1f");
    /* DONT NAWS, WONT SGA, WONT TIMING-MARK; nothing for DONT and WONT. */
    ck_assert_uint_eq(server.n, 9);
    ck_assert_mem_eq(server.out, "\xff\xfe\x1f\xff\xfc\x03\xff\xfc\x06", 9);
    ck_assert(tn3270_ready(server.t));
    /* Repeating what is on starts no loop. */
    server.n = 0;
    feed(&server, "fffb00"
                  "fffd00"
                  "fffb19"
                  "fffd19");
    ck_assert_uint_eq(server.n, 0);
    close_ends();
}
END_TEST

START_TEST(compression_is_refused)
{
    connect_ends("IBM-3278-2", sizeof(server.out));
    feed(&server, "fffa56fff0");
    ck_assert_uint_eq(server.count[TN3270_EV_FAILED], 1);
    close_ends();
}
END_TEST

START_TEST(data_before_3270_mode)
{
    open_end(&server, TN3270_SERVER);
    tn3270_start(server.t, NULL);
    feed(&server, "7d4040ffef"
                  "fff3"
                  "fff5");
    ck_assert_uint_eq(server.count[TN3270_EV_RECORD], 0);
    ck_assert_uint_eq(server.count[TN3270_EV_BREAK], 0);
    tn3270_destroy(server.t);
}
END_TEST

START_TEST(types)
{
    struct tn3270_terminal t;

    ck_assert(tn3270_parse_type("IBM-3278-5", 10, &t));
    ck_assert(t.model == 5 && t.rows == 27 && t.cols == 132 && !t.extended);
    ck_assert(tn3270_parse_type("IBM-DYNAMIC", 11, &t) && t.extended);
    ck_assert(tn3270_parse_type("IBM-3287-1@P", 12, &t) && t.printer);
    ck_assert(tn3270_parse_type("ibm-3279-2-e", 12, &t) && t.extended);
    ck_assert(!tn3270_parse_type("XTERM", 5, &t));
    ck_assert(!tn3270_parse_type("", 0, &t));
    ck_assert(!tn3270_parse_type("IBM-3278-2\n", 11, &t));
    ck_assert(!tn3270_parse_type(
        "IBM-3278-2@AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 60,
        &t));
}
END_TEST

static unsigned seed;

static unsigned
rnd(void)
{
    seed = seed * 1103515245u + 12345u;
    return seed >> 16;
}

/* Any bytes at all, rich in IAC, to either end, ready or not. */
START_TEST(any_bytes)
{
    static const uint8_t spice[] = {0xff, 0xff, 0xfa, 0xf0, 0xef, 0xfb,
                                    0xfc, 0xfd, 0xfe, 0x18, 0x19, 0x00,
                                    0x01, 0x56, 0x27, 0x5d, 0x46, 0xf3};

    seed = (unsigned)_i + 1;
    for (int round = 0; round < 400; round++) {
        struct end *e;

        connect_ends("IBM-3278-2-E", sizeof(server.out));
        if (round & 1) {
            close_ends();
            open_end(&server, TN3270_SERVER);
            open_end(&client, TN3270_CLIENT);
            tn3270_start(client.t, "IBM-3278-2-E");
            tn3270_start(server.t, NULL);
        }
        e = round & 2 ? &server : &client;
        for (int i = 0; i < 40; i++) {
            uint8_t buf[40];

            for (size_t k = 0; k < sizeof(buf); k++)
                buf[k] =
                    rnd() & 1 ? spice[rnd() % sizeof(spice)] : (uint8_t)rnd();
            tn3270_recv(e->t, buf, rnd() % sizeof(buf));
            e->n = 0;
        }
        close_ends();
    }
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("tn3270");
    TCase *c = tcase_create("tn3270");
    SRunner *r = srunner_create(s);
    int failed;

    tcase_set_timeout(c, 600);
    tcase_add_loop_test(c, session, 0, 4);
    tcase_add_test(c, largest_record);
    tcase_add_test(c, record_without_end_is_bounded);
    tcase_add_test(c, refused_by_the_owner);
    tcase_add_test(c, no_terminal);
    tcase_add_test(c, unknown_options);
    tcase_add_test(c, compression_is_refused);
    tcase_add_test(c, data_before_3270_mode);
    tcase_add_test(c, types);
    tcase_add_loop_test(c, any_bytes, 0, 5);
    suite_add_tcase(s, c);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
