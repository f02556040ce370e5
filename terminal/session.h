/* SPDX-License-Identifier: MIT */
/* One session: a TCP connection to a TN3270 server and the display it drives.
 * Owns both; libuv's loop calls it. Nothing here draws. */
#ifndef TERMINAL_SESSION_H
#define TERMINAL_SESSION_H

#include <uv.h>

#include "lib/tn3270.h"
#include "terminal/screen.h"

enum session_state {
    SESSION_CONNECTING,
    SESSION_NEGOTIATING,
    SESSION_ONLINE,
    SESSION_LOST /* `why` says why; session_connect tries again */
};

struct session_config {
    char host[256];
    unsigned port;
    unsigned model;
    char device[TN3270_NAME_MAX + 1]; /* asked for; empty: any */
    enum codepage codepage;
    bool numeric_lock;
};

struct session;

/* Told of every change: something is to be drawn. */
typedef void session_changed_fn(void *arg, struct session *s);

struct session {
    char name[4]; /* A, B, ... */
    enum session_state state;
    char why[240];
    struct screen *screen;
    /* The rest is session.c's own. */
    const struct session_config *config;
    uv_loop_t *loop;
    uv_tcp_t *tcp; /* NULL: not connected; frees itself when closed */
    struct tn3270 *tn;
    char text[160]; /* what the server said before 3270 mode */
    session_changed_fn *changed;
    void *arg;
};

/* NULL for want of storage. `config` is kept and must stay. */
struct session *session_create(uv_loop_t *loop, char letter,
                               const struct session_config *config,
                               session_changed_fn *changed, void *arg);
/* Closes; the loop must run once more to free what is left. */
void session_destroy(struct session *s);
/* Begins to connect (again). */
void session_connect(struct session *s);

#endif
