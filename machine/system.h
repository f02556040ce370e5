/* SPDX-License-Identifier: MIT */
/* The default system: its state folder, and who runs it. */
#ifndef MACHINE_SYSTEM_H
#define MACHINE_SYSTEM_H

#include <stdbool.h>

struct system_options {
    const char *state; /* NULL: $XDG_STATE_HOME/cambridge */
    int port;          /* -1: 3270 */
    int terminals;     /* -1: as configured */
    bool headless;
    const char *engine; /* cpu_engine_named; NULL: as configured */
    const char *record; /* file to record to; NULL: none */
};

/* Starts the default system, or attaches to the running one. Returns the exit
 * status; on a terminal it becomes cambridge-terminal and does not return. */
int system_start(const struct system_options *o);

#endif
