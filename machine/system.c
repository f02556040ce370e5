/* SPDX-License-Identifier: MIT */
/* The default system. On a terminal the machine runs in a session of its own,
 * with its output in DIR/log, and this process becomes the terminal program;
 * else it runs here. One machine has the state folder's lock. */
#include "config.h"

#include "machine/system.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "image/lock.h"
#include "lib/ctl.h"
#include "machine/boot.h"
#include "machine/clock.h"
#include "machine/paths.h"
#include "machine/volumes.h"

enum { DEFAULT_PORT = 3270, ATTACH_WAIT = 60 /* seconds */ };
enum { RETRY_MS = 100, GREETING_MS = 5000 };
enum { LOG_MAX = 1 << 20 }; /* bytes, at the start */

struct sys {
    const struct system_options *o;
    char dir[PATHS_MAX], share[PATHS_MAX];
    char config[PATHS_MAX], rc[PATHS_MAX], control[PATHS_MAX];
    char lock[PATHS_MAX], log[PATHS_MAX];
    int lock_fd;
    int report_fd; /* -1: in the foreground */
    bool taken;    /* another machine got the lock meanwhile */
};

static int
fail(const char *text)
{
    fprintf(stderr, "cambridge: %s\n", text);
    return 1;
}

/* Takes the lock for as long as this process lives. False when another has
 * it (*holder is its pid, 0 unknown) or on an error (*holder is -1). */
static bool
take_lock(struct sys *s, pid_t *holder, struct err *e)
{
    *holder = -1;
    s->lock_fd = open(s->lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (s->lock_fd < 0)
        return err_set(e, "%s: %s", s->lock, strerror(errno));
    if (lock_file(s->lock_fd, false, s->lock, holder, e))
        return true;
    close(s->lock_fd);
    s->lock_fd = -1;
    return false;
}

static void
release_lock(struct sys *s)
{
    close(s->lock_fd);
    s->lock_fd = -1;
}

/* The zone for the rc file, in SET TIMEZONE's form: a name if it has one of
 * letters, hours and minutes east of Greenwich, such as "EST -05:00". */
static void
set_zone(void)
{
    time_t now = time(NULL);
    struct tm tm;
    char text[32];
    const char *name;
    long m;

    localtime_r(&now, &tm);
    m = tm.tm_gmtoff / 60;
    name = tm.tm_zone;
    if (strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != strlen(name) ||
        strlen(name) > 7)
        name = "";
    snprintf(text, sizeof text, "%s%s%c%02ld:%02ld", name,
             name[0] != '\0' ? " " : "", m < 0 ? '-' : '+', labs(m) / 60 % 24,
             labs(m) % 60);
    setenv("TIMEZONE", text, 1);
}

static bool
prepare(void *arg)
{
    struct sys *s = arg;
    struct err e;

    if (volumes_prepare(s->config, s->share, s->dir, &e))
        return true;
    fail(e.text);
    if (s->report_fd >= 0 && write(s->report_fd, e.text, strlen(e.text)) < 0)
        return false;
    return false;
}

/* To the process that waits: nothing when ready, else the error. */
static void
report(void *arg, const char *error)
{
    struct sys *s = arg;

    if (s->report_fd < 0)
        return;
    if (error == NULL)
        error = "ready";
    if (write(s->report_fd, error, strlen(error)) < 0)
        return;
    close(s->report_fd);
    s->report_fd = -1;
}

static int
run_machine(struct sys *s)
{
    struct boot b = {.config = s->config,
                     .rc = s->rc,
                     .control = s->control,
                     .folder = s->dir,
                     .port = s->o->port,
                     .terminals = s->o->terminals,
                     .engine = s->o->engine,
                     .record = s->o->record,
                     .default_port = DEFAULT_PORT,
                     .input = s->report_fd < 0,
                     .prepare = prepare,
                     .report = report,
                     .arg = s};

    set_zone();
    return boot_run(&b);
}

/* A log that has grown makes room for a new one; one old log is kept. */
static void
rotate_log(const struct sys *s)
{
    char old[PATHS_MAX];
    struct stat st;

    if (stat(s->log, &st) == 0 && st.st_size > LOG_MAX &&
        paths_join(old, s->dir, "log.old"))
        rename(s->log, old);
}

/* The machine's own process: session, log, lock. */
static int
background(struct sys *s)
{
    struct err e;
    pid_t holder;
    int fd;

    setsid();
    if (!take_lock(s, &holder, &e)) {
        report(s, holder >= 0 ? "taken" : e.text);
        return 1;
    }
    fd = open("/dev/null", O_RDWR);
    if (fd >= 0)
        dup2(fd, STDIN_FILENO);
    rotate_log(s);
    fd = open(s->log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (fd < 0) {
        err_set(&e, "%s: %s", s->log, strerror(errno));
        report(s, e.text);
        return 1;
    }
    dup2(fd, STDOUT_FILENO);
    dup2(fd, STDERR_FILENO);
    close(fd);
    return run_machine(s);
}

/* Reads what the machine's process reports until it closes the pipe. */
static void
read_report(int fd, char *text, size_t size)
{
    size_t len = 0;
    ssize_t n;

    while (len < size - 1) {
        n = read(fd, text + len, size - 1 - len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        len += (size_t)n;
    }
    text[len] = '\0';
}

/* Starts the machine in the background and waits until it is ready. */
static bool
start(struct sys *s, struct err *e)
{
    char text[sizeof e->text];
    int fds[2];
    pid_t pid;

    if (pipe2(fds, O_CLOEXEC) != 0)
        return err_set(e, "pipe: %s", strerror(errno));
    fflush(NULL);
    pid = fork();
    if (pid < 0)
        return err_set(e, "fork: %s", strerror(errno));
    if (pid == 0) {
        close(fds[0]);
        s->report_fd = fds[1];
        exit(background(s));
    }
    close(fds[1]);
    read_report(fds[0], text, sizeof text);
    close(fds[0]);
    if (strcmp(text, "ready") == 0)
        return true;
    waitpid(pid, NULL, 0);
    s->taken = strcmp(text, "taken") == 0;
    if (text[0] == '\0')
        return err_set(e, "the machine ended before it was ready; see %s",
                       s->log);
    return err_set(e, "%s", text);
}

struct greeting {
    struct ctl_hello hello;
    bool done, ok;
    struct err e;
};

static void
on_line(void *arg, enum ctl_kind kind, const char *text)
{
    struct greeting *g = arg;

    if (g->done)
        return;
    g->done = true;
    if (kind != CTL_HELLO)
        err_set(&g->e, "it does not greet as a machine does");
    else
        g->ok = ctl_parse_hello(text, &g->hello, &g->e);
}

/* Reads the greeting of the machine that has the lock. *absent: nobody listens
 * there yet. */
static bool
greeting(struct sys *s, struct ctl_hello *hello, bool *absent, struct err *e)
{
    struct greeting g = {.ok = false};
    struct ctl_reader *reader;
    struct pollfd p = {.events = POLLIN};
    char buf[512];
    ssize_t n;
    int fd = ctl_connect(s->control, absent, e);

    if (fd < 0)
        return false;
    reader = calloc(1, sizeof *reader);
    if (reader == NULL)
        abort();
    p.fd = fd;
    /* One that hangs, or ends just now, does not greet. */
    while (!g.done && poll(&p, 1, GREETING_MS) > 0 &&
           (n = read(fd, buf, sizeof buf)) > 0)
        if (!ctl_feed(reader, buf, (size_t)n, on_line, &g))
            break;
    free(reader);
    close(fd);
    *absent = !g.done;
    *hello = g.hello;
    if (g.done && !g.ok)
        return err_set(e, "%s: %s", s->control, g.e.text);
    return g.ok;
}

/* What the command line asks for must be what the running machine has. */
static bool
agrees(const struct sys *s, const struct ctl_hello *h, struct err *e)
{
    if (s->o->record != NULL)
        return err_set(e,
                       "the system in %s runs already: record it by its "
                       "console command record; process %ld",
                       s->dir, h->pid);
    if (s->o->port > 0 && (unsigned)s->o->port != h->port)
        return err_set(e,
                       "the system in %s runs already, with TN3270 on port "
                       "%u, not %d: process %ld",
                       s->dir, h->port, s->o->port, h->pid);
    if (s->o->terminals >= 0 && (unsigned)s->o->terminals != h->terminals)
        return err_set(e,
                       "the system in %s runs already, with %u terminals, "
                       "not %d: process %ld",
                       s->dir, h->terminals, s->o->terminals, h->pid);
    return true;
}

static int
become_terminal(const struct sys *s)
{
    char program[PATHS_MAX];
    struct err e;

    if (!paths_beside(program, "cambridge-terminal", &e))
        return fail(e.text);
    execl(program, "cambridge-terminal", "--state", s->dir, (char *)NULL);
    fprintf(stderr, "cambridge: %s: %s\n", program, strerror(errno));
    fprintf(stderr, "cambridge: the machine runs on; any TN3270 client can "
                    "connect to it\n");
    return 1;
}

/* On a terminal: attach, or start and attach. */
static int
interactive(struct sys *s)
{
    struct ctl_hello hello;
    struct err e;
    pid_t holder;
    bool absent;

    uint64_t end = clock_mono_ns() + ATTACH_WAIT * 1000000000ull;

    while (clock_mono_ns() < end) {
        if (take_lock(s, &holder, &e)) {
            release_lock(s);
            printf("Starting the system in %s\n", s->dir);
            if (start(s, &e))
                return become_terminal(s);
            if (!s->taken)
                return fail(e.text);
            continue;
        }
        if (holder < 0)
            return fail(e.text);
        if (greeting(s, &hello, &absent, &e)) {
            if (!agrees(s, &hello, &e))
                return fail(e.text);
            return become_terminal(s);
        }
        if (!absent)
            return fail(e.text);
        poll(NULL, 0, RETRY_MS);
    }
    fprintf(stderr, "cambridge: process %ld has %s but does not answer\n",
            (long)holder, s->lock);
    return 1;
}

static bool
find_all(struct sys *s, struct err *e)
{
    if (!paths_share(s->share, e) || !paths_state(s->dir, s->o->state, e))
        return false;
    if (!paths_join(s->config, s->share, "cambridge.conf") ||
        !paths_join(s->rc, s->share, "cambridge.rc") ||
        !paths_join(s->control, s->dir, "control") ||
        !paths_join(s->lock, s->dir, "lock") ||
        !paths_join(s->log, s->dir, "log"))
        return err_set(e, "the state folder's name is too long");
    return true;
}

int
system_start(const struct system_options *o)
{
    struct sys *s = calloc(1, sizeof *s);
    struct err e;
    pid_t holder;
    int status;

    if (s == NULL)
        abort();
    s->o = o;
    s->lock_fd = s->report_fd = -1;
    if (!find_all(s, &e)) {
        status = fail(e.text);
    } else if (!o->headless && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)) {
        status = interactive(s);
    } else if (take_lock(s, &holder, &e)) {
        status = run_machine(s);
    } else if (holder < 0) {
        status = fail(e.text);
    } else {
        fprintf(stderr,
                "cambridge: the system in %s runs already: process %ld\n",
                s->dir, (long)holder);
        status = 1;
    }
    free(s);
    return status;
}
