/* SPDX-License-Identifier: MIT */
/* The line console. End of input ends nothing; SIGTERM and SIGHUP ask for the
 * end; SIGINT tells how to end, and ends a pause. Output that nobody reads
 * holds up nothing, and input that the machine has not taken is not read
 * further: a pipe is written to when it takes something, and at the
 * end it is given up when it takes nothing for a while. */
#include "config.h"

#include "machine/lineio.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "machine/console.h"
#include "machine/mailbox.h"
#include "machine/prompt.h"

enum {
    HELD_LINES = 100000,
    HELD_BYTES = 16 << 20, /* that standard output has not taken */
    AT_ONCE = 4096,        /* a pipe that takes anything takes so much */
    LAST_WORDS = 5000,     /* ms without progress, at the end */
};

struct lineio {
    struct mailbox *box, *machine;
    struct devnames *names;
    int wake, signals;
    bool input;  /* standard input is still read */
    bool prompt; /* readline */
    bool deaf;   /* standard output is closed */
    bool stop;
    char line[CONSOLE_LINE_MAX]; /* collected of plain input */
    size_t len;
    char *held; /* output from held_at to held_len, without readline */
    size_t held_at, held_len, held_size;
    unsigned lost; /* lines for which there was no room */
};

static void
wake(void *arg)
{
    struct lineio *l = arg;
    uint64_t one = 1;

    if (write(l->wake, &one, sizeof one) < 0)
        return; /* full: it is awake */
}

static bool
take_signals(struct lineio *l, struct err *e)
{
    sigset_t set;

    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    l->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (l->signals < 0)
        return err_set(e, "signalfd: %s", strerror(errno));
    return true;
}

struct lineio *
lineio_create(struct mailbox *machine, bool input, struct err *e)
{
    struct lineio *l = calloc(1, sizeof *l);

    if (l == NULL)
        abort();
    l->machine = machine;
    l->input = input;
    l->signals = -1;
    l->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    l->box = mailbox_create(wake, l, HELD_LINES);
    mailbox_on_room(machine, MAILBOX_TYPED, wake, l);
    if (l->wake < 0 || !take_signals(l, e)) {
        lineio_destroy(l);
        return NULL;
    }
    l->prompt = input && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    return l;
}

struct mailbox *
lineio_mailbox(struct lineio *l)
{
    return l->box;
}

void
lineio_devices(struct lineio *l, struct devnames *names)
{
    l->names = names;
}

static void
hold(struct lineio *l, const char *text)
{
    size_t len = strlen(text);

    if (l->held_len + len + 1 > l->held_size) {
        l->held_size = 2 * (l->held_len + len + 1);
        l->held = realloc(l->held, l->held_size);
        if (l->held == NULL)
            abort();
    }
    memcpy(l->held + l->held_len, text, len);
    l->held[l->held_len + len] = '\n';
    l->held_len += len + 1;
}

static void
print_line(struct lineio *l, const char *text)
{
    char note[64];

    if (l->deaf)
        return;
    if (l->prompt) {
        l->deaf = fputs(text, stdout) < 0 || putchar('\n') < 0;
    } else if (l->held_len > HELD_BYTES) {
        l->lost++;
    } else {
        if (l->lost > 0) {
            snprintf(note, sizeof note, "(%u lines were dropped here)",
                     l->lost);
            hold(l, note);
            l->lost = 0;
        }
        hold(l, text);
    }
}

/* As much of what is held as standard output takes without waiting. */
static void
write_held(struct lineio *l)
{
    struct pollfd p = {.fd = STDOUT_FILENO, .events = POLLOUT};

    while (l->held_at < l->held_len && !l->deaf) {
        size_t n = l->held_len - l->held_at;
        ssize_t done;

        if (poll(&p, 1, 0) <= 0)
            return;
        done = write(STDOUT_FILENO, l->held + l->held_at,
                     n < AT_ONCE ? n : AT_ONCE);
        if (done >= 0)
            l->held_at += (size_t)done;
        else if (errno == EAGAIN)
            return;
        else if (errno != EINTR)
            l->deaf = true;
    }
    l->held_at = l->held_len = 0;
}

/* The rest, unless nobody reads it. */
static void
last_words(struct lineio *l)
{
    struct pollfd p = {.fd = STDOUT_FILENO, .events = POLLOUT};

    for (write_held(l); l->held_at < l->held_len; write_held(l))
        if (poll(&p, 1, LAST_WORDS) == 0)
            l->deaf = true;
}

/* Writes all that has come. */
static void
output(struct lineio *l)
{
    uint64_t count;
    /* First the signal, then the box: what is posted between the two signals
     * again. */
    bool woken = read(l->wake, &count, sizeof count) > 0;
    struct msg *list = mailbox_take(l->box);

    if (!woken && list == NULL)
        return;
    if (l->prompt)
        prompt_hide();
    for (struct msg *msg = list; msg != NULL; msg = msg->next) {
        if (msg->kind == MSG_STOP)
            l->stop = true;
        else
            print_line(l, msg->data);
    }
    if (fflush(stdout) != 0)
        l->deaf = true;
    write_held(l);
    if (l->prompt && !l->stop)
        prompt_show();
    mailbox_free(list);
}

static void
send_line(struct lineio *l)
{
    if (l->len > 0 && l->line[l->len - 1] == '\r')
        l->len--;
    mailbox_post(l->machine, MSG_COMMAND, 0, l->line, l->len);
    l->len = 0;
}

/* Plain input: whole lines; what an overlong one has too much is dropped. */
static void
plain_input(struct lineio *l)
{
    char buf[4096];
    ssize_t n = read(STDIN_FILENO, buf, sizeof buf);

    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (n <= 0) {
        if (l->len > 0)
            send_line(l);
        l->input = false;
        return;
    }
    for (ssize_t i = 0; i < n; i++) {
        if (buf[i] == '\n' || (buf[i] == '\r' && isatty(STDIN_FILENO)))
            send_line(l);
        else if (buf[i] != '\0' && l->len < sizeof l->line - 1)
            l->line[l->len++] = buf[i];
    }
}

static void
on_typed(void *arg, const char *line)
{
    struct lineio *l = arg;

    mailbox_post(l->machine, MSG_COMMAND, 0, line, strlen(line));
}

static void
hint(struct lineio *l)
{
    static const char text[] =
        "To end: \"shutdown\" lets the guest shut down first, "
        "\"quit\" ends at once.";

    mailbox_post(l->box, MSG_LINE, 0, text, sizeof text - 1);
}

static void
take_signal(struct lineio *l)
{
    struct signalfd_siginfo si;

    if (read(l->signals, &si, sizeof si) != (ssize_t)sizeof si)
        return;
    if (si.ssi_signo == SIGINT) {
        mailbox_post(l->machine, MSG_GO_ON, 0, NULL, 0);
        hint(l);
    } else {
        mailbox_post(l->machine, MSG_END, 0, NULL, 0);
    }
}

void
lineio_run(struct lineio *l)
{
    if (l->prompt)
        prompt_begin(on_typed, l, l->names);
    while (!l->stop) {
        struct pollfd fds[4] = {
            {.fd = l->wake, .events = POLLIN},
            {.fd = l->signals, .events = POLLIN},
            {.fd = l->input && !mailbox_full(l->machine, MAILBOX_TYPED)
                       ? STDIN_FILENO
                       : -1,
             .events = POLLIN},
            {.fd = l->held_at < l->held_len ? STDOUT_FILENO : -1,
             .events = POLLOUT}};

        if (poll(fds, 4, -1) < 0) {
            if (errno == EINTR)
                continue;
            break;
        }
        if (fds[3].revents != 0)
            write_held(l);
        if (fds[0].revents != 0)
            output(l);
        if (fds[1].revents != 0)
            take_signal(l);
        if (fds[2].revents == 0 || l->stop)
            continue;
        if (!l->prompt)
            plain_input(l);
        else if (!prompt_input())
            hint(l);
    }
    if (l->prompt)
        prompt_end();
    l->prompt = false;
    last_words(l);
}

void
lineio_destroy(struct lineio *l)
{
    if (l == NULL)
        return;
    if (l->stop) { /* what devices said when they went */
        output(l);
        last_words(l);
    }
    mailbox_on_room(l->machine, MAILBOX_TYPED, NULL, NULL);
    free(l->held);
    if (l->signals >= 0)
        close(l->signals);
    if (l->wake >= 0)
        close(l->wake);
    mailbox_destroy(l->box);
    free(l);
}
