/* SPDX-License-Identifier: MIT */
/* TN3270, both ends. Input: the end and how it stands, then pieces. */
#include "config.h"

#include <string.h>

#include "lib/tn3270.h"
#include "tests/fuzz/fuzz.h"

struct end {
    struct tn3270 *t;
    bool accept, refused, failed;
    uint8_t out[4096];
    size_t n;
};

static void
on_send(void *arg, const uint8_t *data, size_t len)
{
    struct end *e = arg;

    if (len > sizeof(e->out) - e->n)
        len = sizeof(e->out) - e->n;
    memcpy(e->out + e->n, data, len);
    e->n += len;
}

static void
on_event(void *arg, const struct tn3270_event *ev)
{
    struct end *e = arg;
    size_t sum = 0;

    FUZZ_CHECK(!e->failed && !e->refused); /* nothing comes after that */
    FUZZ_CHECK(ev->len <= TN3270_RECORD_MAX);
    for (size_t i = 0; i < ev->len; i++)
        sum += ev->data[i];
    FUZZ_CHECK(sum <= 255 * ev->len);
    switch (ev->type) {
    case TN3270_EV_TERMINAL:
        FUZZ_CHECK(tn3270_terminal(e->t)->model >= 2 &&
                   tn3270_terminal(e->t)->model <= 5);
        if (e->accept)
            tn3270_accept(e->t);
        else {
            tn3270_refuse(e->t, "no");
            e->refused = true;
        }
        break;
    case TN3270_EV_FAILED:
        e->failed = true;
        break;
    case TN3270_EV_RECORD:
        tn3270_send_record(e->t, ev->data, ev->len);
        break;
    default:
        break;
    }
}

static const struct tn3270_ops ops = {on_send, on_event};

/* The other end as it should be, until neither has anything to say. */
static void
negotiate(struct end *a, struct end *b)
{
    uint8_t buf[sizeof(a->out)];

    for (unsigned i = 0; i < 20 && (a->n > 0 || b->n > 0); i++) {
        struct end *from = a->n > 0 ? a : b, *to = from == a ? b : a;
        size_t n = from->n;

        memcpy(buf, from->out, n);
        from->n = 0;
        tn3270_recv(to->t, buf, n);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct end server, client;
    struct fuzz_in in = {data, size};
    unsigned how = fuzz_u8(&in);
    struct end *e = how & 1 ? &server : &client;
    struct tn3270_terminal type;

    tn3270_parse_type((const char *)in.p, in.n, &type);
    server = client = (struct end){.accept = true};
    server.accept = !(how & 4);
    server.t = tn3270_create(TN3270_SERVER, &ops, &server);
    client.t = tn3270_create(TN3270_CLIENT, &ops, &client);
    tn3270_start(client.t, how & 8 ? "IBM-3278-2" : "IBM-3279-4-E@LU");
    tn3270_start(server.t, NULL);
    if (how & 2)
        negotiate(&server, &client);
    while (in.n > 0) {
        size_t n;
        const uint8_t *p = fuzz_piece(&in, &n);

        tn3270_recv(e->t, p, n);
        e->n = 0;
    }
    FUZZ_CHECK((e->failed || e->refused) == tn3270_failed(e->t));
    tn3270_send_record(e->t, data, size);
    tn3270_send_break(client.t);
    tn3270_destroy(server.t);
    tn3270_destroy(client.t);
    return 0;
}
