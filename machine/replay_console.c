/* SPDX-License-Identifier: MIT */
/* The console of a replay: where it stops, and the commands that are taken
 * meanwhile. The machine of a replay can be looked at, not changed. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "machine/machine.h"
#include "machine/replay_state.h"

/* Commands that only look. */
static const char *const looks[] = {
    "?",    "archlvl", "archmode", "cr",      "devlist",  "exit",
    "fpr",  "gpr",     "help",     "icount",  "pgmtrace", "psw",
    "quit", "r",       "replay",   "reverse", "shutdown", "t",
    "t+",   "t-",      "t?",       "trace",   "u",        "v",
};

void
replay_over(struct replay *r, enum replay_outcome outcome)
{
    struct machine *m = r->m;

    if (r->over)
        return;
    r->over = true;
    m->status = outcome != REPLAY_ENDED;
    if (outcome == REPLAY_CUT)
        console_printf(m,
                       "Replay of %s: the recording ends here, at instruction "
                       "%llu, without its end (was the program killed?)",
                       r->path, (unsigned long long)m->cpu->icount);
    if (!r->interactive)
        m->end_now = true;
}

static bool
allowed(const char *line)
{
    size_t len;

    line += strspn(line, " \t");
    len = strcspn(line, " \t");
    if (len == 0 || *line == '*' || *line == '#')
        return true;
    for (unsigned i = 0; i < sizeof looks / sizeof looks[0]; i++)
        if (strlen(looks[i]) == len && strncasecmp(line, looks[i], len) == 0)
            return strchr(line, '=') == NULL;
    return false;
}

static void
show_place(struct replay *r)
{
    uint64_t psw = cpu_get_psw(r->m->cpu);

    console_printf(r->m, "At instruction %llu of the replay: PSW=%08X %08X",
                   (unsigned long long)r->m->cpu->icount, (unsigned)(psw >> 32),
                   (unsigned)psw);
}

static void
run_command(struct replay *r, const char *line)
{
    if (allowed(line))
        console_command(r->m, line);
    else
        console_printf(r->m, "A replay can be looked at, not changed: \"%s\"",
                       line);
}

/* While it runs, commands wait; but `stop` stops it where it is. */
static void
take(struct replay *r, const struct msg *msg)
{
    struct machine *m = r->m;

    if (msg->kind == MSG_END) {
        m->end_now = true;
    } else if (msg->kind == MSG_COMMAND || msg->kind == MSG_CONTROL) {
        if (strcasecmp(msg->data, "stop") != 0) {
            machine_script_message(m, msg);
        } else if (!r->stopped) {
            r->interactive = true;
            r->to = m->cpu->icount;
        }
    }
}

static void
run_commands(struct replay *r)
{
    struct machine *m = r->m;

    while (r->stopped && m->script != NULL && !m->end_now) {
        struct msg *msg = m->script;

        m->script = msg->next;
        if (m->script == NULL)
            m->script_last = &m->script;
        msg->next = NULL;
        run_command(r, msg->data);
        mailbox_free(msg);
    }
}

/* Has it come to where it was to stop? */
static void
arrive(struct replay *r)
{
    uint64_t now = r->m->cpu->icount;

    if (now > r->shown) {
        r->shown = now;
        r->quiet = false;
    }
    if (!r->interactive || r->stopped || (now < r->to && !r->over))
        return;
    r->stopped = true;
    r->quiet = false;
    show_place(r);
}

void
replay_console(struct replay *r)
{
    struct machine *m = r->m;
    struct msg *list;

    do {
        arrive(r);
        run_commands(r);
        if (r->stopped && !m->end_now && !atomic_load(&m->mail) &&
            mailbox_wait(m->in, UINT64_MAX))
            atomic_store(&m->mail, true);
        if (!atomic_exchange(&m->mail, false))
            continue;
        list = mailbox_take(m->in);
        for (struct msg *msg = list; msg != NULL; msg = msg->next)
            take(r, msg);
        mailbox_free(list);
        arrive(r);
    } while (r->stopped && !m->end_now);
}

/* Goes to an instruction count, forward or back. */
static void
go(struct replay *r, uint64_t count)
{
    struct err e;

    r->interactive = true;
    if (count < r->m->cpu->icount) {
        r->quiet = true;
        if (!replay_back(r, count, &e)) {
            r->quiet = false;
            console_printf(r->m, "replay: %s", e.text);
            r->m->status = 1;
            r->m->end_now = true;
            return;
        }
        if (count < r->m->cpu->icount)
            count = r->m->cpu->icount; /* where the recording begins */
    } else if (r->over) {
        console_printf(r->m, "The recording ends at instruction %llu",
                       (unsigned long long)r->m->cpu->icount);
        return;
    }
    r->to = count;
    r->stopped = false;
}

static bool
number(const char *text, uint64_t *n)
{
    char *end;

    if (text[0] < '0' || text[0] > '9')
        return false;
    *n = strtoull(text, &end, 10);
    return *end == '\0' && *n < INT64_MAX;
}

void
cmd_replay(struct machine *m, int argc, char **argv)
{
    struct replay *r = m->replay;
    uint64_t n = UINT64_MAX - 1;

    if (r == NULL) {
        console_printf(m,
                       "%s: this is no replay; start one by cambridge "
                       "--replay FILE",
                       argv[0]);
    } else if (argc == 1) {
        show_place(r);
    } else if (argc == 3 &&
               (strcasecmp(argv[1], "to") == 0 ||
                strcmp(argv[1], "--to") == 0) &&
               (number(argv[2], &n) || strcasecmp(argv[2], "end") == 0)) {
        go(r, n);
    } else {
        console_printf(m, "replay: \"%s\" is not to N or to end", argv[1]);
    }
}

void
cmd_reverse(struct machine *m, int argc, char **argv)
{
    struct replay *r = m->replay;
    uint64_t n = 1;

    if (r == NULL || (argc > 1 && !number(argv[1], &n))) {
        if (r == NULL)
            cmd_replay(m, argc, argv);
        else
            console_printf(m, "reverse: \"%s\" is no number of instructions",
                           argv[1]);
        return;
    }
    go(r, n < m->cpu->icount ? m->cpu->icount - n : 0);
}
