/* SPDX-License-Identifier: MIT */
/* The line console: standard input and output, and the signals of the
 * process, in the main thread. With a terminal on both ends it is readline
 * with completion and history; else plain lines without prompt or echo. */
#ifndef MACHINE_LINEIO_H
#define MACHINE_LINEIO_H

#include <stdbool.h>

#include "lib/err.h"

struct devnames;
struct lineio;
struct mailbox;

/* Blocks the signals it is to take (before any thread is made). `input`: read
 * standard input too. NULL with *e on failure. */
struct lineio *lineio_create(struct mailbox *machine, bool input,
                             struct err *e);
/* For console lines, and MSG_STOP. */
struct mailbox *lineio_mailbox(struct lineio *l);
/* The device numbers that may be completed. */
void lineio_devices(struct lineio *l, struct devnames *names);
/* Serves input, output and signals until MSG_STOP has come and what was before
 * it is written. */
void lineio_run(struct lineio *l);
void lineio_destroy(struct lineio *l);

#endif
