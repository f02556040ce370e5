/* SPDX-License-Identifier: MIT */
/* cambridge-terminal: options, and where to connect. With a state folder the
 * running machine's control socket gives the port and is the operator console;
 * with a port alone it is a plain TN3270 client. */
#include "config.h"

#include <argp.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/state.h"
#include "terminal/app.h"

enum { DEFAULT_PORT = 3270, CONTROL_MAX = 4096 };

enum option_key {
    OPT_MODEL = 'm',
    OPT_PORT = 'p',
    OPT_STATE = 's',
    OPT_DEVICE = 'd',
    OPT_CODEPAGE = 'c',
    OPT_NUMERIC = 'n'
};

struct options {
    struct session_config config;
    const char *state;
    bool port_given, host_given;
};

const char *argp_program_version = PACKAGE_STRING;

static const struct argp_option options[] = {
    {"port", OPT_PORT, "N", 0,
     "TN3270 port (default: of the running machine, else 3270)", 0},
    {"state", OPT_STATE, "DIR", 0,
     "state folder of the running machine: its control socket gives the "
     "port and is the operator console",
     0},
    {"model", OPT_MODEL, "N", 0,
     "3270 model: 2 is 24x80 (default), 3 32x80, 4 43x80, 5 27x132", 0},
    {"device", OPT_DEVICE, "NAME", 0,
     "ask for the device of this name or address", 0},
    {"codepage", OPT_CODEPAGE, "CP", 0, "EBCDIC code page: 1047 (default), 037",
     0},
    {"no-numeric-lock", OPT_NUMERIC, NULL, 0,
     "let any character be typed into a numeric field", 0},
    {0}};

static bool
number(const char *text, unsigned least, unsigned most, unsigned *out)
{
    char *end;
    unsigned long v;

    if (text[0] < '0' || text[0] > '9')
        return false;
    errno = 0;
    v = strtoul(text, &end, 10);
    if (errno || *end != '\0' || v < least || v > most)
        return false;
    *out = (unsigned)v;
    return true;
}

static void
copy(struct argp_state *st, char *out, size_t size, const char *text,
     const char *what)
{
    if (strlen(text) >= size)
        argp_error(st, "%s too long: %.40s...", what, text);
    else
        strcpy(out, text);
}

static error_t
parse(int key, char *arg, struct argp_state *st)
{
    struct options *o = st->input;

    switch (key) {
    case OPT_PORT:
        if (!number(arg, 1, 65535, &o->config.port))
            argp_error(st, "port %s: a number from 1 to 65535", arg);
        o->port_given = true;
        return 0;
    case OPT_STATE:
        o->state = arg;
        return 0;
    case OPT_MODEL:
        if (!number(arg, 2, 5, &o->config.model))
            argp_error(st, "model %s: a number from 2 to 5", arg);
        return 0;
    case OPT_DEVICE:
        copy(st, o->config.device, sizeof(o->config.device), arg, "device");
        return 0;
    case OPT_CODEPAGE:
        if (!codepage_by_name(arg, &o->config.codepage))
            argp_error(st, "code page %s: 1047 or 037", arg);
        return 0;
    case OPT_NUMERIC:
        o->config.numeric_lock = false;
        return 0;
    case ARGP_KEY_ARG:
        if (o->host_given)
            argp_error(st, "more than one host: %s", arg);
        copy(st, o->config.host, sizeof(o->config.host), arg, "host");
        o->host_given = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* Opens the control socket in `dir`. A folder that the user did not name may be
 * without a machine. */
static bool
find_machine(struct app *app, const char *dir, bool named, bool port_given,
             struct err *err)
{
    char path[CONTROL_MAX];

    if (snprintf(path, sizeof(path), "%s/control", dir) >= (int)sizeof(path))
        return !named || err_set(err, "state folder name too long");
    if (!opcon_open(&app->opcon, path, err))
        return !named;
    app->has_opcon = true;
    if (!port_given)
        app->config.port = app->opcon.hello.port;
    return true;
}

/* Characters beyond ASCII need a locale that has them. A terminal without LANG
 * is taken to be a UTF-8 one. */
static void
set_locale(void)
{
    const char *l = setlocale(LC_ALL, "");

    if (l == NULL || strcmp(nl_langinfo(CODESET), "ANSI_X3.4-1968") == 0)
        setlocale(LC_CTYPE, "C.UTF-8");
}

int
main(int argc, char **argv)
{
    static const struct argp argp = {
        options,
        parse,
        "[HOST]",
        "A 3270 terminal for Cambridge, and for any TN3270 server.\v"
        "Without --state, --port or HOST it looks for a machine in the default "
        "state folder. Esc ? shows the keys.",
        NULL,
        NULL,
        NULL};
    static struct app app; /* large; the program has one */
    struct options o = {.config = {.model = 2, .numeric_lock = true}};
    char dir[CONTROL_MAX - 16];
    struct err err;

    set_locale();
    strcpy(o.config.host, "127.0.0.1");
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        fprintf(stderr, "%s: standard input and output must be a terminal\n",
                program_invocation_short_name);
        return 1;
    }
    app.config = o.config;
    if (!o.port_given)
        app.config.port = DEFAULT_PORT;
    if (o.state != NULL || (!o.port_given && !o.host_given)) {
        bool named = o.state != NULL;

        if (!named && !state_default_dir(dir, sizeof(dir)))
            dir[0] = '\0';
        if ((named || dir[0]) && !find_machine(&app, named ? o.state : dir,
                                               named, o.port_given, &err)) {
            fprintf(stderr, "%s: %s\n", program_invocation_short_name,
                    err.text);
            return 1;
        }
    }
    return app_run(&app);
}
