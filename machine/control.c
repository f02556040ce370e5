/* SPDX-License-Identifier: MIT */
/* Control-socket connections and the last CTL_BACKLOG console lines. A client
 * that does not read is closed when too much waits for it. */
#include "config.h"

#include "machine/control.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "machine/mailbox.h"
#include "machine/streamsend.h"

struct peer {
    struct peer *next;
    uv_pipe_t pipe;
    struct control *k;
    struct ctl_reader reader;
    unsigned number; /* names it in queries and answers */
    bool closed;
    char in[4096];
};

struct control {
    uv_pipe_t listener;
    struct mailbox *machine;
    struct ctl_hello hello;
    control_status_fn *status;
    void *arg;
    struct peer *peers;
    unsigned numbers; /* given to peers */
    char *path;
    char *lines[CTL_BACKLOG]; /* a ring; `first` is the oldest */
    unsigned first, count;
};

static void
on_closed(uv_handle_t *h)
{
    struct peer *p = h->data, **at = &p->k->peers;

    while (*at != p)
        at = &(*at)->next;
    *at = p->next;
    free(p);
}

static void
close_peer(struct peer *p)
{
    if (p->closed)
        return;
    p->closed = true;
    if (uv_is_closing((uv_handle_t *)&p->pipe)) /* by whoever ends the loop */
        return;
    uv_close((uv_handle_t *)&p->pipe, on_closed);
}

static void
on_broken(uv_stream_t *stream)
{
    close_peer(stream->data);
}

static void
send_bytes(struct peer *p, const char *data, size_t len)
{
    if (!p->closed &&
        !stream_send((uv_stream_t *)&p->pipe, data, len, on_broken))
        close_peer(p);
}

static void
send_line(struct peer *p, enum ctl_kind kind, const char *text)
{
    char line[CTL_LINE_MAX];

    send_bytes(p, line, ctl_format(line, kind, text));
}

static void
greet(struct peer *p)
{
    struct control *k = p->k;
    char line[CTL_LINE_MAX];

    send_bytes(p, line, ctl_format_hello(line, &k->hello));
    for (unsigned i = 0; i < k->count; i++)
        send_line(p, CTL_LOG, k->lines[(k->first + i) % CTL_BACKLOG]);
    send_line(p, CTL_LIVE, "");
}

static void
on_line(void *arg, enum ctl_kind kind, const char *text)
{
    struct peer *p = arg;
    char answer[256];

    if (kind == CTL_CMD) {
        mailbox_post(p->k->machine, MSG_CONTROL, 0, text, strlen(text));
    } else if (kind == CTL_QUERY && strcmp(text, "status") == 0) {
        p->k->status(p->k->arg, answer, sizeof answer);
        send_line(p, CTL_OK, answer);
    } else if (kind == CTL_QUERY) {
        mailbox_post(p->k->machine, MSG_QUERY, p->number, text, strlen(text));
    } else {
        send_line(p, CTL_ERROR, "not understood");
    }
}

static void
on_alloc(uv_handle_t *h, size_t suggested, uv_buf_t *buf)
{
    struct peer *p = h->data;

    (void)suggested;
    *buf = uv_buf_init(p->in, sizeof p->in);
}

static void
on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct peer *p = stream->data;

    if (n < 0 ||
        (n > 0 && !ctl_feed(&p->reader, buf->base, (size_t)n, on_line, p)))
        close_peer(p);
    else if (mailbox_full(p->k->machine, MAILBOX_REMOTE))
        uv_read_stop(stream);
}

static void
read_on(struct peer *p)
{
    if (!p->closed && !uv_is_closing((uv_handle_t *)&p->pipe) &&
        !mailbox_full(p->k->machine, MAILBOX_REMOTE))
        uv_read_start((uv_stream_t *)&p->pipe, on_alloc, on_read);
}

static void
on_connection(uv_stream_t *listener, int status)
{
    struct control *k = listener->data;
    struct peer *p;

    if (status < 0)
        return;
    p = calloc(1, sizeof *p);
    if (p == NULL)
        abort();
    uv_pipe_init(listener->loop, &p->pipe, 0);
    p->pipe.data = p;
    p->k = k;
    p->number = ++k->numbers;
    p->next = k->peers;
    k->peers = p;
    if (uv_accept(listener, (uv_stream_t *)&p->pipe) != 0) {
        close_peer(p);
        return;
    }
    greet(p);
    read_on(p);
}

struct control *
control_create(uv_loop_t *loop, const char *path, struct mailbox *machine,
               struct err *e)
{
    int fd = ctl_listen(path, e), rc;
    struct control *k;

    if (fd < 0)
        return NULL;
    k = calloc(1, sizeof *k);
    if (k == NULL || (k->path = strdup(path)) == NULL)
        abort();
    k->machine = machine;
    uv_pipe_init(loop, &k->listener, 0);
    k->listener.data = k;
    rc = uv_pipe_open(&k->listener, fd);
    if (rc == 0)
        rc = uv_listen((uv_stream_t *)&k->listener, 8, on_connection);
    if (rc == 0)
        return k;
    err_set(e, "%s: %s", path, uv_strerror(rc));
    uv_close((uv_handle_t *)&k->listener, NULL);
    uv_run(loop, UV_RUN_NOWAIT);
    control_free(k);
    return NULL;
}

void
control_hello(struct control *k, const struct ctl_hello *hello,
              control_status_fn *status, void *arg)
{
    k->hello = *hello;
    k->status = status;
    k->arg = arg;
}

void
control_line(struct control *k, const char *text)
{
    unsigned at = (k->first + k->count) % CTL_BACKLOG;

    if (k->count == CTL_BACKLOG) {
        free(k->lines[k->first]);
        k->first = (k->first + 1) % CTL_BACKLOG;
    } else {
        k->count++;
    }
    k->lines[at] = strdup(text);
    if (k->lines[at] == NULL)
        abort();
    for (struct peer *p = k->peers, *next; p != NULL; p = next) {
        next = p->next;
        send_line(p, CTL_LOG, text);
    }
}

void
control_answer(struct control *k, unsigned client, const char *text)
{
    struct peer *p = k->peers;

    while (p != NULL && p->number != client)
        p = p->next;
    if (p != NULL)
        send_line(p, text != NULL ? CTL_OK : CTL_ERROR,
                  text != NULL ? text : "not understood");
}

void
control_read_on(struct control *k)
{
    for (struct peer *p = k->peers; p != NULL; p = p->next)
        read_on(p);
}

static void
on_shutdown(uv_shutdown_t *req, int status)
{
    struct peer *p = req->handle->data;

    (void)status;
    free(req);
    close_peer(p);
}

void
control_close(struct control *k, const char *reason)
{
    for (struct peer *p = k->peers, *next; p != NULL; p = next) {
        uv_shutdown_t *req = malloc(sizeof *req);
        next = p->next;
        send_line(p, CTL_END, reason);
        if (req == NULL || p->closed ||
            uv_shutdown(req, (uv_stream_t *)&p->pipe, on_shutdown) != 0) {
            free(req);
            close_peer(p);
        }
    }
    uv_close((uv_handle_t *)&k->listener, NULL);
    unlink(k->path);
}

void
control_free(struct control *k)
{
    for (struct peer *p = k->peers, *next; p != NULL; p = next) {
        next = p->next;
        free(p); /* its handle was closed with the loop */
    }
    for (unsigned i = 0; i < k->count; i++)
        free(k->lines[(k->first + i) % CTL_BACKLOG]);
    free(k->path);
    free(k);
}
