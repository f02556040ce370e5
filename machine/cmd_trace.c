/* SPDX-License-Identifier: MIT */
/* Console commands that look on: t, s, b, g, t+devnum, pgmtrace, ostailor, and
 * trace with its filters. */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "arch/insn.h"
#include "arch/psw.h"
#include "machine/config_device.h"
#include "machine/console.h"
#include "machine/machine.h"
#include "machine/trace.h"

enum { RECORDS_DEFAULT = 65536, RECORDS_LEAST = 16, PGM_LAST = 0x40 };

/* addr, addr-addr, addr:addr or addr.len in hex. */
static bool
range(const char *p, struct trace_range *r)
{
    char *end;
    unsigned long first, last;

    if (!isxdigit((unsigned char)*p))
        return false;
    first = last = strtoul(p, &end, 16);
    r->sign = '-';
    if (*end != '\0') {
        r->sign = *end;
        if (strchr("-:.", r->sign) == NULL || !isxdigit((unsigned char)end[1]))
            return false;
        last = strtoul(end + 1, &end, 16);
        if (r->sign == '.')
            last = last > 0 && last <= PSW_ADDR ? first + last - 1 : 0;
    }
    if (*end != '\0' || first > PSW_ADDR || last > PSW_ADDR || last < first)
        return false;
    r->first = (uint32_t)first;
    r->last = (uint32_t)last;
    r->set = true;
    return true;
}

static void
range_text(const struct trace_range *r, char out[40])
{
    if (!r->set)
        out[0] = '\0';
    else if (r->sign == '.')
        snprintf(out, 40, " range %X.%X", r->first, r->last - r->first + 1);
    else
        snprintf(out, 40, " range %X%c%X", r->first, r->sign, r->last);
}

static bool
not_a_range(struct machine *m, const char *name, const char *text)
{
    console_printf(m, "%s: \"%s\" is not addr, addr-addr or addr.len, in hex",
                   name, text);
    return false;
}

/* The operand of t and s: a range, or 0 for all addresses. */
static bool
set_range(struct machine *m, const char *name, const char *text,
          struct trace_range *to)
{
    struct trace_range r = {false, '-', 0, 0};

    if (strcmp(text, "0") != 0 && !range(text, &r))
        return not_a_range(m, name, text);
    *to = r;
    return true;
}

/* t and s with their signs. */
static void
toggle(struct machine *m, int argc, char **argv, bool *on,
       struct trace_range *r, const char *what)
{
    char text[40];

    if (argc > 1 && !set_range(m, argv[0], argv[1], r))
        return;
    if (argv[0][1] == '+')
        *on = true;
    else if (argv[0][1] == '-')
        *on = false;
    trace_update(m->trace);
    range_text(r, text);
    console_printf(m, "Instruction %s %s%s", what, *on ? "on" : "off", text);
}

void
cmd_t(struct machine *m, int argc, char **argv)
{
    toggle(m, argc, argv, &m->trace->tracing, &m->trace->trace_range,
           "tracing");
}

void
cmd_s(struct machine *m, int argc, char **argv)
{
    toggle(m, argc, argv, &m->trace->stepping, &m->trace->step_range,
           "stepping");
}

static void
show_breaks(struct machine *m)
{
    const struct trace *t = m->trace;
    char text[40];

    if (t->breaks == 0)
        console_printf(m, "Instruction break off");
    for (unsigned i = 0; i < t->breaks; i++) {
        range_text(&t->brk[i], text);
        console_printf(m, "Instruction break on%s", text);
    }
}

static void
remove_break(struct machine *m, const char *text)
{
    struct trace *t = m->trace;
    struct trace_range r;
    unsigned i = 0;

    if (!range(text, &r)) {
        not_a_range(m, "b-", text);
        return;
    }
    while (i < t->breaks &&
           (t->brk[i].first != r.first || t->brk[i].last != r.last))
        i++;
    if (i == t->breaks) {
        console_printf(m, "b-: there is no breakpoint %s", text);
        return;
    }
    memmove(&t->brk[i], &t->brk[i + 1], (t->breaks - i - 1) * sizeof t->brk[0]);
    t->breaks--;
}

void
cmd_b(struct machine *m, int argc, char **argv)
{
    struct trace *t = m->trace;
    char sign = argv[0][1];
    struct trace_range r;

    if (sign == '-' && argc > 1) {
        remove_break(m, argv[1]);
    } else if (sign == '-') {
        t->breaks = 0;
    } else if (argc > 1) {
        if (!range(argv[1], &r)) {
            not_a_range(m, argv[0], argv[1]);
            return;
        }
        if (sign != '+')
            t->breaks = 0;
        if (t->breaks == TRACE_BREAKS) {
            console_printf(m, "b+: there are %d breakpoints already",
                           TRACE_BREAKS);
            return;
        }
        t->brk[t->breaks++] = r;
    }
    trace_update(t);
    show_breaks(m);
}

void
cmd_g(struct machine *m, int argc, char **argv)
{
    m->trace->stepping = false;
    trace_update(m->trace);
    cmd_start(m, argc, argv);
}

void
trace_continue(struct machine *m)
{
    const struct trace *t = m->trace;

    if (t->stopped && m->cpu->stopped && t->stopped_count == m->cpu->icount)
        console_command(m, "start"); /* as a command, it is recorded */
}

bool
cmd_device_trace(struct machine *m, const char *word)
{
    struct trace *t = m->trace;
    bool step = tolower((unsigned char)word[0]) == 's', on = word[1] == '+';
    uint8_t *bits = step ? t->ccw_step : t->ccw;
    uint16_t addr;

    if ((!step && tolower((unsigned char)word[0]) != 't') ||
        (!on && word[1] != '-') || !config_address(word + 2, &addr))
        return false;
    if (chansys_find(m->cs, addr) == NULL) {
        console_printf(m, "Device number 0:%04X not found", addr);
        return true;
    }
    bits[addr / 8] &= (uint8_t) ~(1u << addr % 8);
    bits[addr / 8] |= (uint8_t)((unsigned)on << addr % 8);
    trace_update(t);
    console_printf(m, "CCW %s is now %s for device 0:%04X",
                   step ? "stepping" : "tracing", on ? "on" : "off", addr);
    return true;
}

static uint64_t
pgm_bit(unsigned code)
{
    return (uint64_t)1 << (PGM_LAST - code);
}

static void
show_pgmtrace(struct machine *m)
{
    char stars[PGM_LAST + 1] = "";

    if (m->trace->pgm == 0 || m->trace->pgm == UINT64_MAX) {
        console_printf(m, "pgmtrace == %s", m->trace->pgm ? "all" : "none");
        return;
    }
    for (unsigned code = 1; code <= PGM_LAST; code++)
        stars[code - 1] = m->trace->pgm & pgm_bit(code) ? ' ' : '*';
    console_printf(m, " * = Tracing suppressed; otherwise tracing enabled");
    console_printf(m, " 0000000000000001111111111111111222222222222222233333333"
                      "333333334");
    console_printf(m, " 123456789ABCDEF0123456789ABCDEF0123456789ABCDEF01234567"
                      "89ABCDEF0");
    console_printf(m, " %s", stars);
}

void
cmd_pgmtrace(struct machine *m, int argc, char **argv)
{
    const char *text = argc > 1 ? argv[1] : "";
    bool off = text[0] == '-';
    unsigned long code;
    char *end;

    if (argc > 1) {
        code = strtoul(text + off, &end, 16);
        if (!isxdigit((unsigned char)text[off]) || *end != '\0' || code < 1 ||
            code > PGM_LAST) {
            console_printf(m,
                           "pgmtrace: \"%s\" is no program-interruption code "
                           "(1 to 40, in hex)",
                           text);
            return;
        }
        if (off)
            m->trace->pgm &= ~pgm_bit((unsigned)code);
        else
            m->trace->pgm |= pgm_bit((unsigned)code);
        trace_update(m->trace);
    }
    show_pgmtrace(m);
}

void
cmd_ostailor(struct machine *m, int argc, char **argv)
{
    const char *name;

    if (argc > 1 && !config_ostailor(argv[1], &m->trace->pgm)) {
        console_printf(m,
                       "ostailor: \"%s\" is none of os/390, vm, vse, z/os, "
                       "linux, null and quiet",
                       argv[1]);
        return;
    }
    trace_update(m->trace);
    name = config_ostailor_name(m->trace->pgm);
    console_printf(m, "OSTAILOR %s", name != NULL ? name : "(custom)");
}

/* Each part of a comma-separated list. */
static bool
each(char *list, bool (*take)(struct trace_filter *f, const char *part),
     struct trace_filter *f)
{
    char *save = NULL;

    for (char *p = strtok_r(list, ",", &save); p != NULL;
         p = strtok_r(NULL, ",", &save))
        if (!take(f, p))
            return false;
    return true;
}

static bool
take_opcode(struct trace_filter *f, const char *part)
{
    size_t n = strspn(part, "0123456789abcdefABCDEF");
    unsigned long op = strtoul(part, NULL, 16);

    if ((n != 2 && n != 4) || part[n] != '\0' || f->opcodes == TRACE_OPCODES)
        return false;
    f->opcode_mask[f->opcodes] = n == 2 ? 0xff00 : 0xffff;
    f->opcode[f->opcodes++] = (uint16_t)(n == 2 ? op << 8 : op);
    return true;
}

static bool
take_device(struct trace_filter *f, const char *part)
{
    uint16_t addr;

    if (!config_address(part, &addr) || f->devices == TRACE_DEVICES)
        return false;
    f->device[f->devices++] = addr;
    return true;
}

static bool
take_class(struct trace_filter *f, const char *part)
{
    static const char *const names[] = {"ext", "svc", "pgm",
                                        "mck", "io",  "restart"};

    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(part, names[i]) == 0) {
            f->classes |= 1u << i;
            return true;
        }
    return false;
}

/* One operand of `trace on`. */
static bool
take_operand(struct trace_filter *f, char *word, uint32_t *records)
{
    char *value = strchr(word, '='), *end;
    size_t n;
    unsigned long count;

    if (value == NULL) {
        f->insn |= strcasecmp(word, "insn") == 0;
        f->interruptions |= strcasecmp(word, "int") == 0;
        f->io |= strcasecmp(word, "io") == 0;
        return strcasecmp(word, "insn") == 0 || strcasecmp(word, "int") == 0 ||
               strcasecmp(word, "io") == 0;
    }
    n = (size_t)(value++ - word);
    if (n == 5 && strncasecmp(word, "range", n) == 0)
        return range(value, &f->range);
    if (n == 2 && strncasecmp(word, "op", n) == 0)
        return each(value, take_opcode, f);
    if (n == 3 && strncasecmp(word, "dev", n) == 0)
        return each(value, take_device, f);
    if (n == 5 && strncasecmp(word, "class", n) == 0)
        return each(value, take_class, f);
    if (n != 7 || strncasecmp(word, "records", n) != 0 ||
        !isdigit((unsigned char)*value))
        return false;
    count = strtoul(value, &end, 10);
    *records = (uint32_t)count;
    return *end == '\0' && count >= RECORDS_LEAST && count <= TRACE_MOST;
}

static void
trace_off(struct machine *m)
{
    struct trace *t = m->trace;

    if (t->file == NULL) {
        console_printf(m, "There is no trace file.");
        return;
    }
    console_printf(m, "%llu records were written to %s",
                   (unsigned long long)tracefile_count(t->file), t->path);
    tracefile_close(t->file);
    free(t->path);
    t->file = NULL;
    t->path = NULL;
    trace_update(t);
}

static void
trace_on(struct machine *m, int argc, char **argv)
{
    struct trace *t = m->trace;
    struct trace_filter f = {.insn = false};
    uint32_t records = RECORDS_DEFAULT;
    uint32_t facilities = m->cpu->facilities & CPU_FAC_EXTENSION
                              ? INSN_SET_DEFAULT
                              : INSN_SET_S370;
    struct err e;

    for (int i = 3; i < argc; i++)
        if (!take_operand(&f, argv[i], &records)) {
            console_printf(m,
                           "trace: \"%s\" is not understood; see \"help "
                           "trace\"",
                           argv[i]);
            return;
        }
    if (!f.insn && !f.interruptions && !f.io)
        f.insn = f.interruptions = f.io = true;
    if (t->file != NULL)
        trace_off(m);
    t->file = tracefile_create(argv[2], records, facilities, &e);
    if (t->file == NULL) {
        console_printf(m, "trace: %s", e.text);
        return;
    }
    t->path = strdup(argv[2]);
    if (t->path == NULL)
        abort();
    t->filter = f;
    trace_update(t);
    console_printf(m, "Trace to %s, a ring of %u records", t->path, records);
}

void
cmd_trace(struct machine *m, int argc, char **argv)
{
    struct trace *t = m->trace;

    if (argc == 1 && t->file == NULL)
        console_printf(m, "There is no trace file.");
    else if (argc == 1)
        console_printf(m, "Trace to %s:%s%s%s, %llu records so far", t->path,
                       t->filter.insn ? " insn" : "",
                       t->filter.interruptions ? " int" : "",
                       t->filter.io ? " io" : "",
                       (unsigned long long)tracefile_count(t->file));
    else if (argc == 2 && strcasecmp(argv[1], "off") == 0)
        trace_off(m);
    else if (argc > 2 && strcasecmp(argv[1], "on") == 0)
        trace_on(m, argc, argv);
    else
        console_printf(m, "trace: on with a file name, or off");
}
