/* SPDX-License-Identifier: MIT */
/* A session: connection, TN3270 and display, tied together. A closed libuv
 * handle outlives the session, so it is an object of its own that forgets the
 * session when it is closed. */
#include "config.h"

#include "terminal/session.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "terminal/keyboard.h"

enum { WRITE_QUEUE_MAX = 1 << 20 }; /* bytes the server may leave unread */

struct write {
    uv_write_t req;
    uint8_t data[];
};

static void
free_handle(uv_handle_t *h)
{
    free(h);
}

static void
hang_up(struct session *s)
{
    if (s->tcp != NULL) {
        s->tcp->data = NULL;
        uv_close((uv_handle_t *)s->tcp, free_handle);
        s->tcp = NULL;
    }
    s->screen->lock = SCR_LOCK_OFFLINE; /* the picture stays */
    s->screen->oper = SCR_OPER_OK;
    s->screen->ahead_n = 0;
}

static void
lose(struct session *s, const char *why)
{
    if (s->state == SESSION_LOST)
        return;
    s->state = SESSION_LOST;
    snprintf(s->why, sizeof(s->why), "%s%s%s", s->text, s->text[0] ? ": " : "",
             why);
    hang_up(s);
    s->changed(s->arg, s);
}

static void
on_written(uv_write_t *req, int status)
{
    (void)status; /* a broken connection is reported by the read */
    free(req->data);
}

static void
on_tn_send(void *arg, const uint8_t *data, size_t len)
{
    struct session *s = arg;
    struct write *w;
    uv_buf_t buf;

    if (s->tcp == NULL)
        return;
    w = malloc(sizeof(*w) + len);
    if (w == NULL)
        abort();
    memcpy(w->data, data, len);
    w->req.data = w;
    buf = uv_buf_init((char *)w->data, (unsigned)len);
    if (uv_write(&w->req, (uv_stream_t *)s->tcp, &buf, 1, on_written) != 0)
        free(w);
}

/* What the server says as text, on one line: the reason of a refusal. */
static void
keep_text(struct session *s, const uint8_t *data, size_t len)
{
    size_t n = strlen(s->text), i;

    for (i = 0; i < len && n < sizeof(s->text) - 1; i++)
        if (data[i] >= ' ' && data[i] <= '~')
            s->text[n++] = (char)data[i];
    s->text[n] = '\0';
}

static void
on_tn_event(void *arg, const struct tn3270_event *ev)
{
    struct session *s = arg;

    switch (ev->type) {
    case TN3270_EV_READY:
        s->state = SESSION_ONLINE;
        s->text[0] = '\0';
        scr_reset(s->screen, true);
        break;
    case TN3270_EV_RECORD:
        scr_record(s->screen, ev->data, ev->len);
        break;
    case TN3270_EV_TEXT:
        keep_text(s, ev->data, ev->len);
        break;
    case TN3270_EV_FAILED: /* acted on after tn3270_recv has returned */
        keep_text(s, ev->data, ev->len);
        break;
    default:
        break;
    }
}

static void
on_screen_send(void *arg, const uint8_t *data, size_t len)
{
    struct session *s = arg;

    tn3270_send_record(s->tn, data, len);
}

static void
on_screen_attn(void *arg)
{
    struct session *s = arg;

    tn3270_send_break(s->tn);
}

static void
on_alloc(uv_handle_t *h, size_t size, uv_buf_t *buf)
{
    (void)h;
    *buf = uv_buf_init(malloc(size), (unsigned)size);
}

static void
on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct session *s = stream->data;

    if (s != NULL && n > 0) {
        tn3270_recv(s->tn, buf->base, (size_t)n);
        if (tn3270_failed(s->tn))
            lose(s, "connection closed");
        else if (s->tcp->write_queue_size > WRITE_QUEUE_MAX)
            lose(s, "the host does not take what it asked for");
        s->changed(s->arg, s);
    } else if (s != NULL && n < 0) {
        lose(s, n == UV_EOF ? "the host closed the connection"
                            : uv_strerror((int)n));
    }
    free(buf->base);
}

static void
on_connect(uv_connect_t *req, int status)
{
    struct session *s = req->handle->data;
    char type[2 * TN3270_NAME_MAX];

    free(req);
    if (s == NULL)
        return;
    if (status != 0) {
        lose(s, uv_strerror(status));
        return;
    }
    s->state = SESSION_NEGOTIATING;
    uv_tcp_nodelay(s->tcp, 1);
    snprintf(type, sizeof(type), "IBM-3279-%u-E%s%s", s->config->model,
             s->config->device[0] ? "@" : "", s->config->device);
    tn3270_start(s->tn, type);
    uv_read_start((uv_stream_t *)s->tcp, on_alloc, on_read);
    s->changed(s->arg, s);
}

struct session *
session_create(uv_loop_t *loop, char letter,
               const struct session_config *config, session_changed_fn *changed,
               void *arg)
{
    static const struct scr_ops ops = {on_screen_send, on_screen_attn};
    struct session *s = calloc(1, sizeof(*s));

    if (s == NULL)
        return NULL;
    s->screen = scr_create(config->model, &ops, s);
    if (s->screen == NULL) {
        free(s);
        return NULL;
    }
    s->screen->codepage = config->codepage;
    s->screen->numeric_lock = config->numeric_lock;
    s->name[0] = letter;
    s->state = SESSION_LOST;
    s->config = config;
    s->loop = loop;
    s->changed = changed;
    s->arg = arg;
    return s;
}

void
session_destroy(struct session *s)
{
    if (s == NULL)
        return;
    hang_up(s);
    tn3270_destroy(s->tn);
    scr_destroy(s->screen);
    free(s);
}

static bool
resolve(const struct session_config *c, struct sockaddr_storage *addr,
        const char **why)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *ai;
    char port[16];
    int rc;

    snprintf(port, sizeof(port), "%u", c->port);
    rc = getaddrinfo(c->host, port, &hints, &ai);
    if (rc != 0) {
        *why = gai_strerror(rc);
        return false;
    }
    memcpy(addr, ai->ai_addr, ai->ai_addrlen);
    freeaddrinfo(ai);
    return true;
}

void
session_connect(struct session *s)
{
    static const struct tn3270_ops ops = {on_tn_send, on_tn_event};
    struct sockaddr_storage addr = {0};
    const char *why = NULL;
    uv_connect_t *req;
    int rc;

    hang_up(s);
    tn3270_destroy(s->tn);
    s->tn = tn3270_create(TN3270_CLIENT, &ops, s);
    s->tcp = malloc(sizeof(*s->tcp));
    req = malloc(sizeof(*req));
    if (s->tn == NULL || s->tcp == NULL || req == NULL)
        abort();
    s->text[0] = '\0';
    s->state = SESSION_CONNECTING;
    uv_tcp_init(s->loop, s->tcp);
    s->tcp->data = s;
    if (!resolve(s->config, &addr, &why)) {
        free(req);
        lose(s, why);
        return;
    }
    rc = uv_tcp_connect(req, s->tcp, (struct sockaddr *)&addr, on_connect);
    if (rc != 0) {
        free(req);
        lose(s, uv_strerror(rc));
        return;
    }
    s->changed(s->arg, s);
}
