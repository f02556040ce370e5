/* SPDX-License-Identifier: MIT */
/* Connections of channel-to-channel adapters; see ctclink.h. */
#include "config.h"

#include "machine/ctclink.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch/bytes.h"
#include "devices/ctca.h"
#include "machine/mailbox.h"
#include "machine/streamsend.h"

static const char hello[] = "CTCA 1\n";

enum {
    HELLO = sizeof(hello) - 1,
    FRAME_MAX = sizeof(struct ctca_frame) + CTCA_DATA,
};

struct link;

/* One connection; it frees itself when closed. */
struct conn {
    uv_tcp_t tcp;
    uv_connect_t req;
    struct link *link; /* NULL: given up */
    bool called;       /* by this end */
    bool greeted;      /* the other end's word has come */
    bool waits;        /* is not read until the machine has room */
    size_t len;
    uint8_t in[4 + FRAME_MAX];
};

struct link {
    struct link *next;
    struct ctclinks *all;
    uint32_t number; /* that the machine gave the adapter */
    struct ctclink_open open;
    uv_tcp_t listener;
    struct conn *conn; /* the one that counts, or that is being made */
    bool turned_away;  /* a caller, because of the call that is being made */
    unsigned untold;   /* MSG_CTC_UP that the machine has not answered: what it
                        * says is for a connection that is gone */
};

struct ctclinks {
    uv_loop_t *loop;
    struct mailbox *machine;
    struct link *first;
};

static void
tell(struct link *l, enum msg_kind kind, const void *data, size_t len)
{
    mailbox_post(l->all->machine, kind, l->number, data, len);
}

static void
say(struct link *l, const char *what, const char *why)
{
    char text[200];

    snprintf(text, sizeof text, "%04X: %s%s%s", l->open.addr, what,
             why ? ": " : "", why ? why : "");
    tell(l, MSG_SAY, text, strlen(text));
}

static void
free_conn(uv_handle_t *h)
{
    free(h->data);
}

static void call(struct link *l);

/* When our own call comes to nothing and a caller was turned away for it, that
 * end is there by now: it is called again. */
static void
hang_up(struct conn *c)
{
    struct link *l = c->link;
    bool again = false;

    if (l == NULL)
        return;
    c->link = NULL;
    if (l->conn == c) {
        l->conn = NULL;
        again = l->turned_away;
        if (c->greeted)
            tell(l, MSG_CTC_DOWN, NULL, 0);
    }
    if (!uv_is_closing((uv_handle_t *)&c->tcp))
        uv_close((uv_handle_t *)&c->tcp, free_conn);
    if (again)
        call(l);
}

static void
on_broken(uv_stream_t *stream)
{
    hang_up(stream->data);
}

static void
send_bytes(struct conn *c, const void *data, size_t len)
{
    if (!stream_send((uv_stream_t *)&c->tcp, data, len, on_broken))
        hang_up(c);
}

static void
on_alloc(uv_handle_t *h, size_t suggested, uv_buf_t *buf)
{
    struct conn *c = h->data;

    (void)suggested;
    *buf =
        uv_buf_init((char *)c->in + c->len, (unsigned)(sizeof c->in - c->len));
}

/* Takes one thing off the input: the word, or a frame. False: nothing is whole
 * yet, or the connection is given up. */
static bool
take(struct conn *c)
{
    size_t used;

    if (!c->greeted) {
        if (c->len < HELLO)
            return false;
        if (memcmp(c->in, hello, HELLO) != 0) {
            say(c->link, "what answers there is no channel-to-channel adapter",
                NULL);
            hang_up(c);
            return false;
        }
        used = HELLO;
        c->greeted = true;
        c->link->turned_away = false;
        c->link->untold++;
        tell(c->link, MSG_CTC_UP, c->called ? "1" : "0", 1);
    } else {
        uint32_t len = c->len < 4 ? 0 : get32((const be32 *)c->in);

        if (c->len >= 4 && (len == 0 || len > FRAME_MAX)) {
            say(c->link, "the other end sent a frame of a bad length", NULL);
            hang_up(c);
            return false;
        }
        if (c->len < 4 || c->len < 4 + len)
            return false;
        used = 4 + len;
        tell(c->link, MSG_CTC_FRAME, c->in + 4, len);
    }
    c->len -= used;
    memmove(c->in, c->in + used, c->len);
    return true;
}

static void
on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct conn *c = stream->data;

    (void)buf;
    if (n < 0) {
        hang_up(c);
        return;
    }
    c->len += (size_t)n;
    while (c->link != NULL && take(c))
        ;
    if (c->link != NULL && mailbox_full(c->link->all->machine, MAILBOX_REMOTE))
        c->waits = uv_read_stop(stream) == 0;
}

void
ctclinks_read_on(struct ctclinks *all)
{
    for (struct link *l = all->first; l != NULL; l = l->next) {
        struct conn *c = l->conn;
        if (c == NULL || !c->waits ||
            mailbox_full(all->machine, MAILBOX_REMOTE))
            continue;
        c->waits = false;
        uv_read_start((uv_stream_t *)&c->tcp, on_alloc, on_read);
    }
}

static void
begin(struct conn *c)
{
    send_bytes(c, hello, HELLO);
    if (c->link != NULL &&
        uv_read_start((uv_stream_t *)&c->tcp, on_alloc, on_read) != 0)
        hang_up(c);
}

static struct conn *
new_conn(struct link *l, bool called)
{
    struct conn *c = calloc(1, sizeof *c);

    if (c == NULL)
        abort();
    uv_tcp_init(l->all->loop, &c->tcp);
    c->tcp.data = c;
    c->link = l;
    c->called = called;
    return c;
}

static unsigned
local_port(const struct link *l)
{
    struct sockaddr_in sa;
    int len = sizeof sa;

    if (uv_tcp_getsockname(&l->listener, (struct sockaddr *)&sa, &len) != 0)
        return 0;
    return ntohs(sa.sin_port);
}

/* Somebody calls. Of two ends that call at once, the call of the one with the
 * lower port counts. A caller who has not said the word yet keeps nobody off.
 */
static void
on_call(uv_stream_t *listener, int status)
{
    struct link *l = listener->data;
    struct conn *c;
    bool busy;

    if (status < 0)
        return;
    c = new_conn(l, false);
    if (uv_accept(listener, (uv_stream_t *)&c->tcp) != 0) {
        hang_up(c);
        return;
    }
    busy =
        l->conn != NULL && (l->conn->greeted ||
                            (l->conn->called && local_port(l) < l->open.rport));
    if (busy) {
        l->turned_away = !l->conn->greeted;
        hang_up(c);
        return;
    }
    if (l->conn != NULL)
        hang_up(l->conn);
    l->conn = c;
    begin(c);
}

static void
on_connect(uv_connect_t *req, int status)
{
    struct conn *c = req->data;

    if (status < 0) /* nobody is there: that machine will call */
        hang_up(c);
    else if (c->link != NULL)
        begin(c);
}

static void
call(struct link *l)
{
    struct sockaddr_in sa;
    struct conn *c = new_conn(l, true);

    c->req.data = c;
    l->conn = c;
    l->turned_away = false;
    if (uv_ip4_addr(l->open.rhost, (int)l->open.rport, &sa) != 0 ||
        uv_tcp_connect(&c->req, &c->tcp, (const struct sockaddr *)&sa,
                       on_connect) != 0)
        hang_up(c);
}

static void
open_link(struct ctclinks *all, const struct msg *msg)
{
    struct link *l = calloc(1, sizeof *l);
    struct sockaddr_in sa;
    char text[40];
    int rc;

    if (l == NULL)
        abort();
    l->all = all;
    l->number = msg->client;
    memcpy(&l->open, msg->data, sizeof l->open);
    l->next = all->first;
    all->first = l;
    uv_tcp_init(all->loop, &l->listener);
    l->listener.data = l;
    uv_ip4_addr("127.0.0.1", (int)l->open.lport, &sa);
    rc = uv_tcp_bind(&l->listener, (const struct sockaddr *)&sa, 0);
    if (rc == 0)
        rc = uv_listen((uv_stream_t *)&l->listener, 4, on_call);
    if (rc != 0) {
        snprintf(text, sizeof text, "port %u", l->open.lport);
        say(l, text, uv_strerror(rc));
    } else if (l->open.lport == 0) {
        snprintf(text, sizeof text, "CTCA on 127.0.0.1:%u", local_port(l));
        say(l, text, NULL);
    }
    if (l->open.rport != 0)
        call(l);
}

static void
free_link(uv_handle_t *h)
{
    free(h->data);
}

static void
close_link(struct link **at)
{
    struct link *l = *at;

    *at = l->next;
    l->turned_away = false;
    if (l->conn != NULL) {
        l->conn->greeted = false; /* nobody wants to know */
        hang_up(l->conn);
    }
    uv_close((uv_handle_t *)&l->listener, free_link);
}

struct ctclinks *
ctclinks_create(uv_loop_t *loop, struct mailbox *machine)
{
    struct ctclinks *all = calloc(1, sizeof *all);

    if (all == NULL)
        abort();
    all->loop = loop;
    all->machine = machine;
    return all;
}

void
ctclinks_message(struct ctclinks *all, const struct msg *msg)
{
    struct link **at = &all->first;
    struct conn *c;
    be32 len;

    if (msg->kind == MSG_CTC_OPEN) {
        open_link(all, msg);
        return;
    }
    while (*at != NULL && (*at)->number != msg->client)
        at = &(*at)->next;
    if (*at == NULL)
        return;
    c = (*at)->conn;
    if (msg->kind == MSG_CTC_CLOSE) {
        close_link(at);
    } else if (msg->kind == MSG_CTC_UP) {
        if ((*at)->untold > 0)
            (*at)->untold--;
    } else if ((*at)->untold > 0) {
        return;
    } else if (c == NULL || !c->greeted) {
        return; /* the one it is for is gone */
    } else if (msg->kind == MSG_CTC_DOWN) {
        hang_up(c);
    } else if (msg->kind == MSG_CTC_FRAME) {
        put32(&len, (uint32_t)msg->len);
        send_bytes(c, &len, sizeof len);
        if (c->link != NULL)
            send_bytes(c, msg->data, msg->len);
    }
}

void
ctclinks_close(struct ctclinks *all)
{
    while (all->first != NULL)
        close_link(&all->first);
}

void
ctclinks_free(struct ctclinks *all)
{
    free(all);
}
