/* SPDX-License-Identifier: MIT */
/* The program `cambridge`: its command line. */
#include "config.h"

#include <argp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cpu/cpu.h"
#include "machine/boot.h"
#include "machine/build.h"
#include "machine/system.h"

const char *argp_program_version = PACKAGE_STRING " (" CAMBRIDGE_BUILD ")";

enum {
    OPT_RC = 256,
    OPT_CONTROL,
    OPT_STATE,
    OPT_PORT,
    OPT_HEADLESS,
    OPT_TERMINALS,
    OPT_ENGINE,
    OPT_RECORD,
    OPT_REPLAY,
    OPT_TO
};

static const struct argp_option options[] = {
    {NULL, 0, NULL, 0, "The default system:", 1},
    {"state", OPT_STATE, "DIR", 0, "where its volumes and its log are kept", 0},
    {"port", OPT_PORT, "N", 0,
     "TCP port for TN3270 on loopback (3270; 0: any that is free)", 0},
    {"headless", OPT_HEADLESS, NULL, 0,
     "stay in the foreground with a line console, open no terminal", 0},
    {"terminals", OPT_TERMINALS, "N", 0, "number of 3270s (8)", 0},
    {NULL, 0, NULL, 0, "Any other machine:", 2},
    {"file", 'f', "FILE", 0, "the machine's configuration file", 0},
    {"rc", OPT_RC, "FILE", 0, "console commands to run first", 0},
    {"control", OPT_CONTROL, "PATH", 0, "make a control socket there", 0},
    {NULL, 0, NULL, 0, "Either:", 3},
    {"engine", OPT_ENGINE, "NAME", 0,
     "how instructions are executed: reference, fast or lockstep", 0},
    {"record", OPT_RECORD, "FILE", 0, "record the session in a new file", 0},
    {NULL, 0, NULL, 0, "What was recorded:", 4},
    {"replay", OPT_REPLAY, "FILE", 0, "run a recorded session again", 0},
    {"to", OPT_TO, "N", 0, "stop the replay at instruction N, with a console",
     0},
    {NULL, 0, NULL, 0, NULL, 0},
};

struct arguments {
    struct system_options sys;
    const char *file, *rc, *control, *engine, *record, *replay;
    uint64_t to;
};

static int
number(struct argp_state *state, const char *what, const char *text, int max)
{
    char *end;
    long n = strtol(text, &end, 10);

    if (*text == '\0' || *end != '\0' || n < 0 || n > max)
        argp_error(state, "--%s %s: a number from 0 to %d", what, text, max);
    return (int)n;
}

static uint64_t
count(struct argp_state *state, const char *text)
{
    char *end;
    unsigned long long n = strtoull(text, &end, 10);

    if (text[0] < '0' || text[0] > '9' || *end != '\0' || n > INT64_MAX)
        argp_error(state, "--to %s: an instruction count", text);
    return n;
}

/* The default system changes to its state folder before it opens the file. */
static const char *
absolute(struct argp_state *state, const char *name)
{
    char folder[4096], *path = NULL;

    if (name[0] == '/')
        return name;
    if (getcwd(folder, sizeof folder) == NULL ||
        asprintf(&path, "%s/%s", folder, name) < 0)
        argp_error(state, "--record %s: the folder has no name", name);
    return path;
}

/* A recording has its own machine: what makes another does not go with it. */
static void
check_replay(struct argp_state *state, const struct arguments *a)
{
    if (a->replay == NULL && a->to != UINT64_MAX)
        argp_error(state, "--to goes with --replay FILE");
    if (a->replay != NULL &&
        (a->file != NULL || a->record != NULL || a->rc != NULL ||
         a->control != NULL || a->sys.state != NULL || a->sys.headless ||
         a->sys.port >= 0 || a->sys.terminals >= 0))
        argp_error(state, "with --replay go --to and --engine only");
}

static error_t
parse(int key, char *arg, struct argp_state *state)
{
    struct arguments *a = state->input;

    switch (key) {
    case 'f':
        a->file = arg;
        break;
    case OPT_RC:
        a->rc = arg;
        break;
    case OPT_CONTROL:
        a->control = arg;
        break;
    case OPT_STATE:
        a->sys.state = arg;
        break;
    case OPT_PORT:
        a->sys.port = number(state, "port", arg, 65535);
        break;
    case OPT_HEADLESS:
        a->sys.headless = true;
        break;
    case OPT_TERMINALS:
        a->sys.terminals = number(state, "terminals", arg, 64);
        break;
    case OPT_ENGINE:
        if (!cpu_engine_named(arg, &(enum cpu_engine){0}))
            argp_error(state, "--engine %s: reference, fast or lockstep", arg);
        a->engine = a->sys.engine = arg;
        break;
    case OPT_RECORD:
        a->record = a->sys.record = absolute(state, arg);
        break;
    case OPT_REPLAY:
        a->replay = arg;
        break;
    case OPT_TO:
        a->to = count(state, arg);
        break;
    case ARGP_KEY_END:
        check_replay(state, a);
        if (a->file == NULL && a->replay == NULL &&
            (a->rc != NULL || a->control != NULL))
            argp_error(state, "--rc and --control go with -f FILE");
        if (a->file != NULL && (a->sys.state != NULL || a->sys.headless ||
                                a->sys.port >= 0 || a->sys.terminals >= 0))
            argp_error(state, "--state, --port, --headless and --terminals "
                              "are for the default system, not for -f FILE");
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

int
main(int argc, char **argv)
{
    static const struct argp argp = {
        options,
        parse,
        NULL,
        "A System/370 with CP and CMS.\v"
        "Without -f the default system starts: CP on a System/370 of 16 MB. "
        "On a terminal it opens a 3270 screen, and a second start attaches to "
        "the system that is running. With -f any machine starts, in the "
        "foreground with a line console.",
        NULL,
        NULL,
        NULL};
    struct arguments a = {.sys = {.port = -1, .terminals = -1},
                          .to = UINT64_MAX};
    struct boot b = {
        .port = -1, .terminals = -1, .default_port = -1, .input = true};

    /* The tests run in each engine by this. */
    a.engine = a.sys.engine = getenv("CAMBRIDGE_ENGINE");
    argp_parse(&argp, argc, argv, 0, NULL, &a);
    if (a.file == NULL && a.replay == NULL)
        return system_start(&a.sys);
    b.config = a.file;
    b.rc = a.rc;
    b.control = a.control;
    b.engine = a.engine;
    b.record = a.record;
    b.replay = a.replay;
    b.replay_to = a.to;
    return boot_run(&b);
}
