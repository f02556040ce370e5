/* SPDX-License-Identifier: MIT */
/* The program cambridge-control: gives console commands to a running machine by
 * its control socket, and prints what the machine says, for scripts. A query
 * that follows a command through the machine marks the end of its lines. */
#include "config.h"

#include <argp.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/ctl.h"
#include "lib/state.h"

const char *argp_program_version = PACKAGE_STRING;

enum { OPT_CONTROL = 256, OPT_STATE, COMMAND_MAX = CTL_LINE_MAX - 16 };

static const struct argp_option options[] = {
    {"state", OPT_STATE, "DIR", 0, "the default system's state folder", 0},
    {"control", OPT_CONTROL, "PATH", 0, "the control socket", 0},
    {"backlog", 'b', NULL, 0, "print the lines of before, too", 0},
    {"follow", 'f', NULL, 0, "go on printing the machine's lines", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

struct client {
    const char *state, *path;
    bool backlog, follow;
    char **words;
    int words_n;

    int fd;
    struct ctl_reader reader;
    bool hello, live, answered, ended;
    struct err e;
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
    struct client *c = state->input;

    switch (key) {
    case OPT_STATE:
        c->state = arg;
        break;
    case OPT_CONTROL:
        c->path = arg;
        break;
    case 'b':
        c->backlog = true;
        break;
    case 'f':
        c->follow = true;
        break;
    case ARGP_KEY_ARGS:
        c->words = state->argv + state->next;
        c->words_n = state->argc - state->next;
        break;
    case ARGP_KEY_END:
        if (c->state != NULL && c->path != NULL)
            argp_error(state, "--state and --control exclude each other");
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static void
on_line(void *arg, enum ctl_kind kind, const char *text)
{
    struct client *c = arg;
    struct ctl_hello hello;

    switch (kind) {
    case CTL_HELLO:
        c->hello = ctl_parse_hello(text, &hello, &c->e);
        c->ended = !c->hello;
        break;
    case CTL_LOG:
        if (c->live || c->backlog)
            puts(text);
        break;
    case CTL_LIVE:
        c->live = true;
        break;
    case CTL_OK:
    case CTL_ERROR:
        c->answered = true;
        break;
    case CTL_END:
        c->ended = true;
        break;
    default:
        break;
    }
}

/* Reads until the flag is set or the machine ends. False with c->e. */
static bool
read_until(struct client *c, const bool *flag)
{
    char buf[4096];

    while (!*flag && !c->ended) {
        ssize_t n = read(c->fd, buf, sizeof buf);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno != ECONNRESET)
            return err_set(&c->e, "%s", strerror(errno));
        if (n <= 0)
            c->ended = true;
        else if (!ctl_feed(&c->reader, buf, (size_t)n, on_line, c))
            return err_set(&c->e, "what answers is no machine");
        fflush(stdout);
    }
    if (!c->hello)
        return c->e.text[0] != '\0'
                   ? false
                   : err_set(&c->e, "what answers is no machine");
    return true;
}

static bool
send_line(struct client *c, enum ctl_kind kind, const char *text)
{
    char line[CTL_LINE_MAX];
    size_t len = ctl_format(line, kind, text);

    for (size_t done = 0; done < len;) {
        ssize_t n = write(c->fd, line + done, len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            int e = errno;
            err_set(&c->e, "%s", strerror(e));
            errno = e;
            return false;
        }
        done += (size_t)n;
    }
    return true;
}

static bool
command(struct client *c, const char *text)
{
    c->answered = false;
    if (c->ended)
        return err_set(&c->e, "the machine has ended");
    if (!send_line(c, CTL_CMD, text))
        return false;
    /* A command that ends the machine is not followed by an answer. */
    if (!send_line(c, CTL_QUERY, "cpu") && errno != EPIPE)
        return false;
    return read_until(c, &c->answered);
}

/* The command of the command line, or those of standard input. */
static bool
commands(struct client *c)
{
    char text[COMMAND_MAX];
    size_t used = 0;

    for (int i = 0; i < c->words_n && used < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s",
                                 i > 0 ? " " : "", c->words[i]);
    if (used >= sizeof text)
        return err_set(&c->e, "the command is too long");
    if (c->words_n > 0)
        return command(c, text);
    while (!c->follow && fgets(text, sizeof text, stdin) != NULL) {
        size_t len = strcspn(text, "\r\n");
        if (len == sizeof text - 1)
            return err_set(&c->e, "a command is too long");
        text[len] = '\0';
        if (!command(c, text))
            return false;
    }
    return true;
}

static bool
connect_to(struct client *c)
{
    char dir[4096], path[4200];

    if (c->path == NULL) {
        if (c->state == NULL && !state_default_dir(dir, sizeof dir))
            return err_set(&c->e, "there is no home folder; use --state");
        snprintf(path, sizeof path, "%s/control",
                 c->state != NULL ? c->state : dir);
    } else {
        snprintf(path, sizeof path, "%s", c->path);
    }
    c->fd = ctl_connect(path, NULL, &c->e);
    return c->fd >= 0;
}

int
main(int argc, char **argv)
{
    static const struct argp argp = {
        options,
        parse,
        "[COMMAND...]",
        "Gives a console command to a running machine and prints what it "
        "says; without one, the commands of standard input.",
        NULL,
        NULL,
        NULL};
    struct client c = {.fd = -1};
    const bool never = false;
    bool ok;

    signal(SIGPIPE, SIG_IGN);
    argp_parse(&argp, argc, argv, 0, NULL, &c);
    ok = connect_to(&c) && read_until(&c, &c.live) && commands(&c);
    if (ok && c.follow)
        ok = read_until(&c, &never);
    if (!ok)
        fprintf(stderr, "cambridge-control: %s\n", c.e.text);
    if (c.fd >= 0)
        close(c.fd);
    return ok ? 0 : 1;
}
