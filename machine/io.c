/* SPDX-License-Identifier: MIT */
/* The I/O thread: a libuv loop, woken by its mailbox. */
#include "config.h"

#include "machine/io.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "machine/control.h"
#include "machine/ctclink.h"
#include "machine/machine.h"
#include "machine/mailbox.h"
#include "machine/tnserver.h"

enum { LAST_WORDS = 500 }; /* ms that control clients have to read the end */

struct io {
    uv_loop_t loop;
    uv_async_t wake;
    uv_timer_t limit;
    struct mailbox *box, *machine;
    struct tnserver *tn;     /* may be NULL */
    struct control *control; /* may be NULL */
    struct ctclinks *ctc;
    const atomic_int *state;
    pthread_t thread;
    bool started, closing;
};

static void
wake(void *arg)
{
    struct io *io = arg;

    uv_async_send(&io->wake);
}

static void
status(void *arg, char *out, size_t size)
{
    struct io *io = arg;

    snprintf(out, size, "state=%s clients=%u",
             machine_state_name(atomic_load(io->state)),
             io->tn != NULL ? tnserver_clients(io->tn) : 0);
}

/* A handle that is still open when the time is up: a control client that does
 * not read. Leaves the loop with what there is. */
static void
on_limit(uv_timer_t *t)
{
    uv_stop(t->loop);
}

static void
stop(struct io *io, const char *reason)
{
    if (io->closing)
        return;
    io->closing = true;
    if (io->tn != NULL)
        tnserver_close(io->tn);
    if (io->control != NULL)
        control_close(io->control, reason);
    ctclinks_close(io->ctc);
    uv_close((uv_handle_t *)&io->wake, NULL);
    uv_timer_start(&io->limit, on_limit, LAST_WORDS, 0);
    uv_unref((uv_handle_t *)&io->limit);
}

static void
on_wake(uv_async_t *h)
{
    struct io *io = h->data;
    struct msg *list = mailbox_take(io->box);

    for (struct msg *msg = list; msg != NULL; msg = msg->next) {
        if (msg->kind == MSG_STOP)
            stop(io, msg->data);
        else if (msg->kind == MSG_ANSWER || msg->kind == MSG_NO_ANSWER)
            control_answer(io->control, msg->client,
                           msg->kind == MSG_ANSWER ? msg->data : NULL);
        else if (msg->kind == MSG_CTC_OPEN || msg->kind == MSG_CTC_CLOSE ||
                 msg->kind == MSG_CTC_UP || msg->kind == MSG_CTC_DOWN ||
                 msg->kind == MSG_CTC_FRAME)
            ctclinks_message(io->ctc, msg);
        else if (msg->kind == MSG_LINE && io->control != NULL)
            control_line(io->control, msg->data);
        else if (msg->kind != MSG_LINE && io->tn != NULL)
            tnserver_message(io->tn, msg);
    }
    mailbox_free(list);
    if (!io->closing && !mailbox_full(io->machine, MAILBOX_REMOTE)) {
        if (io->tn != NULL)
            tnserver_read_on(io->tn);
        if (io->control != NULL)
            control_read_on(io->control);
        ctclinks_read_on(io->ctc);
    }
}

struct io *
io_create(const struct io_options *o, struct mailbox *machine, struct err *e)
{
    struct io *io = calloc(1, sizeof *io);
    bool ok = true;

    if (io == NULL || uv_loop_init(&io->loop) != 0)
        abort();
    uv_async_init(&io->loop, &io->wake, on_wake);
    io->wake.data = io;
    uv_timer_init(&io->loop, &io->limit);
    io->box = mailbox_create(wake, io, 100000);
    io->state = o->state;
    io->machine = machine;
    mailbox_on_room(machine, MAILBOX_REMOTE, wake, io);
    io->ctc = ctclinks_create(&io->loop, machine);
    if (o->port >= 0) {
        io->tn = tnserver_create(&io->loop, o->host, o->port, machine, e);
        ok = io->tn != NULL;
    }
    if (ok && o->control != NULL) {
        io->control = control_create(&io->loop, o->control, machine, e);
        ok = io->control != NULL;
    }
    if (!ok) {
        io_stop(io, "");
        return NULL;
    }
    if (io->control != NULL) {
        struct ctl_hello hello = {.protocol = CTL_PROTOCOL,
                                  .pid = (long)getpid(),
                                  .port = io_port(io),
                                  .terminals = o->terminals};
        snprintf(hello.build, sizeof hello.build, "%s", o->build);
        control_hello(io->control, &hello, status, io);
    }
    return io;
}

unsigned
io_port(const struct io *io)
{
    return io->tn != NULL ? tnserver_port(io->tn) : 0;
}

struct mailbox *
io_mailbox(struct io *io)
{
    return io->box;
}

static void *
thread(void *arg)
{
    struct io *io = arg;

    uv_run(&io->loop, UV_RUN_DEFAULT);
    return NULL;
}

bool
io_start(struct io *io, struct terminals *terminals, struct err *e)
{
    int rc;

    if (io->tn != NULL)
        tnserver_terminals(io->tn, terminals);
    rc = pthread_create(&io->thread, NULL, thread, io);
    if (rc != 0)
        return err_set(e, "I/O thread: %s", strerror(rc));
    io->started = true;
    return true;
}

static void
close_rest(uv_handle_t *h, void *arg)
{
    (void)arg;
    if (!uv_is_closing(h))
        uv_close(h, NULL);
}

void
io_stop(struct io *io, const char *reason)
{
    if (io == NULL)
        return;
    mailbox_on_room(io->machine, MAILBOX_REMOTE, NULL, NULL);
    if (io->started) {
        mailbox_post(io->box, MSG_STOP, 0, reason, strlen(reason));
        pthread_join(io->thread, NULL);
    } else {
        stop(io, reason);
    }
    uv_close((uv_handle_t *)&io->limit, NULL);
    uv_run(&io->loop, UV_RUN_NOWAIT);
    /* What a client that reads nothing has kept open. */
    if (uv_loop_close(&io->loop) == UV_EBUSY) {
        uv_walk(&io->loop, close_rest, NULL);
        uv_run(&io->loop, UV_RUN_DEFAULT);
        uv_loop_close(&io->loop);
    }
    if (io->tn != NULL)
        tnserver_free(io->tn);
    if (io->control != NULL)
        control_free(io->control);
    ctclinks_free(io->ctc);
    mailbox_destroy(io->box);
    free(io);
}
