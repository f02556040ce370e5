/* SPDX-License-Identifier: MIT */
/* The control socket's client end and the ring of console lines. The command
 * line is in opcon_edit.c. */
#include "config.h"

#include "terminal/opcon.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Long enough for a machine that is making its volumes. */
enum { GREETING_MS = 30000 };

struct write {
    uv_write_t req;
    char data[CTL_LINE_MAX];
};

static void
add_line(struct opcon *o, const char *text)
{
    unsigned at = (o->first + o->lines) % OPCON_LINES;

    if (o->lines == OPCON_LINES) {
        free(o->line[o->first]);
        o->first = (o->first + 1) % OPCON_LINES;
        o->lines--;
    }
    o->line[at] = strdup(text);
    if (o->line[at] == NULL)
        abort();
    o->lines++;
}

static void
on_line(void *arg, enum ctl_kind kind, const char *text)
{
    struct opcon *o = arg;

    if (!o->greeted && kind != CTL_HELLO) {
        o->bad_greeting = true;
        return;
    }
    switch (kind) {
    case CTL_HELLO:
        if (ctl_parse_hello(text, &o->hello, &o->err))
            o->greeted = true;
        else
            o->bad_greeting = true;
        break;
    case CTL_LOG:
        add_line(o, text);
        break;
    case CTL_LIVE:
        o->live = true;
        break;
    case CTL_OK:
    case CTL_ERROR:
        if (o->answer != NULL)
            o->answer(o->arg, kind == CTL_OK ? text : NULL);
        break;
    case CTL_END:
        o->ended = true;
        snprintf(o->why, sizeof(o->why), "%.*s", (int)sizeof(o->why) - 1, text);
        break;
    default:
        break;
    }
}

bool
opcon_open(struct opcon *o, const char *path, struct err *err)
{
    struct pollfd p;
    char buf[4096];
    ssize_t n;

    o->fd = ctl_connect(path, NULL, err);
    if (o->fd < 0)
        return false;
    err_set(&o->err, "what answers there is no Cambridge machine");
    p.fd = o->fd;
    p.events = POLLIN;
    while (!o->greeted && !o->bad_greeting) {
        if (poll(&p, 1, GREETING_MS) <= 0) {
            err_set(&o->err, "the machine does not answer");
            break;
        }
        n = read(o->fd, buf, sizeof(buf));
        if (n <= 0 || !ctl_feed(&o->reader, buf, (size_t)n, on_line, o))
            break;
    }
    if (o->greeted) {
        o->connected = true;
        return true;
    }
    close(o->fd);
    o->fd = -1;
    err_set(err, "control socket %s: %.300s", path, o->err.text);
    return false;
}

static void
free_handle(uv_handle_t *h)
{
    free(h);
}

static void
hang_up(struct opcon *o)
{
    if (o->pipe != NULL) {
        o->pipe->data = NULL;
        uv_close((uv_handle_t *)o->pipe, free_handle);
        o->pipe = NULL;
    }
    o->connected = false;
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
    struct opcon *o = stream->data;

    if (o != NULL && n != 0) {
        bool ok =
            n > 0 && ctl_feed(&o->reader, buf->base, (size_t)n, on_line, o);

        if (!ok) {
            hang_up(o);
            if (!o->ended)
                snprintf(
                    o->why, sizeof(o->why),
                    "the machine ended without a word (killed, or failed)");
            o->ended = true;
        }
        o->changed(o->arg);
    }
    free(buf->base);
}

void
opcon_attach(struct opcon *o, uv_loop_t *loop, opcon_changed_fn *changed,
             void *arg)
{
    o->changed = changed;
    o->arg = arg;
    o->pipe = malloc(sizeof(*o->pipe));
    if (o->pipe == NULL)
        abort();
    uv_pipe_init(loop, o->pipe, 0);
    o->pipe->data = o;
    if (uv_pipe_open(o->pipe, o->fd) != 0)
        abort();
    uv_read_start((uv_stream_t *)o->pipe, on_alloc, on_read);
}

void
opcon_close(struct opcon *o)
{
    unsigned i;

    hang_up(o);
    for (i = 0; i < o->lines; i++)
        free(o->line[(o->first + i) % OPCON_LINES]);
    for (i = 0; i < o->history_len; i++)
        free(o->history[i]);
    o->lines = o->history_len = 0;
}

static void
on_written(uv_write_t *req, int status)
{
    (void)status;
    free(req->data);
}

static bool
send_line(struct opcon *o, enum ctl_kind kind, const char *text)
{
    struct write *w;
    uv_buf_t buf;
    size_t n;

    if (!o->connected || o->pipe == NULL)
        return false;
    w = malloc(sizeof(*w));
    if (w == NULL)
        abort();
    w->req.data = w;
    n = ctl_format(w->data, kind, text);
    buf = uv_buf_init(w->data, (unsigned)n);
    if (uv_write(&w->req, (uv_stream_t *)o->pipe, &buf, 1, on_written) != 0) {
        free(w);
        return false;
    }
    return true;
}

bool
opcon_command(struct opcon *o, const char *text)
{
    return send_line(o, CTL_CMD, text);
}

bool
opcon_query(struct opcon *o, const char *text)
{
    return send_line(o, CTL_QUERY, text);
}
