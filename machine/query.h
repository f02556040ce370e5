/* SPDX-License-Identifier: MIT */
/* Answers to the control socket's queries about the machine, made by the
 * machine thread. They change nothing in it; lib/ctl.h has their form. */
#ifndef MACHINE_QUERY_H
#define MACHINE_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/ctl.h"

struct machine;

/* Formats the answer to `text`. False: it was not understood. */
bool query_answer(struct machine *m, const char *text, char out[CTL_LINE_MAX]);

#endif
