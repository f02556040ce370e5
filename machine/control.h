/* SPDX-License-Identifier: MIT */
/* The control socket's connections, in the I/O thread: console lines out,
 * commands and queries in. The protocol is lib/ctl.h's. */
#ifndef MACHINE_CONTROL_H
#define MACHINE_CONTROL_H

#include <uv.h>

#include "lib/ctl.h"
#include "lib/err.h"

struct control;
struct mailbox;

/* Answers `query status` (the machine thread answers the others): formats the
 * text into out. */
typedef void control_status_fn(void *arg, char *out, size_t size);

/* Listens at `path`. NULL with *e on failure. */
struct control *control_create(uv_loop_t *loop, const char *path,
                               struct mailbox *machine, struct err *e);
void control_hello(struct control *k, const struct ctl_hello *hello,
                   control_status_fn *status, void *arg);
/* Keeps a console line and sends it to all. */
void control_line(struct control *k, const char *text);
/* The answer to a client's query, NULL: it was not understood. A client that
 * is gone gets none. */
void control_answer(struct control *k, unsigned client, const char *text);
/* Says why the machine ends and closes everything once that has gone out, or
 * at the latest when control_free is called after a last run of the loop. */
void control_close(struct control *k, const char *reason);
/* Goes on reading where too much waited for the machine. */
void control_read_on(struct control *k);
void control_free(struct control *k);

#endif
