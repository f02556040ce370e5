/* SPDX-License-Identifier: MIT */
/* The TN3270 server's connections, in the I/O thread. */
#ifndef MACHINE_TNSERVER_H
#define MACHINE_TNSERVER_H

#include <stdbool.h>
#include <uv.h>

#include "lib/err.h"

struct mailbox;
struct msg;
struct terminals;
struct tnserver;

/* Listens on a loopback address. NULL with *e on failure. */
struct tnserver *tnserver_create(uv_loop_t *loop, const char *host, int port,
                                 struct mailbox *machine, struct err *e);
unsigned tnserver_port(const struct tnserver *s);
unsigned tnserver_clients(const struct tnserver *s);
void tnserver_terminals(struct tnserver *s, struct terminals *t);
/* MSG_ACCEPT, MSG_REFUSE, MSG_RECORD, MSG_GONE from the machine. */
void tnserver_message(struct tnserver *s, const struct msg *msg);
/* Closes everything; the loop must run once more before tnserver_free. */
void tnserver_close(struct tnserver *s);
/* Goes on reading where too much waited for the machine. */
void tnserver_read_on(struct tnserver *s);
void tnserver_free(struct tnserver *s);

#endif
