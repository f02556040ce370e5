/* SPDX-License-Identifier: MIT */
/* TN3270 connections: framing is lib/tn3270.c's, which client has which 3270
 * is the machine thread's affair (terminals.c). A connection's number is its
 * slot plus a multiple of TERMINALS_MAX, so that a late message for an earlier
 * connection in the same slot is known for what it is. */
#include "config.h"

#include "machine/tnserver.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "lib/tn3270.h"
#include "machine/mailbox.h"
#include "machine/streamsend.h"
#include "machine/terminals.h"

enum { NEGOTIATE = 60000, LOOK = 10000 }; /* ms */

struct conn {
    uv_tcp_t tcp;
    uint64_t born; /* uv_now */
    struct tnserver *s;
    struct tn3270 *tn;
    uint32_t id;
    bool told;       /* the machine knows of it */
    bool closing;    /* to be closed once the output has gone */
    bool closed;     /* uv_close was called */
    unsigned writes; /* outstanding */
    char *out;       /* collected by the framing, not yet written */
    size_t out_len, out_size;
    char in[16384];
};

struct tnserver {
    uv_tcp_t listener;
    uv_timer_t timer; /* runs while a connection has not said what it is */
    bool waiting; /* a connection waits to be accepted: all slots are taken */
    struct mailbox *machine;
    struct terminals *terminals;
    struct conn *conns[TERMINALS_MAX];
    uint32_t generation;
    unsigned count;
};

/* One uv_write, with its bytes. */
struct output {
    uv_write_t req;
    struct conn *c;
    uint32_t client;
    size_t credit; /* bytes to report as sent */
    char data[];
};

static void
report_sent(struct tnserver *s, uint32_t client, size_t len)
{
    if (len > 0 && s->terminals != NULL)
        terminals_sent(s->terminals, client, len);
}

static void on_connection(uv_stream_t *listener, int status);

static void
on_closed(uv_handle_t *h)
{
    struct conn *c = h->data;
    struct tnserver *s = c->s;

    s->conns[c->id % TERMINALS_MAX] = NULL;
    s->count--;
    tn3270_destroy(c->tn);
    free(c->out);
    free(c);
    if (s->waiting && !uv_is_closing((uv_handle_t *)&s->listener)) {
        s->waiting = false;
        on_connection((uv_stream_t *)&s->listener, 0);
    }
}

static void
close_now(struct conn *c)
{
    if (c->closed)
        return;
    c->closed = true;
    if (c->told)
        mailbox_post(c->s->machine, MSG_GONE, c->id, NULL, 0);
    uv_close((uv_handle_t *)&c->tcp, on_closed);
}

static void
on_written(uv_write_t *req, int status)
{
    struct output *o = (struct output *)req;
    struct conn *c = o->c;

    c->writes--;
    report_sent(c->s, o->client, o->credit);
    free(o);
    if (status < 0 || (c->closing && c->writes == 0))
        close_now(c);
}

/* Sends what the framing has collected. */
static void
flush(struct conn *c, size_t credit)
{
    struct output *o;
    uv_buf_t buf;

    if (c->out_len == 0 || c->closed) {
        report_sent(c->s, c->id, credit);
        return;
    }
    o = malloc(sizeof *o + c->out_len);
    if (o == NULL)
        abort();
    o->c = c;
    o->client = c->id;
    o->credit = credit;
    memcpy(o->data, c->out, c->out_len);
    buf = uv_buf_init(o->data, (unsigned)c->out_len);
    c->out_len = 0;
    c->writes++;
    if (uv_write(&o->req, (uv_stream_t *)&c->tcp, &buf, 1, on_written) != 0) {
        c->writes--;
        free(o);
        report_sent(c->s, c->id, credit);
        close_now(c);
    }
}

static void
tn_send(void *arg, const uint8_t *data, size_t len)
{
    struct conn *c = arg;

    if (c->out_size - c->out_len < len) {
        c->out_size = (c->out_len + len) * 2;
        c->out = realloc(c->out, c->out_size);
        if (c->out == NULL)
            abort();
    }
    memcpy(c->out + c->out_len, data, len);
    c->out_len += len;
}

static void
announce(struct conn *c)
{
    const struct tn3270_terminal *t = tn3270_terminal(c->tn);
    struct msg_terminal want;

    if (t->printer) {
        tn3270_refuse(c->tn, "There are no 3270 printers");
        c->closing = true;
        return;
    }
    memset(&want, 0, sizeof want);
    memcpy(want.type, t->type, sizeof t->type);
    memcpy(want.device, t->device, sizeof t->device);
    want.extended = t->extended;
    c->told = true;
    mailbox_post(c->s->machine, MSG_CONNECT, c->id, &want, sizeof want);
}

static void
tn_event(void *arg, const struct tn3270_event *ev)
{
    struct conn *c = arg;

    switch (ev->type) {
    case TN3270_EV_TERMINAL:
        announce(c);
        break;
    case TN3270_EV_READY:
        mailbox_post(c->s->machine, MSG_READY, c->id, NULL, 0);
        break;
    case TN3270_EV_RECORD:
        mailbox_post(c->s->machine, MSG_RECORD, c->id, ev->data, ev->len);
        break;
    case TN3270_EV_BREAK:
        mailbox_post(c->s->machine, MSG_ATTN, c->id, NULL, 0);
        break;
    case TN3270_EV_FAILED:
        c->closing = true;
        break;
    default:
        break;
    }
}

static void
on_alloc(uv_handle_t *h, size_t suggested, uv_buf_t *buf)
{
    struct conn *c = h->data;

    (void)suggested;
    *buf = uv_buf_init(c->in, sizeof c->in);
}

static void
finish(struct conn *c)
{
    if (c->closing && c->writes == 0)
        close_now(c);
}

static void
on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct conn *c = stream->data;

    if (n < 0) {
        close_now(c);
        return;
    }
    if (n == 0 || c->closing)
        return;
    tn3270_recv(c->tn, buf->base, (size_t)n);
    flush(c, 0);
    /* Records are bounded by the machine; answers to the client's requests for
     * options are not. */
    if (uv_stream_get_write_queue_size(stream) > STREAM_WAITING_MAX)
        close_now(c);
    else if (mailbox_full(c->s->machine, MAILBOX_REMOTE))
        uv_read_stop(stream);
    finish(c);
}

static void
read_on(struct conn *c)
{
    if (!c->closed && !mailbox_full(c->s->machine, MAILBOX_REMOTE))
        uv_read_start((uv_stream_t *)&c->tcp, on_alloc, on_read);
}

/* Closes connections that never said what they are. */
static void
on_timer(uv_timer_t *timer)
{
    struct tnserver *s = timer->data;
    bool more = false;

    for (unsigned i = 0; i < TERMINALS_MAX; i++) {
        struct conn *c = s->conns[i];
        if (c == NULL || c->told || c->closed)
            continue;
        if (uv_now(timer->loop) - c->born >= NEGOTIATE)
            close_now(c);
        else
            more = true;
    }
    if (!more)
        uv_timer_stop(timer);
}

static void
on_connection(uv_stream_t *listener, int status)
{
    static const struct tn3270_ops ops = {tn_send, tn_event};
    struct tnserver *s = listener->data;
    struct conn *c;
    uint32_t slot = 0;

    if (status < 0)
        return;
    while (slot < TERMINALS_MAX && s->conns[slot] != NULL)
        slot++;
    if (slot == TERMINALS_MAX) {
        s->waiting = true;
        return;
    }
    c = calloc(1, sizeof *c);
    if (c == NULL)
        abort();
    uv_tcp_init(listener->loop, &c->tcp);
    c->tcp.data = c;
    c->s = s;
    c->id = s->generation++ * TERMINALS_MAX + slot;
    c->tn = tn3270_create(TN3270_SERVER, &ops, c);
    if (c->tn == NULL)
        abort();
    c->born = uv_now(listener->loop);
    uv_timer_start(&s->timer, on_timer, LOOK, LOOK);
    s->conns[slot] = c;
    s->count++;
    if (uv_accept(listener, (uv_stream_t *)&c->tcp) != 0) {
        close_now(c);
        return;
    }
    uv_tcp_nodelay(&c->tcp, 1);
    uv_tcp_keepalive(&c->tcp, 1, 60);
    tn3270_start(c->tn, NULL);
    flush(c, 0);
    read_on(c);
}

static bool
bind_listener(struct tnserver *s, const char *host, int port, struct err *e)
{
    struct sockaddr_in sa;
    int rc;

    if (host == NULL || strcmp(host, "localhost") == 0)
        host = "127.0.0.1";
    if (uv_ip4_addr(host, port, &sa) != 0 ||
        ntohl(sa.sin_addr.s_addr) >> 24 != 127)
        return err_set(e,
                       "TN3270 on %s: terminals are served on loopback "
                       "addresses (127.0.0.1) only",
                       host);
    rc = uv_tcp_bind(&s->listener, (const struct sockaddr *)&sa, 0);
    if (rc == 0)
        rc = uv_listen((uv_stream_t *)&s->listener, 16, on_connection);
    if (rc == UV_EADDRINUSE)
        return err_set(e,
                       "port %d is in use by another program; choose "
                       "another one, or 0 for any that is free",
                       port);
    if (rc != 0)
        return err_set(e, "port %d: %s", port, uv_strerror(rc));
    return true;
}

struct tnserver *
tnserver_create(uv_loop_t *loop, const char *host, int port,
                struct mailbox *machine, struct err *e)
{
    struct tnserver *s = calloc(1, sizeof *s);

    if (s == NULL)
        abort();
    s->machine = machine;
    uv_tcp_init(loop, &s->listener);
    s->listener.data = s;
    uv_timer_init(loop, &s->timer);
    s->timer.data = s;
    if (bind_listener(s, host, port, e))
        return s;
    uv_close((uv_handle_t *)&s->timer, NULL);
    uv_close((uv_handle_t *)&s->listener, NULL);
    uv_run(loop, UV_RUN_NOWAIT);
    free(s);
    return NULL;
}

unsigned
tnserver_port(const struct tnserver *s)
{
    struct sockaddr_in sa;
    int len = sizeof sa;

    if (uv_tcp_getsockname(&s->listener, (struct sockaddr *)&sa, &len) != 0)
        return 0;
    return ntohs(sa.sin_port);
}

unsigned
tnserver_clients(const struct tnserver *s)
{
    return s->count;
}

void
tnserver_terminals(struct tnserver *s, struct terminals *t)
{
    s->terminals = t;
}

void
tnserver_message(struct tnserver *s, const struct msg *msg)
{
    struct conn *c = s->conns[msg->client % TERMINALS_MAX];
    size_t credit = msg->kind == MSG_RECORD ? msg->len : 0;

    if (c == NULL || c->id != msg->client || c->closed) {
        report_sent(s, msg->client, credit);
        return;
    }
    switch (msg->kind) {
    case MSG_ACCEPT:
        tn3270_accept(c->tn);
        break;
    case MSG_REFUSE:
        tn3270_refuse(c->tn, msg->data);
        c->closing = true;
        break;
    case MSG_RECORD:
        tn3270_send_record(c->tn, msg->data, msg->len);
        break;
    default:
        close_now(c);
        return;
    }
    flush(c, credit);
    finish(c);
}

void
tnserver_read_on(struct tnserver *s)
{
    for (unsigned i = 0; i < TERMINALS_MAX; i++)
        if (s->conns[i] != NULL)
            read_on(s->conns[i]);
}

void
tnserver_close(struct tnserver *s)
{
    for (unsigned i = 0; i < TERMINALS_MAX; i++)
        if (s->conns[i] != NULL)
            close_now(s->conns[i]);
    uv_close((uv_handle_t *)&s->timer, NULL);
    uv_close((uv_handle_t *)&s->listener, NULL);
}

void
tnserver_free(struct tnserver *s)
{
    free(s);
}
