/* SPDX-License-Identifier: MIT */
/* Reads configuration files: lines, INCLUDE, and the table of statements.
 * Device lines are in config_device.c. A statement that is not known costs a
 * warning, since files written for Hercules have many that change nothing
 * here; one that is known and wrong is an error, after which the lines behind
 * it are read all the same: one start tells all that is wrong. */
#include "config.h"

#include "machine/configuration.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cpu/cpu.h"
#include "machine/config_device.h"
#include "machine/config_minor.h"
#include "machine/symbols.h"

enum { MAX_INCLUDE = 8, MAX_LINE = 1024, DOS_END = 0x1a };

struct reader {
    struct config *c;
    config_say *say;
    void *arg;
    int depth;
    bool ignore; /* IGNORE INCLUDE_ERRORS: a file that is not there is none */
    unsigned errors;
    struct err *last; /* the last of them, which is not told yet */
};

struct statement {
    const char *name;
    int min, max; /* operands; max < 0: any number, min at least */
    bool (*set)(struct config *c, int argc, char **argv, struct err *e);
};

int
config_split(char *line, char **words, int max)
{
    int n = 0;
    char *p = line;

    for (;;) {
        while (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n')
            p++;
        if (*p == '\0' || *p == '#')
            return n;
        if (n == max)
            return -2;
        if (*p == '"' || *p == '\'') {
            char quote = *p++;
            words[n++] = p;
            p = strchr(p, quote);
            if (p == NULL)
                return -1;
            *p++ = '\0';
            continue;
        }
        words[n++] = p;
        while (*p != '\0' && !isspace((unsigned char)*p))
            p++;
        if (*p != '\0')
            *p++ = '\0';
    }
}

static bool
set_mainsize(struct config *c, int argc, char **argv, struct err *e)
{
    size_t len = strlen(argv[0]);
    char text[16] = "";
    unsigned long n;

    (void)argc;
    /* Later releases of Hercules take a unit: 16M. */
    if (len > 1 && len < sizeof text &&
        toupper((unsigned char)argv[0][len - 1]) == 'M')
        len--;
    if (len < sizeof text)
        memcpy(text, argv[0], len);
    if (!config_number(text, 10, 1, CONFIG_MAX_MAINSIZE, &n))
        return err_set(e, "\"%s\": main storage is 1 to %d megabytes", argv[0],
                       CONFIG_MAX_MAINSIZE);
    c->mainsize = (unsigned)n;
    return true;
}

static bool
set_cpuserial(struct config *c, int argc, char **argv, struct err *e)
{
    unsigned long n;

    (void)argc;
    if (!config_number(argv[0], 16, 0, 0xffffff, &n))
        return err_set(e, "\"%s\": a serial number is up to 6 hex digits",
                       argv[0]);
    c->cpuserial = (uint32_t)n;
    return true;
}

static bool
set_cpumodel(struct config *c, int argc, char **argv, struct err *e)
{
    unsigned long n;

    (void)argc;
    if (!config_number(argv[0], 16, 0, 0xffff, &n))
        return err_set(e, "\"%s\": a model is up to 4 hex digits", argv[0]);
    c->cpumodel = (uint16_t)n;
    return true;
}

/* Of a channel, or of those from one to another: `1`, `1-5`. */
static bool
set_channel(struct config *c, int argc, char **argv, struct err *e)
{
    static const struct {
        const char *name;
        enum chan_type type;
    } types[] = {{"BYTE", CHAN_BYTE},
                 {"SELECTOR", CHAN_SELECTOR},
                 {"BLOCK", CHAN_BLOCK}};
    char first[8], *dash;
    unsigned long lo, hi;
    unsigned t = 0;

    (void)argc;
    snprintf(first, sizeof first, "%.7s", argv[0]);
    dash = strchr(first, '-');
    if (dash != NULL)
        *dash++ = '\0';
    if (strlen(argv[0]) >= sizeof first ||
        !config_number(first, 16, 0, CHANNELS - 1, &lo) ||
        !config_number(dash == NULL ? first : dash, 16, lo, CHANNELS - 1, &hi))
        return err_set(e, "\"%s\": channels are 0 to 1F hex, or a range",
                       argv[0]);
    while (t < 3 && strcasecmp(argv[1], types[t].name) != 0)
        t++;
    if (t == 3)
        return err_set(e, "\"%s\": the types are BYTE, SELECTOR and BLOCK",
                       argv[1]);
    for (unsigned long n = lo; n <= hi; n++)
        c->channels[n] = types[t].type;
    return true;
}

static bool
set_cnslport(struct config *c, int argc, char **argv, struct err *e)
{
    char *colon = strrchr(argv[0], ':');
    unsigned long n;

    (void)argc;
    if (!config_number(colon == NULL ? argv[0] : colon + 1, 10, 0, 65535, &n))
        return err_set(e, "\"%s\": a port is 0 to 65535, or host:port",
                       argv[0]);
    free(c->cnslhost);
    c->cnslhost = NULL;
    if (colon != NULL)
        c->cnslhost = strndup(argv[0], (size_t)(colon - argv[0]));
    c->cnslport = (int)n;
    return true;
}

static bool
set_archmode(struct config *c, int argc, char **argv, struct err *e)
{
    static const char *const same[] = {"S/370", "S370", "370", NULL};

    (void)c, (void)argc;
    for (int i = 0; same[i] != NULL; i++)
        if (strcasecmp(argv[0], same[i]) == 0)
            return true;
    return err_set(e, "\"%s\": this machine is an S/370", argv[0]);
}

static bool
set_engine(struct config *c, int argc, char **argv, struct err *e)
{
    (void)argc;
    if (cpu_engine_named(argv[0], &c->engine))
        return true;
    return err_set(e, "\"%s\": the engines are reference, fast and lockstep",
                   argv[0]);
}

static bool
set_facility(struct config *c, int argc, char **argv, struct err *e)
{
    unsigned fac;

    (void)argc;
    if (strcasecmp(argv[1], "EXTENSION") == 0)
        fac = CPU_FAC_EXTENSION;
    else if (strcasecmp(argv[1], "DAS") == 0)
        fac = CPU_FAC_DAS;
    else
        return err_set(e, "\"%s\": the facilities are EXTENSION and DAS",
                       argv[1]);
    if (strcasecmp(argv[0], "ENABLE") == 0)
        c->facilities |= fac;
    else if (strcasecmp(argv[0], "DISABLE") == 0)
        c->facilities &= ~fac;
    else
        return err_set(e, "\"%s\": ENABLE or DISABLE", argv[0]);
    return true;
}

/* A signed number of years. */
static bool
years(const char *text, int *out)
{
    unsigned long n;
    bool minus = text[0] == '-';

    if (text[0] == '-' || text[0] == '+')
        text++;
    if (!config_number(text, 10, 0, 142, &n))
        return false;
    *out = minus ? -(int)n : (int)n;
    return true;
}

static bool
set_yroffset(struct config *c, int argc, char **argv, struct err *e)
{
    (void)argc;
    if (!years(argv[0], &c->yroffset))
        return err_set(e, "\"%s\": years to add to the clock, -142 to 142",
                       argv[0]);
    return true;
}

static bool
set_sysepoch(struct config *c, int argc, char **argv, struct err *e)
{
    unsigned long n;

    if (!config_number(argv[0], 10, 1900, 2042, &n))
        return err_set(e, "\"%s\": a year, 1900 to 2042", argv[0]);
    c->sysepoch = (int)n;
    return argc < 2 || set_yroffset(c, 1, argv + 1, e);
}

static bool
set_numcpu(struct config *c, int argc, char **argv, struct err *e)
{
    (void)c, (void)argc;
    if (strcmp(argv[0], "1") != 0)
        return err_set(e, "\"%s\": the machine has one processor", argv[0]);
    return true;
}

static bool
set_onend(struct config *c, int argc, char **argv, struct err *e)
{
    char text[MAX_LINE + CONFIG_MAX_WORDS];
    size_t used = 0;
    char **grown;

    for (int i = 0; i < argc; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s",
                                 i > 0 ? " " : "", argv[i]);
    grown = realloc(c->onend, (c->onends + 1) * sizeof *grown);
    if (grown == NULL)
        return err_set(e, "out of memory");
    c->onend = grown;
    c->onend[c->onends] = strdup(text);
    if (c->onend[c->onends] == NULL)
        return err_set(e, "out of memory");
    c->onends++;
    return true;
}

static bool
set_ostailor(struct config *c, int argc, char **argv, struct err *e)
{
    (void)argc;
    if (config_ostailor(argv[0], &c->pgmtrace))
        return true;
    return err_set(e,
                   "\"%s\": the systems are OS/390, VM, VSE, Z/OS, LINUX, NULL "
                   "and QUIET",
                   argv[0]);
}

static const struct statement statements[] = {
    {"ARCHMODE", 1, 1, set_archmode},
    {"ARCHLVL", 1, 1, set_archmode},
    {"CHANNEL", 2, 2, set_channel},
    {"CNSLPORT", 1, 1, set_cnslport},
    {"CODEPAGE", 1, 1, config_set_codepage},
    {"CPUMODEL", 1, 1, set_cpumodel},
    {"CPUSERIAL", 1, 1, set_cpuserial},
    {"CPUVERID", 1, 2, config_set_cpuverid},
    {"DEFSYM", 1, 2, config_set_defsym},
    {"DIAG8CMD", 1, 2, config_set_diag8cmd},
    {"ECPSVM", 1, 3, config_set_ecpsvm},
    {"ENGINE", 1, 1, set_engine},
    {"FACILITY", 2, 2, set_facility},
    {"LOADPARM", 1, 1, config_set_loadparm},
    {"MAINSIZE", 1, 1, set_mainsize},
    {"NUMCPU", 1, 1, set_numcpu},
    {"ONEND", 1, -1, set_onend},
    {"OSTAILOR", 1, 1, set_ostailor},
    {"SYSEPOCH", 1, 2, set_sysepoch},
    {"TZOFFSET", 1, 1, config_set_tzoffset},
    {"YROFFSET", 1, 1, set_yroffset},
    {NULL, 0, 0, NULL},
};

static bool read_file(struct reader *r, const char *file, struct err *e);

/* A file that is no text must not send its bytes to a terminal. */
static void
clean(char *text)
{
    for (char *p = text; *p != '\0'; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7f)
            *p = '?';
}

static void __attribute__((format(printf, 2, 3)))
warn(struct reader *r, const char *fmt, ...)
{
    char text[MAX_LINE + 4200];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    clean(text);
    if (r->say != NULL)
        r->say(r->arg, CONFIG_WARNING, text);
}

/* One more error; the one before it is told. */
static void
wrong(struct reader *r, const struct err *e)
{
    if (r->errors++ > 0 && r->say != NULL)
        r->say(r->arg, CONFIG_ERROR, r->last->text);
    *r->last = *e;
    clean(r->last->text);
}

/* INCLUDE names a file relative to the one it stands in, or, as Hercules has
 * it, to the folder in which the program was started. */
static bool
include(struct reader *r, const char *from, unsigned line, const char *name,
        struct err *e)
{
    const char *slash = strrchr(from, '/');
    char path[4096];
    int n;

    if (r->depth >= MAX_INCLUDE)
        return err_set(e, "INCLUDE: more than %d files inside each other",
                       MAX_INCLUDE);
    if (name[0] == '/' || slash == NULL)
        n = snprintf(path, sizeof path, "%s", name);
    else
        n = snprintf(path, sizeof path, "%.*s/%s", (int)(slash - from), from,
                     name);
    if (n < 0 || (size_t)n >= sizeof path)
        return err_set(e, "INCLUDE: the file name is too long");
    if (access(path, F_OK) != 0 && access(name, F_OK) == 0)
        snprintf(path, sizeof path, "%s", name);
    if (r->ignore && access(path, F_OK) != 0) {
        warn(r, "%s line %u: INCLUDE: %s: %s", from, line, name,
             strerror(errno));
        return true;
    }
    return read_file(r, path, e);
}

static bool
statement(struct reader *r, const char *file, unsigned line, int argc,
          char **argv, struct err *e)
{
    for (const struct statement *s = statements; s->name != NULL; s++) {
        if (strcasecmp(argv[0], s->name) != 0)
            continue;
        if (argc - 1 < s->min)
            return err_set(e, "%s: an operand is missing", s->name);
        if (s->max >= 0 && argc - 1 > s->max)
            return err_set(e, "%s: \"%s\" is one operand too many", s->name,
                           argv[s->max + 1]);
        r->c->note[0] = '\0';
        if (!s->set(r->c, argc - 1, argv + 1, e))
            return err_prefix(e, "%s", s->name);
        if (r->c->note[0] != '\0')
            warn(r, "%s line %u: %s: %s", file, line, s->name, r->c->note);
        return true;
    }
    warn(r, "%s line %u: statement %s is not known here and was skipped", file,
         line, argv[0]);
    return true;
}

static bool
read_line(struct reader *r, const char *file, unsigned line, char *text,
          struct err *e)
{
    char *argv[CONFIG_MAX_WORDS];
    int argc;

    if (text[strspn(text, " \t")] == '*')
        return true;
    argc = config_split(text, argv, CONFIG_MAX_WORDS);
    if (argc == -1)
        return err_set(e, "the closing quote is missing");
    if (argc == -2)
        return err_set(e, "more than %d words", CONFIG_MAX_WORDS);
    if (argc == 0)
        return true;
    if (isxdigit((unsigned char)argv[0][0]) && config_is_address(argv[0]))
        return config_add_device(r->c, file, line, argc, argv, e);
    if (isdigit((unsigned char)argv[0][0]))
        return err_set(e, "\"%s\" is no device address (1 to 4 hex digits)",
                       argv[0]);
    if (strcasecmp(argv[0], "INCLUDE") == 0) {
        if (argc != 2)
            return err_set(e, "INCLUDE: one file name is needed");
        return include(r, file, line, argv[1], e);
    }
    if (strcasecmp(argv[0], "IGNORE") == 0 && argc == 2 &&
        strcasecmp(argv[1], "INCLUDE_ERRORS") == 0)
        return r->ignore = true;
    return statement(r, file, line, argc, argv, e);
}

/* The rest of a line that is too long. */
static void
skip_line(FILE *f)
{
    int ch;

    while ((ch = getc(f)) != EOF && ch != '\n')
        ;
}

static bool
take_line(struct reader *r, const char *file, unsigned line, FILE *f, char *raw,
          struct err *e)
{
    char text[MAX_LINE];
    size_t len = strlen(raw);

    if (len == MAX_LINE - 1 && raw[len - 1] != '\n') {
        skip_line(f);
        return err_set(e, "the line is longer than %d", MAX_LINE - 2);
    }
    if (!symbols_expand(raw, text, sizeof text))
        return err_set(e, "the line is longer than %d", MAX_LINE - 2);
    return read_line(r, file, line, text, e);
}

static void
read_lines(struct reader *r, const char *file, FILE *f)
{
    char raw[MAX_LINE];
    struct err e;

    for (unsigned line = 1; fgets(raw, sizeof raw, f) != NULL; line++) {
        if (raw[0] == DOS_END || r->errors > CONFIG_MAX_ERRORS)
            break;
        if (!take_line(r, file, line, f, raw, &e)) {
            err_prefix(&e, "%s line %u", file, line);
            if (r->errors == CONFIG_MAX_ERRORS)
                err_set(&e, "%s line %u: more is wrong and not told", file,
                        line);
            wrong(r, &e);
        }
    }
    if (ferror(f)) {
        err_set(&e, "%s: %s", file, strerror(errno));
        wrong(r, &e);
    }
}

/* False when it cannot be opened. What is wrong with its lines counts among the
 * reader's errors. */
static bool
read_file(struct reader *r, const char *file, struct err *e)
{
    FILE *f = fopen(file, "r");

    if (f == NULL)
        return err_set(e, "%s: %s", file, strerror(errno));
    r->depth++;
    read_lines(r, file, f);
    r->depth--;
    fclose(f);
    return true;
}

void
config_init(struct config *c)
{
    memset(c, 0, sizeof *c);
    c->mainsize = 2;
    c->cpuserial = 1;
    c->cpumodel = 0x3032;
    c->cnslport = -1;
    c->sysepoch = 1900;
    c->engine = CPU_FAST;
    for (unsigned n = 0; n < CHANNELS; n++)
        c->channels[n] = n == 0 ? CHAN_BYTE : CHAN_BLOCK;
}

bool
config_read(struct config *c, const char *file, config_say *say, void *arg,
            struct err *e)
{
    struct reader r = {.c = c, .say = say, .arg = arg, .last = e};

    return read_file(&r, file, e) && r.errors == 0;
}

void
config_free(struct config *c)
{
    for (unsigned i = 0; i < c->ndevices; i++)
        config_device_free(&c->devices[i]);
    for (unsigned i = 0; i < c->onends; i++)
        free(c->onend[i]);
    free(c->devices);
    free(c->onend);
    free(c->cnslhost);
    config_init(c);
}
