/* SPDX-License-Identifier: MIT */
/* A machine from its configuration file to its end: threads, sockets, the
 * line console. Both forms of the program come here. */
#ifndef MACHINE_BOOT_H
#define MACHINE_BOOT_H

#include <stdbool.h>
#include <stdint.h>

struct boot {
    const char *config;  /* configuration file */
    const char *rc;      /* commands to run first; NULL: none */
    const char *control; /* path of the control socket; NULL: none */
    const char *folder;  /* working directory once `config` and `rc` are
                          * read; NULL: as it is */
    const char *engine;  /* cpu_engine_named; NULL: as configured */
    int port;            /* instead of CNSLPORT's; -1: as configured */
    int terminals;       /* instead of the configured 3270s; -1 likewise */
    int default_port;    /* with neither; -1: no TN3270 */
    bool input;          /* read commands from standard input */
    const char *record;  /* file to record to from the beginning; NULL: none */
    const char *replay;  /* a recording to replay: `config` and all others
                          * play no part; NULL: none */
    uint64_t replay_to;  /* where to stop in it; UINT64_MAX: run to its end */
    /* Before devices are attached and after the sockets are open; false ends
     * the start, having said why. May be NULL. */
    bool (*prepare)(void *arg);
    /* The machine is ready, or (text not NULL) failed. May be NULL. */
    void (*report)(void *arg, const char *error);
    void *arg;
};

/* Returns the program's exit status. */
int boot_run(const struct boot *b);

#endif
