/* SPDX-License-Identifier: MIT */
/* Test scripts in the manner of Hercules' .tst files: the command runtest, and
 * the comments *Testcase, *Want, *Gpr, *Done and others, which there a program
 * reads from the log and here the machine itself understands. */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "arch/lowcore.h"
#include "arch/psw.h"
#include "machine/console.h"
#include "machine/machine.h"

enum { SECONDS_DEFAULT = 30 };

struct console_test {
    char name[80];
    unsigned wanted, failed, not_made;
    unsigned program; /* the code that the next runtest is to end with; or 0 */
    bool ran;         /* a runtest has ended, and no *Program looked at it */
    char last[CONSOLE_LINE_MAX]; /* the line of storage shown last: KK=... */
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
        if ((text[0] != '.' && !isdigit((unsigned char)text[0])) ||
            end == text || *end != '\0' || !(seconds <= 1e6) ||
            argc > 2 + named) {
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

static void
check(struct machine *m, bool good, const char *what)
{
    struct console_test *t = test_of(m);

    t->wanted++;
    t->failed += !good;
    if (!good)
        console_printf(m, "Test \"%s\": not as wanted: %s", t->name, what);
}

/* The program interruption taken last, as its old PSW has it. PoO "Program
 * Interruption": in the PSW in BC mode, at location 142 in EC mode. */
static unsigned
program_code(const struct machine *m)
{
    const struct lowcore *low =
        (const void *)(m->storage.main + m->cpu->prefix);
    uint32_t first = get32(&low->pgm_old.w0);

    return first & PSW_EC ? get16(&low->pgm_code) : first & PSW_BC_CODE;
}

static void
check_program(struct machine *m, unsigned wanted)
{
    char text[48];

    snprintf(text, sizeof text, "program interruption %04X, seen %04X", wanted,
             program_code(m));
    check(m, wanted == program_code(m), text);
}

void
console_test_ended(struct machine *m, bool stopped)
{
    struct console_test *t = test_of(m);

    t->ran = t->program == 0;
    if (t->program != 0)
        check_program(m, t->program);
    t->program = 0;
    if (stopped)
        return;
    console_command(m, "stop"); /* as a command, it is recorded */
    t->failed++;
    console_printf(m, "runtest: the processor did not stop in time; it is "
                      "stopped now");
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

/* The whole text is one hex number that has this value. */
static bool
is_hex(const char *text, uint64_t value)
{
    char wanted[CONSOLE_LINE_MAX];

    digits(text, wanted, sizeof wanted);
    return wanted[0] != '\0' && strtoull(wanted, NULL, 16) == value;
}

/* *Gpr n xxxxxxxx, and the same for the other registers: n is decimal. */
static void
want_register(struct machine *m, const char *text, char kind)
{
    char *end;
    unsigned long n = strtoul(text, &end, 10);
    const struct cpu *cpu = m->cpu;
    bool good = end != text && n < 16;

    if (kind == 'f')
        good = good && n < 8 && n % 2 == 0 && is_hex(end, cpu->fr[n / 2]);
    else
        good = good && is_hex(end, kind == 'c' ? cpu->cr[n] : cpu->gr[n]);
    check(m, good, text);
}

static void
want_gpr(struct machine *m, const char *text)
{
    want_register(m, text, 'g');
}

static void
want_cr(struct machine *m, const char *text)
{
    want_register(m, text, 'c');
}

static void
want_fpr(struct machine *m, const char *text)
{
    want_register(m, text, 'f');
}

static void
want_prefix(struct machine *m, const char *text)
{
    check(m, is_hex(text, m->cpu->prefix), text);
}

/* *Key xx: that of the storage line shown last. */
static void
want_key(struct machine *m, const char *text)
{
    check(m, is_hex(text, strtoul(test_of(m)->last, NULL, 16)), text);
}

/* *Program n stands before the runtest that is to end so, or behind it. */
static void
want_program(struct machine *m, const char *text)
{
    struct console_test *t = test_of(m);
    unsigned code = (unsigned)strtoul(text, NULL, 16);

    if (t->ran)
        check_program(m, code);
    else
        t->program = code;
    t->ran = false;
}

static void
testcase(struct machine *m, const char *text)
{
    struct console_test *t = test_of(m);

    snprintf(t->name, sizeof t->name, "%s", text);
    t->program = 0;
    t->ran = false;
}

/* Comparisons of messages, which are other ones here, and conditions. */
static void
not_made(struct machine *m, const char *text)
{
    (void)text;
    test_of(m)->not_made++;
}

static void
done(struct machine *m, const char *text)
{
    struct console_test *t = test_of(m);
    char more[32] = "";

    (void)text;
    if (t->program != 0)
        check(m, false, "a program interruption, without a runtest");
    if (t->not_made > 0)
        snprintf(more, sizeof more, ", %u not made", t->not_made);
    console_printf(m, "Test \"%s\": %u comparisons, %u failed%s.", t->name,
                   t->wanted, t->failed, more);
    t->wanted = t->failed = t->not_made = t->program = 0;
}

static const struct {
    const char *word;
    void (*fn)(struct machine *m, const char *text);
} directives[] = {
    {"*Testcase", testcase},  {"*Want", want},
    {"*Gpr", want_gpr},       {"*Cr", want_cr},
    {"*Fpr", want_fpr},       {"*Key", want_key},
    {"*Prefix", want_prefix}, {"*Program", want_program},
    {"*Done", done},          {"*Hmsg", not_made},
    {"*Info", not_made},      {"*Error", not_made},
    {"*If", not_made},
};

void
console_test_line(struct machine *m, const char *line)
{
    unsigned i = 0, n = sizeof directives / sizeof *directives;
    size_t len = strcspn(line, " \t");

    while (i < n && (strlen(directives[i].word) != len ||
                     strncasecmp(line, directives[i].word, len) != 0))
        i++;
    if (i == n || (m->test == NULL && directives[i].fn != testcase))
        return;
    line += len;
    directives[i].fn(m, line + strspn(line, " \t"));
}
