/* SPDX-License-Identifier: MIT */
/* The control-socket protocol: how a terminal, a script or a second start of
 * `cambridge` speaks with a running machine. A Unix stream socket, DIR/control
 * or --control PATH, mode 0600: who may open it is the operator.
 *
 * Lines of UTF-8 text ended by LF, at most CTL_LINE_MAX bytes with it; a word,
 * a space, a text. A text holds no control characters (a tab is a space).
 *
 *   machine: cambridge 1 build=ID pid=N port=N terminals=N   once, first
 *            log TEXT     a console line: first the last 1,000, then each new
 *            live         once: the lines before it were the old ones
 *            ok TEXT      the answer to a query
 *            error TEXT   the query was not understood
 *            end TEXT     last line: the machine ends, and why
 *   client:  cmd TEXT     an operator command, as typed at the console; what
 *                         it says comes as log lines
 *            query status answer: ok state=STATE clients=N, STATE one of
 *                         running, wait, stopped, ending
 *            query cpu    answer: ok cpu state=STATE load=1 while an IPL goes
 *                         on, psw= count= (instructions) time= (nanoseconds of
 *                         processor time) model= size= (bytes) prefix= gr= cr=
 *                         fr= (registers in hexadecimal, one after the other)
 *            query storage ADDR COUNT   absolute, hexadecimal; COUNT to 256:
 *                         ok storage addr=ADDR data=HEX
 *            query devices ADDR   from that address on: ok devices
 *                         list=ADDR:TYPE:STARTED,... next=ADDR; STARTED counts
 *                         channel programs; next is not there at the end
 *
 * Unknown keys in the greeting and the status are to be ignored, and unknown
 * machine lines too, so that either end may be the newer one; another protocol
 * number is refused. A client needs no line for leaving: it closes. The port is
 * 0 when the machine serves no TN3270. */
#ifndef LIB_CTL_H
#define LIB_CTL_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"

enum { CTL_PROTOCOL = 1, CTL_LINE_MAX = 4096, CTL_BACKLOG = 1000 };

enum ctl_kind {
    CTL_UNKNOWN,
    CTL_HELLO, /* cambridge */
    CTL_LOG,
    CTL_LIVE,
    CTL_OK,
    CTL_ERROR,
    CTL_END,
    CTL_CMD,
    CTL_QUERY
};

struct ctl_hello {
    unsigned protocol;
    char build[64]; /* no spaces */
    long pid;
    unsigned port;
    unsigned terminals; /* 3270s configured */
};

/* Splits bytes into lines. Zero it before use. */
struct ctl_reader {
    char line[CTL_LINE_MAX];
    size_t len;
    bool broken; /* a line was too long: close the connection */
};

typedef void ctl_line_fn(void *arg, enum ctl_kind kind, const char *text);

/* Calls fn for each whole line in order; text is NUL-terminated, without the
 * word, control characters made spaces. False once a line is too long, and
 * nothing further is read: the peer does not speak this protocol. */
bool ctl_feed(struct ctl_reader *r, const char *data, size_t len,
              ctl_line_fn *fn, void *arg);

/* Formats one line with its LF. Control characters in text become spaces, a
 * text that is too long is cut (at a UTF-8 boundary). Returns its length; out
 * has CTL_LINE_MAX bytes and is not NUL-terminated. */
size_t ctl_format(char *out, enum ctl_kind kind, const char *text);
size_t ctl_format_hello(char *out, const struct ctl_hello *hello);
/* Reads the text of a CTL_HELLO line. False, and the reason, when it is
 * malformed or of another protocol. */
bool ctl_parse_hello(const char *text, struct ctl_hello *out, struct err *err);
/* The value of key=VALUE in a status or greeting; false: not there. */
bool ctl_value(const char *text, const char *key, char *out, size_t size);

/* A listening socket at `path`, close-on-exec, mode 0600 from the first moment
 * on. An old socket there is replaced: the caller holds the lock that says it
 * is stale. The path may be longer than a sockaddr_un. It is made beside, as
 * PATH.new, and gets its name when it listens: who finds it is not refused. -1
 * and *err on failure. */
int ctl_listen(const char *path, struct err *err);
/* Connects; -1 and *err when nobody answers there. *absent (may be NULL) tells
 * "no such socket, or nobody listens" from other trouble. Blocking until
 * connected, which is at once on a local socket. */
int ctl_connect(const char *path, bool *absent, struct err *err);

#endif
