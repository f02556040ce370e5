/* SPDX-License-Identifier: MIT */
/* The program cambridge-trace: prints the trace files that the console command
 * `trace` has the machine write. */
#include "config.h"

#include <argp.h>
#include <stdlib.h>

#include "arch/insn.h"
#include "tools/traceprint.h"

const char *argp_program_version = PACKAGE_STRING;

static const struct argp_option options[] = {
    {"last", 'n', "N", 0, "print the newest N records alone", 0},
    {"registers", 'r', NULL, 0, "print all registers, not the changed alone",
     0},
    {NULL, 0, NULL, 0, NULL, 0},
};

struct arguments {
    struct traceprint how;
    const char *file;
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
    struct arguments *a = state->input;
    char *end;

    switch (key) {
    case 'n':
        a->how.last = strtoull(arg, &end, 10);
        if (arg[0] < '0' || arg[0] > '9' || *end != '\0' || a->how.last == 0)
            argp_error(state, "--last %s: a number of records", arg);
        break;
    case 'r':
        a->how.all = true;
        break;
    case ARGP_KEY_ARG:
        if (a->file != NULL)
            argp_error(state, "%s: one file at a time", arg);
        a->file = arg;
        break;
    case ARGP_KEY_END:
        if (a->file == NULL)
            argp_error(state, "the name of the trace file is missing");
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
        "FILE",
        "Prints a trace that the machine wrote (console command \"trace\"), "
        "oldest record first.\vEach line begins with the number of "
        "instructions "
        "executed.",
        NULL,
        NULL,
        NULL};
    struct arguments a = {.file = NULL};
    struct tracefile *file;
    struct err e;

    argp_parse(&argp, argc, argv, 0, NULL, &a);
    file = tracefile_open(a.file, &e);
    if (file == NULL) {
        fprintf(stderr, "cambridge-trace: %s\n", e.text);
        return 1;
    }
    a.how.facilities = tracefile_header(file)->facilities & INSN_SET_ALL;
    traceprint_file(stdout, &a.how, file);
    tracefile_close(file);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("cambridge-trace");
        return 1;
    }
    return 0;
}
