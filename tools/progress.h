/* SPDX-License-Identifier: MIT */
/* A progress bar on standard error, where that is a terminal; nothing
 * elsewhere. */
#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    uint64_t all; /* in units of one's own */
    const char *what;
    int percent; /* shown last; -1: nothing yet */
    bool on;
};

struct progress progress_begin(uint64_t all, const char *what);
/* Shows how much is done, if that shows. */
void progress_show(struct progress *p, uint64_t done);
/* Takes the bar away. */
void progress_end(struct progress *p);

#endif
