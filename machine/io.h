/* SPDX-License-Identifier: MIT */
/* The I/O thread: it owns every socket (TN3270 on loopback, the control
 * socket) and exchanges messages with the machine thread, nothing else. */
#ifndef MACHINE_IO_H
#define MACHINE_IO_H

#include <stdatomic.h>
#include <stdbool.h>

#include "lib/ctl.h"
#include "lib/err.h"

struct io;
struct mailbox;
struct terminals;

struct io_options {
    const char *host;        /* where TN3270 listens; NULL: 127.0.0.1 */
    int port;                /* 0: a free one; -1: no TN3270 */
    const char *control;     /* path of the control socket; NULL: none */
    const char *build;       /* for the control socket's greeting */
    unsigned terminals;      /* likewise */
    const atomic_int *state; /* enum machine_state, for queries */
};

/* Opens the sockets, so that a busy port is known before any volume is
 * touched. NULL with *e on failure. */
struct io *io_create(const struct io_options *o, struct mailbox *machine,
                     struct err *e);
/* The port that TN3270 has; 0: none. */
unsigned io_port(const struct io *io);
/* For messages to this thread. */
struct mailbox *io_mailbox(struct io *io);
/* Begins service. `terminals` hears of output that was sent. */
bool io_start(struct io *io, struct terminals *terminals, struct err *e);
/* Tells control clients the reason, closes all and ends the thread. Works too
 * when it was never started. */
void io_stop(struct io *io, const char *reason);

#endif
