/* SPDX-License-Identifier: MIT */
/* The operator console: the control socket's client, the lines it gave, and
 * the command line being typed. lib/ctl.h has the protocol. Nothing here
 * draws. */
#ifndef TERMINAL_OPCON_H
#define TERMINAL_OPCON_H

#include <uv.h>

#include "lib/ctl.h"
#include "lib/err.h"

enum {
    OPCON_LINES = 5000,  /* kept for looking back */
    OPCON_HISTORY = 200, /* commands kept */
    OPCON_INPUT = 1000   /* characters of a command */
};

typedef void opcon_changed_fn(void *arg);
/* The answer to a query; NULL: it was not understood. */
typedef void opcon_answer_fn(void *arg, const char *text);

struct opcon {
    struct ctl_hello hello;
    bool connected, greeted, live;
    bool ended;              /* the machine said so, or is gone */
    char why[256];           /* ended: the machine's words */
    char *line[OPCON_LINES]; /* a ring: first is line[first] */
    unsigned first, lines;
    unsigned scroll; /* display lines scrolled back */
    uint32_t input[OPCON_INPUT + 1];
    unsigned input_len, input_pos;
    char *history[OPCON_HISTORY];
    unsigned history_len, history_pos;
    /* opcon.c's own */
    int fd;
    uv_pipe_t *pipe;
    struct ctl_reader reader;
    struct err err;
    bool bad_greeting;
    opcon_changed_fn *changed;
    opcon_answer_fn *answer; /* gets arg too; may be NULL */
    void *arg;
};

/* Connects to the socket at `path` and waits, at most five seconds, for the
 * greeting. False and *err when there is no machine, or it is not ours. */
bool opcon_open(struct opcon *o, const char *path, struct err *err);
/* From here on libuv's loop reads, and `changed` is told. */
void opcon_attach(struct opcon *o, uv_loop_t *loop, opcon_changed_fn *changed,
                  void *arg);
void opcon_close(struct opcon *o);

/* Sends an operator command. False when not connected. */
bool opcon_command(struct opcon *o, const char *text);
/* Sends a query (lib/ctl.h); answers come in order. */
bool opcon_query(struct opcon *o, const char *text);

/* The command line: a character typed, or a movement. */
enum opcon_edit {
    OPCON_LEFT,
    OPCON_RIGHT,
    OPCON_HOME,
    OPCON_END,
    OPCON_BACKSPACE,
    OPCON_DELETE,
    OPCON_KILL, /* the whole line */
    OPCON_OLDER,
    OPCON_NEWER,
    OPCON_ENTER
};
void opcon_type(struct opcon *o, uint32_t ch);
void opcon_edit(struct opcon *o, enum opcon_edit what);

#endif
