/* SPDX-License-Identifier: MIT */
/* Test scripts in the manner of Hercules' .tst files: the command runtest, and
 * the comments *Testcase, *Compare, *Want, *Gpr and *Done, which there a
 * program reads from the log and here the machine itself understands. */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "machine/console.h"
#include "machine/machine.h"

enum { SECONDS_DEFAULT = 30 };

struct console_test {
    char name[80];
    unsigned wanted, failed;
    char last[CONSOLE_LINE_MAX]; /* the line of storage shown last */
};

void
console_test_free(struct console_test *t)
{
    free(t);
}

static struct console_test *
test_of(struct machine *m)
{
    if (m->test == NULL)
        m->test = calloc(1, sizeof *m->test);
    if (m->test == NULL)
        abort();
    return m->test;
}

void
console_test_shown(struct machine *m, const char *line)
{
    if (m->test != NULL)
        snprintf(m->test->last, sizeof m->test->last, "%s", line);
}

void
cmd_runtest(struct machine *m, int argc, char **argv)
{
    bool start = argc > 1 && strcasecmp(argv[1], "start") == 0;
    bool named = start || (argc > 1 && strcasecmp(argv[1], "restart") == 0);
    const char *text = argc > 1 + named ? argv[1 + named] : NULL;
    double seconds = SECONDS_DEFAULT;
    char *end;

    if (text != NULL) {
        seconds = strtod(text, &end);
        if (!isdigit((unsigned char)text[0]) || *end != '\0' ||
            !(seconds <= 1e6) || argc > 2 + named) {
            console_printf(m, "runtest: \"%s\" is no number of seconds", text);
            return;
        }
    }
    if (!console_need_stopped(m, "runtest"))
        return;
    test_of(m);
    if (start)
        machine_start(m);
    else
        cmd_restart(m, 1, argv);
    m->script_till_stop = m->script_test = true;
    m->script_pause = machine_wall(m) + (uint64_t)(seconds * 4096e6);
}

void
console_test_ended(struct machine *m, bool stopped)
{
    if (stopped)
        return;
    console_command(m, "stop"); /* as a command, it is recorded */
    test_of(m)->failed++;
    console_printf(m, "runtest: the processor did not stop in time; it is "
                      "stopped now");
}

static void
check(struct machine *m, bool good, const char *what)
{
    struct console_test *t = test_of(m);

    t->wanted++;
    t->failed += !good;
    if (!good)
        console_printf(m, "Test \"%s\": not as wanted: %s", t->name, what);
}

/* The hex digits of `from` in upper case, blanks between them passed over, up
 * to what is no hex digit. */
static void
digits(const char *from, char *to, size_t size)
{
    size_t n = 0;

    for (; n < size - 1 && (*from == ' ' || isxdigit((unsigned char)*from));
         from++)
        if (*from != ' ')
            to[n++] = (char)toupper((unsigned char)*from);
    to[n] = '\0';
}

/* *Want "what" xxxxxxxx ...: the storage line shown last begins with that. */
static void
want(struct machine *m, const char *text)
{
    char wanted[CONSOLE_LINE_MAX], seen[33];
    const char *p = strchr(text, '"'), *q = p ? strchr(p + 1, '"') : NULL;
    const char *equals = strchr(test_of(m)->last, '=');

    digits(q != NULL ? q + 1 : text, wanted, sizeof wanted);
    digits(equals != NULL ? equals + 1 : "", seen, sizeof seen);
    check(m, wanted[0] != '\0' && strncmp(wanted, seen, strlen(wanted)) == 0,
          text);
}

/* *Gpr n xxxxxxxx */
static void
want_gpr(struct machine *m, const char *text)
{
    unsigned n, value;

    check(m,
          sscanf(text, "%x %x", &n, &value) == 2 && n < 16 &&
              m->cpu->gr[n] == value,
          text);
}

static void
done(struct machine *m)
{
    struct console_test *t = test_of(m);

    console_printf(m, "Test \"%s\": %u comparisons, %u failed.", t->name,
                   t->wanted, t->failed);
    t->wanted = t->failed = 0;
}

void
console_test_line(struct machine *m, const char *line)
{
    static const char *const words[] = {"*Testcase", "*Want", "*Gpr", "*Done"};
    const char *text = NULL;
    unsigned i = 0;

    for (; i < 4; i++) {
        size_t n = strlen(words[i]);
        text = line + n;
        if (strncasecmp(line, words[i], n) == 0 &&
            (line[n] == '\0' || line[n] == ' '))
            break;
    }
    if (i == 4 || (m->test == NULL && i != 0))
        return;
    while (*text == ' ')
        text++;
    if (i == 0)
        snprintf(test_of(m)->name, sizeof m->test->name, "%s", text);
    else if (i == 1)
        want(m, text);
    else if (i == 2)
        want_gpr(m, text);
    else
        done(m);
}
