/* SPDX-License-Identifier: MIT */
/* TN3270 negotiation and record framing. libtelnet splits the byte stream into
 * data, commands and subnegotiations. It runs in proxy mode and options are
 * negotiated here, because it does not report that a peer refused one; the
 * rule is RFC 1143's: answer only what changes a state. RFC 1576 section 3. */
#include "lib/tn3270.h"

#include <assert.h>
#include <libtelnet.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TYPES_MAX = 8 }; /* terminal types a client may offer in turn */

enum opt_state { OPT_OFF, OPT_ASKED, OPT_ON };

/* The options of a 3270 session; all others are refused. */
enum opt { OPT_TTYPE, OPT_EOR, OPT_BINARY, OPT_COUNT };

static const uint8_t opt_code[OPT_COUNT] = {
    TELNET_TELOPT_TTYPE, TELNET_TELOPT_EOR, TELNET_TELOPT_BINARY};

struct bytes {
    uint8_t *p;
    size_t n, cap;
};

struct tn3270 {
    enum tn3270_role role;
    const struct tn3270_ops *ops;
    void *arg;
    telnet_t *telnet;
    enum opt_state us[OPT_COUNT];  /* what we do: WILL, WONT */
    enum opt_state him[OPT_COUNT]; /* what the peer does: DO, DONT */
    bool accepted, ready, failed;
    unsigned types; /* terminal types seen */
    struct tn3270_terminal term;
    char last_type[TN3270_NAME_MAX + 1];
    char my_type[2 * TN3270_NAME_MAX + 2];
    struct bytes in;  /* the record being received */
    struct bytes out; /* bytes for the peer, not yet handed over */
};

static void
bytes_add(struct bytes *b, const void *p, size_t n)
{
    if (n > b->cap - b->n) {
        size_t cap = b->cap ? b->cap : 512;

        while (cap - b->n < n)
            cap *= 2;
        b->p = realloc(b->p, cap);
        if (b->p == NULL)
            abort();
        b->cap = cap;
    }
    if (n)
        memcpy(b->p + b->n, p, n);
    b->n += n;
}

/* Hands over what is to be sent. The buffer is detached first, because the
 * owner may send more from within the callback. */
static void
flush(struct tn3270 *t)
{
    struct bytes out = t->out;

    if (out.n == 0)
        return;
    memset(&t->out, 0, sizeof(t->out));
    t->ops->send(t->arg, out.p, out.n);
    if (t->out.p == NULL) {
        out.n = 0;
        t->out = out; /* keep the storage */
    } else {
        free(out.p);
    }
}

static void
emit(struct tn3270 *t, enum tn3270_event_type type, const void *data,
     size_t len)
{
    struct tn3270_event ev = {type, data, len};

    t->ops->event(t->arg, &ev);
}

static void __attribute__((format(printf, 2, 3)))
fail(struct tn3270 *t, const char *fmt, ...)
{
    char text[160];
    va_list ap;

    if (t->failed)
        return;
    t->failed = true;
    t->ready = false;
    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    if (t->role == TN3270_SERVER) { /* a plain Telnet client shows it */
        telnet_send(t->telnet, text, strlen(text));
        telnet_send(t->telnet, "\r\n", 2);
    }
    emit(t, TN3270_EV_FAILED, text, strlen(text));
}

static void
negotiate(struct tn3270 *t, unsigned char command, uint8_t code)
{
    telnet_negotiate(t->telnet, command, code);
}

static void
ask(struct tn3270 *t, unsigned char command, enum opt o)
{
    enum opt_state *s = command == TELNET_DO ? &t->him[o] : &t->us[o];

    if (*s == OPT_OFF) {
        *s = OPT_ASKED;
        negotiate(t, command, opt_code[o]);
    }
}

/* Which side may do what: terminal type is the client's alone. */
static bool
wanted(const struct tn3270 *t, bool peer, enum opt o)
{
    if (o == OPT_TTYPE)
        return (t->role == TN3270_SERVER) == peer;
    return true;
}

static void
check_ready(struct tn3270 *t)
{
    bool on = t->us[OPT_EOR] == OPT_ON && t->him[OPT_EOR] == OPT_ON &&
              t->us[OPT_BINARY] == OPT_ON && t->him[OPT_BINARY] == OPT_ON &&
              (t->role == TN3270_CLIENT || t->accepted);

    if (on == t->ready)
        return;
    t->ready = on;
    t->in.n = 0;
    if (on)
        emit(t, TN3270_EV_READY, NULL, 0);
}

static void
option_on(struct tn3270 *t, bool peer, uint8_t code)
{
    unsigned char yes = peer ? TELNET_DO : TELNET_WILL;
    unsigned char no = peer ? TELNET_DONT : TELNET_WONT;
    enum opt_state *s;
    unsigned o;

    for (o = 0; o < OPT_COUNT && opt_code[o] != code; o++)
        ;
    if (o == OPT_COUNT || !wanted(t, peer, (enum opt)o)) {
        negotiate(t, no, code);
        return;
    }
    s = peer ? &t->him[o] : &t->us[o];
    if (*s == OPT_ON)
        return;
    if (*s == OPT_OFF)
        negotiate(t, yes, code);
    *s = OPT_ON;
    if (o == OPT_TTYPE && peer)
        telnet_subnegotiation(t->telnet, code, "\1", 1); /* SEND */
    check_ready(t);
}

static void
option_off(struct tn3270 *t, bool peer, uint8_t code)
{
    static const char *const name[OPT_COUNT] = {
        "terminal type", "end of record", "binary transmission"};
    enum opt_state *s, old;
    unsigned o;

    for (o = 0; o < OPT_COUNT && opt_code[o] != code; o++)
        ;
    if (o == OPT_COUNT)
        return; /* it was never on: no answer */
    s = peer ? &t->him[o] : &t->us[o];
    old = *s;
    *s = OPT_OFF;
    if (old == OPT_ON)
        negotiate(t, peer ? TELNET_DONT : TELNET_WONT, code);
    if (old != OPT_OFF && t->role == TN3270_SERVER)
        fail(t, "the client is no TN3270 terminal (no %s)", name[o]);
    else
        check_ready(t);
}

/* The client's terminal type. One that is no 3270 makes us ask for the next;
 * a client at the end of its list repeats the last (RFC 1091). */
static void
terminal_type(struct tn3270 *t, const char *text, size_t len)
{
    struct tn3270_terminal term;
    char shown[TN3270_NAME_MAX + 1];
    size_t i, n = len < TN3270_NAME_MAX ? len : TN3270_NAME_MAX;

    if (t->term.type[0] != '\0')
        return; /* settled; a client cannot change its type */
    if (tn3270_parse_type(text, len, &term)) {
        t->term = term;
        emit(t, TN3270_EV_TERMINAL, NULL, 0);
        return;
    }
    for (i = 0; i < n; i++)
        shown[i] = text[i] < ' ' || text[i] > '~' ? '?' : text[i];
    shown[n] = '\0';
    if (++t->types == TYPES_MAX || strcmp(shown, t->last_type) == 0) {
        fail(t, "terminal type %s is no 3270", shown);
        return;
    }
    strcpy(t->last_type, shown);
    telnet_subnegotiation(t->telnet, TELNET_TELOPT_TTYPE, "\1", 1);
}

static void
subnegotiation(struct tn3270 *t, const telnet_event_t *ev)
{
    const char *p = ev->sub.buffer;

    if (ev->sub.telopt != TELNET_TELOPT_TTYPE || ev->sub.size == 0)
        return;
    if (t->role == TN3270_SERVER && p[0] == TELNET_TTYPE_IS &&
        t->him[OPT_TTYPE] == OPT_ON) {
        terminal_type(t, p + 1, ev->sub.size - 1);
    } else if (t->role == TN3270_CLIENT && p[0] == TELNET_TTYPE_SEND &&
               t->us[OPT_TTYPE] == OPT_ON) {
        telnet_begin_sb(t->telnet, TELNET_TELOPT_TTYPE);
        telnet_send(t->telnet, "\0", 1); /* IS */
        telnet_send(t->telnet, t->my_type, strlen(t->my_type));
        telnet_finish_sb(t->telnet);
    }
}

static void
receive_data(struct tn3270 *t, const char *data, size_t len)
{
    if (!t->ready) {
        if (t->role == TN3270_CLIENT && len)
            emit(t, TN3270_EV_TEXT, data, len);
        return;
    }
    if (len > TN3270_RECORD_MAX - t->in.n) {
        fail(t, "a 3270 record is longer than %d bytes", TN3270_RECORD_MAX);
        return;
    }
    bytes_add(&t->in, data, len);
}

static void
receive_command(struct tn3270 *t, uint8_t cmd)
{
    struct bytes in;

    switch (cmd) {
    case TELNET_EOR:
        if (!t->ready)
            return;
        in = t->in;
        memset(&t->in, 0, sizeof(t->in));
        emit(t, TN3270_EV_RECORD, in.p, in.n);
        in.n = 0;
        free(t->in.p);
        t->in = in;
        return;
    case TELNET_BREAK:
    case TELNET_IP:
        if (t->ready)
            emit(t, TN3270_EV_BREAK, NULL, 0);
        return;
    case TELNET_AO:
        if (t->ready)
            emit(t, TN3270_EV_SYSREQ, NULL, 0);
        return;
    default:
        return;
    }
}

static void
on_telnet(telnet_t *telnet, telnet_event_t *ev, void *arg)
{
    struct tn3270 *t = arg;

    (void)telnet;
    if (ev->type == TELNET_EV_SEND) {
        bytes_add(&t->out, ev->data.buffer, ev->data.size);
        return;
    }
    if (t->failed)
        return;
    switch (ev->type) {
    case TELNET_EV_DATA:
        receive_data(t, ev->data.buffer, ev->data.size);
        return;
    case TELNET_EV_IAC:
        receive_command(t, ev->iac.cmd);
        return;
    case TELNET_EV_WILL:
    case TELNET_EV_DO:
        option_on(t, ev->type == TELNET_EV_WILL, ev->neg.telopt);
        return;
    case TELNET_EV_WONT:
    case TELNET_EV_DONT:
        option_off(t, ev->type == TELNET_EV_WONT, ev->neg.telopt);
        return;
    case TELNET_EV_SUBNEGOTIATION:
        subnegotiation(t, ev);
        return;
    case TELNET_EV_COMPRESS: /* libtelnet would inflate what follows */
        fail(t, "compression was not negotiated");
        return;
    case TELNET_EV_ERROR:
        fail(t, "Telnet protocol error: %s", ev->error.msg);
        return;
    default:
        return;
    }
}

struct tn3270 *
tn3270_create(enum tn3270_role role, const struct tn3270_ops *ops, void *arg)
{
    static const telnet_telopt_t none[] = {{-1, 0, 0}};
    struct tn3270 *t = calloc(1, sizeof(*t));

    if (t == NULL)
        return NULL;
    t->role = role;
    t->ops = ops;
    t->arg = arg;
    t->telnet = telnet_init(none, on_telnet, TELNET_FLAG_PROXY, t);
    if (t->telnet == NULL) {
        free(t);
        return NULL;
    }
    return t;
}

void
tn3270_destroy(struct tn3270 *t)
{
    if (t == NULL)
        return;
    telnet_free(t->telnet);
    free(t->in.p);
    free(t->out.p);
    free(t);
}

void
tn3270_start(struct tn3270 *t, const char *type)
{
    if (t->role == TN3270_SERVER)
        ask(t, TELNET_DO, OPT_TTYPE);
    else
        snprintf(t->my_type, sizeof(t->my_type), "%s", type);
    flush(t);
}

void
tn3270_recv(struct tn3270 *t, const void *data, size_t len)
{
    if (!t->failed)
        telnet_recv(t->telnet, data, len);
    flush(t); /* also after a failure: the reason */
}

void
tn3270_accept(struct tn3270 *t)
{
    assert(t->role == TN3270_SERVER && t->term.type[0] != '\0');
    t->accepted = true;
    ask(t, TELNET_DO, OPT_EOR);
    ask(t, TELNET_WILL, OPT_EOR);
    ask(t, TELNET_DO, OPT_BINARY);
    ask(t, TELNET_WILL, OPT_BINARY);
    check_ready(t);
    flush(t);
}

void
tn3270_refuse(struct tn3270 *t, const char *reason)
{
    telnet_send(t->telnet, reason, strlen(reason));
    telnet_send(t->telnet, "\r\n", 2);
    t->failed = true;
    t->ready = false;
    flush(t);
}

bool
tn3270_send_record(struct tn3270 *t, const void *data, size_t len)
{
    if (!t->ready || len > TN3270_RECORD_MAX)
        return false;
    telnet_send(t->telnet, data, len);
    telnet_iac(t->telnet, TELNET_EOR);
    flush(t);
    return true;
}

void
tn3270_send_break(struct tn3270 *t)
{
    if (t->failed)
        return;
    telnet_iac(t->telnet, TELNET_BREAK);
    flush(t);
}

bool
tn3270_ready(const struct tn3270 *t)
{
    return t->ready;
}

bool
tn3270_failed(const struct tn3270 *t)
{
    return t->failed;
}

const struct tn3270_terminal *
tn3270_terminal(const struct tn3270 *t)
{
    return &t->term;
}
