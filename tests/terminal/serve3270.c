/* SPDX-License-Identifier: MIT */
/* A TN3270 server with two canned screens, for the terminal's tests, and a
 * control socket with a few console lines. Not part of the product.
 *
 *   serve3270 [DIR]    prints "port N"; with DIR makes DIR/control
 *
 * The first screen has a greeting, an input field and a numeric one; ENTER
 * answers with the AID and what was typed; PF3 hangs up; PF9 locks the keyboard
 * for good; BREAK says so on the screen. Console: `shutdown` ends the program,
 * `die` ends it without a word, anything else is echoed. */
#include "config.h"

#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arch/t3270.h"
#include "lib/codepage.h"
#include "lib/ctl.h"
#include "lib/tn3270.h"

enum { CLIENTS = 8 };

struct client {
    int fd;
    struct tn3270 *tn;     /* a terminal */
    struct ctl_reader ctl; /* or a control connection, when tn is NULL */
    bool close;
};

static struct client client[CLIENTS];

struct screen_image {
    uint8_t b[8000];
    size_t n;
};

static void
put(struct screen_image *w, uint8_t byte)
{
    if (w->n < sizeof(w->b))
        w->b[w->n++] = byte;
}

static void
put_at(struct screen_image *w, unsigned row, unsigned col)
{
    put(w, ORDER_SBA);
    t3270_put_addr(&w->b[w->n], (row - 1) * 80 + col - 1);
    w->n += 2;
}

static void
put_field(struct screen_image *w, uint8_t attr)
{
    put(w, ORDER_SF);
    put(w, t3270_code6(attr));
}

static void
put_text(struct screen_image *w, const char *text)
{
    w->n += codepage_from_utf8(CP_1047, text, strlen(text), w->b + w->n, 0x6f,
                               NULL);
}

static void
form(struct client *c, const char *answer)
{
    struct screen_image w = {.n = 0};

    put(&w, T3270_EW);
    put(&w, WCC_RESTORE_KEYBOARD | WCC_RESET_MDT);
    put_at(&w, 1, 1);
    put_field(&w, ATTR_PROTECTED | ATTR_BRIGHT);
    put_text(&w, "WELCOME TO THE TEST HOST");
    put_at(&w, 3, 1);
    put_field(&w, ATTR_PROTECTED);
    put_text(&w, "Name ...");
    put_at(&w, 3, 20);
    put_field(&w, 0);
    put(&w, ORDER_IC);
    put_at(&w, 3, 40);
    put_field(&w, ATTR_PROTECTED | ATTR_NUMERIC);
    put_at(&w, 4, 20);
    put_field(&w, ATTR_NUMERIC);
    put_at(&w, 4, 30);
    put_field(&w, ATTR_PROTECTED);
    put_at(&w, 6, 1);
    put(&w, ORDER_SFE);
    put(&w, 3);
    put(&w, XA_FIELD);
    put(&w, t3270_code6(ATTR_PROTECTED));
    put(&w, XA_COLOR);
    put(&w, 0xf2);
    put(&w, XA_HIGHLIGHT);
    put(&w, 0xf4);
    put_text(&w, "caf\xc3\xa9 \xc2\xac red");
    put_at(&w, 8, 1);
    put_field(&w, ATTR_PROTECTED);
    put_text(&w, answer);
    put_at(&w, 24, 70);
    put_field(&w, ATTR_PROTECTED);
    put_text(&w, "RUNNING");
    tn3270_send_record(c->tn, w.b, w.n);
}

/* What came, as text: the AID in hex, then every field's characters. */
static void
answer(struct client *c, const uint8_t *p, size_t n)
{
    char text[600];
    size_t o, i;

    if (n == 0 || p[0] == 0xf9) /* PF9: leave the keyboard locked */
        return;
    if (p[0] == 0xf3) {
        c->close = true;
        return;
    }
    o = (size_t)snprintf(text, sizeof(text), "AID=%02X", p[0]);
    for (i = 3; i < n && o < sizeof(text) - 8; i++) {
        if (p[i] == ORDER_SBA) {
            i += 2;
            text[o++] = ' ';
        } else {
            o += codepage_to_utf8(CP_1047, p + i, 1, text + o);
        }
    }
    text[o] = '\0';
    form(c, text);
}

static void
on_send(void *arg, const uint8_t *data, size_t len)
{
    struct client *c = arg;

    if (write(c->fd, data, len) != (ssize_t)len)
        c->close = true;
}

static void
on_event(void *arg, const struct tn3270_event *ev)
{
    struct client *c = arg;
    static const uint8_t query[] = {T3270_WSF, 0, 5, 1, 0xff, 2};

    switch (ev->type) {
    case TN3270_EV_TERMINAL:
        if (strcmp(tn3270_terminal(c->tn)->device, "BUSY") == 0) {
            tn3270_refuse(c->tn, "device BUSY is in use");
            c->close = true;
        } else {
            tn3270_accept(c->tn);
        }
        break;
    case TN3270_EV_READY:
        tn3270_send_record(c->tn, query, sizeof(query));
        break;
    case TN3270_EV_RECORD:
        if (ev->len && ev->data[0] == AID_STRUCTURED)
            form(c, "Query replies came.");
        else
            answer(c, ev->data, ev->len);
        break;
    case TN3270_EV_BREAK:
        form(c, "BREAK came.");
        break;
    case TN3270_EV_FAILED:
        c->close = true;
        break;
    default:
        break;
    }
}

static void
say(struct client *c, enum ctl_kind kind, const char *text)
{
    char line[CTL_LINE_MAX];
    size_t n = ctl_format(line, kind, text);

    if (write(c->fd, line, n) != (ssize_t)n)
        c->close = true;
}

static void
on_ctl(void *arg, enum ctl_kind kind, const char *text)
{
    struct client *c = arg;
    char echo[CTL_LINE_MAX + 16];

    if (kind == CTL_QUERY) {
        if (strcmp(text, "cpu") == 0)
            say(c, CTL_OK,
                "cpu state=running load=0 psw=0708000000001234 count=1000 "
                "time=1000 model=3032 size=1048576 prefix=000000 gr= cr= fr=");
        else if (strncmp(text, "devices", 7) == 0)
            say(c, CTL_OK, "devices list=0009:3215:7,");
        else if (strncmp(text, "storage", 7) == 0)
            say(c, CTL_OK, "storage addr=000120 data=0102");
        else
            say(c, CTL_OK, "state=running clients=1");
        return;
    }
    if (kind != CTL_CMD)
        return;
    if (strcmp(text, "die") == 0)
        exit(0);
    snprintf(echo, sizeof(echo), "you said: %s", text);
    say(c, CTL_LOG, echo);
    if (strcmp(text, "shutdown") == 0) {
        say(c, CTL_END, "shut down by the operator");
        exit(0);
    }
}

static void
greet(struct client *c, unsigned port)
{
    struct ctl_hello h = {CTL_PROTOCOL, "test-build", (long)getpid(), port, 8};
    char line[CTL_LINE_MAX];
    size_t n = ctl_format_hello(line, &h);

    if (write(c->fd, line, n) != (ssize_t)n)
        c->close = true;
    say(c, CTL_LOG, "CAM000I the first console line");
    say(c, CTL_LOG, "CAM001I the second console line");
    say(c, CTL_LIVE, "");
}

static void
admit(int listener, bool control, unsigned port)
{
    static const struct tn3270_ops ops = {on_send, on_event};
    int fd = accept(listener, NULL, NULL);
    unsigned i;

    for (i = 0; i < CLIENTS && client[i].fd != 0; i++)
        ;
    if (fd < 0 || i == CLIENTS) {
        close(fd);
        return;
    }
    memset(&client[i], 0, sizeof(client[i]));
    client[i].fd = fd;
    if (control) {
        greet(&client[i], port);
        return;
    }
    client[i].tn = tn3270_create(TN3270_SERVER, &ops, &client[i]);
    tn3270_start(client[i].tn, NULL);
}

static void
serve(struct client *c)
{
    char buf[4096];
    ssize_t n = read(c->fd, buf, sizeof(buf));

    if (n <= 0)
        c->close = true;
    else if (c->tn != NULL)
        tn3270_recv(c->tn, buf, (size_t)n);
    else if (!ctl_feed(&c->ctl, buf, (size_t)n, on_ctl, c))
        c->close = true;
    if (c->close) {
        close(c->fd);
        tn3270_destroy(c->tn);
        memset(c, 0, sizeof(*c));
    }
}

static int
listen_tcp(unsigned *port)
{
    struct sockaddr_in a = {.sin_family = AF_INET};
    socklen_t len = sizeof(a);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof(a)) != 0 ||
        listen(fd, 8) != 0 ||
        getsockname(fd, (struct sockaddr *)&a, &len) != 0) {
        perror("serve3270");
        exit(1);
    }
    *port = ntohs(a.sin_port);
    return fd;
}

int
main(int argc, char **argv)
{
    struct pollfd p[CLIENTS + 2];
    struct err err;
    char path[4096];
    unsigned port, i;

    signal(SIGPIPE, SIG_IGN);
    alarm(600); /* never outlives its test for long */
    p[0].fd = listen_tcp(&port);
    p[1].fd = -1;
    if (argc > 1) {
        snprintf(path, sizeof(path), "%s/control", argv[1]);
        p[1].fd = ctl_listen(path, &err);
        if (p[1].fd < 0) {
            fprintf(stderr, "serve3270: %s\n", err.text);
            return 1;
        }
    }
    printf("port %u\n", port);
    fflush(stdout);
    for (;;) {
        for (i = 0; i < CLIENTS + 2; i++) {
            if (i >= 2)
                p[i].fd = client[i - 2].fd ? client[i - 2].fd : -1;
            p[i].events = POLLIN;
            p[i].revents = 0;
        }
        if (poll(p, CLIENTS + 2, -1) < 0)
            continue;
        for (i = 0; i < CLIENTS; i++)
            if (p[i + 2].revents)
                serve(&client[i]);
        if (p[0].revents)
            admit(p[0].fd, false, port);
        if (p[1].revents)
            admit(p[1].fd, true, port);
    }
}
