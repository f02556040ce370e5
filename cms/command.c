/* SPDX-License-Identifier: MIT */
/* Finding and running commands. Owns the search order: EXEC, nucleus command,
 * MODULE on disks A to Z, CP. */
#include "cms/command.h"

#include "cms/asm.h"
#include "cms/exec.h"
#include "cms/file.h"
#include "cms/heap.h"
#include "cms/io.h"
#include "cms/msg.h"
#include "cms/nucon.h"
#include "cms/program.h"
#include "klib/klib.h"

enum { STACK_RESERVE = 3072 };

struct cms_settings cms_settings = {
    true, true, true, true, {' ', ' ', ' ', ' ', ' ', ' ', ' ', ' '}};

bool
cms_split(struct cms_args *args, const char *line, size_t len)
{
    struct k_scan s = {line, line + len};
    struct k_token t;

    args->ntok = 0;
    args->plist = 0;
    args->line = (struct k_token){line + len, 0};
    while (args->ntok < CMS_TOKENS && k_next_delim(&s, "()", &t)) {
        k_pad_upper(args->tok[args->ntok++], 8, t);
        if (args->ntok == 1) {
            struct k_scan rest = s;

            args->line = k_rest(&rest);
        }
    }
    return args->ntok > 0;
}

struct k_token
args_token(const struct cms_args *args, unsigned i)
{
    if (i >= args->ntok)
        return (struct k_token){"", 0};
    return (struct k_token){args->tok[i], k_trim(args->tok[i], 8)};
}

bool
args_is(const struct cms_args *args, unsigned i, const char *word)
{
    return k_equal(args_token(args, i), word);
}

bool
args_abbrev(const struct cms_args *args, unsigned i, const char *word,
            size_t min)
{
    return k_abbrev(args_token(args, i), word, min);
}

unsigned
args_operands(const struct cms_args *args)
{
    for (unsigned i = 1; i < args->ntok; i++) {
        if (args->tok[i][0] == '(')
            return i;
    }
    return args->ntok;
}

unsigned
args_options(const struct cms_args *args)
{
    unsigned i = args_operands(args);

    return i < args->ntok ? i + 1 : i;
}

int
args_bad_option(const struct cms_args *args, unsigned i, const char *module)
{
    char id[12] = "DMS???003E";

    memcpy(id + 3, module, 3);
    return msg(RC_OPERAND, id, "INVALID OPTION '%.8s'",
               i < args->ntok ? args->tok[i] : "");
}

int
cms_cp(const char *line, size_t len)
{
    char command[CMS_LINE];

    if (!io_under_cp())
        return -1;
    if (len > 240)
        len = 240;
    memcpy(command, line, len);
    k_upper(command, len);
    return diag_cpcmd(command, (uint32_t)len);
}

static int
run_found(const struct cms_command *c, const struct cms_args *args)
{
    char outer[8];
    int rc;

    memcpy(outer, NUCON->cmndname, sizeof outer);
    memcpy(NUCON->cmndname, args->tok[0], sizeof outer);
    if (c != NULL && c->run != NULL)
        rc = c->run(args);
    else
        rc = program_run_module(args, c != NULL ? c->name : args->tok[0]);
    memcpy(NUCON->cmndname, outer, sizeof outer);
    return rc;
}

static int
run_exec(const struct cms_args *args)
{
    static const struct cms_command exec = {"EXEC", 0, exec_implied};

    return run_found(&exec, args);
}

static int
not_found(const struct cms_args *args, enum cms_origin origin)
{
    char line[CMS_LINE];
    struct k_token name = args_token(args, 0);
    size_t len = name.len;
    int rc;

    if (origin != FROM_TERMINAL || !cms_settings.impcp || !io_under_cp())
        return RC_UNKNOWN;
    memcpy(line, name.p, len);
    if (args->line.len > 0 && args->line.len + len + 1 <= sizeof line) {
        line[len++] = ' ';
        memcpy(line + len, args->line.p, args->line.len);
        len += args->line.len;
    }
    rc = cms_cp(line, len);
    return rc == 1 ? RC_UNKNOWN : rc; /* CP does not know it either */
}

int
cms_run(const struct cms_args *args, enum cms_origin origin)
{
    const struct cms_command *c;
    char here;

    if ((uintptr_t)&here < CMS_STACK_TOP - CMS_STACK_SIZE + STACK_RESERVE)
        return msg(RC_STORAGE, "DMSITS136S", "COMMANDS ARE NESTED TOO DEEPLY");
    if (origin == FROM_TERMINAL && cms_settings.impex &&
        exec_exists(args->tok[0]))
        return run_exec(args);
    c = cms_find_command(args_token(args, 0), cms_settings.abbrev);
    if (c != NULL || program_exists(args->tok[0]))
        return run_found(c, args);
    return not_found(args, origin);
}

int
cms_run_line(const char *line, size_t len, enum cms_origin origin)
{
    struct cms_args *args = heap_get(sizeof *args, HEAP_COMMAND);
    int rc = 0;

    if (args == NULL)
        return msg(RC_STORAGE, "DMSINT109S",
                   "VIRTUAL STORAGE CAPACITY EXCEEDED");
    if (cms_split(args, line, len))
        rc = cms_run(args, origin);
    heap_free(args);
    return rc;
}
