/* SPDX-License-Identifier: MIT */
/* LOADMOD fn [MODULE [fm]] loads a program; START [* arguments] runs it. */
#include "cms/cmd/cmd.h"
#include "cms/heap.h"
#include "cms/msg.h"
#include "cms/program.h"
#include "klib/klib.h"

static int
run_loadmod(const struct cms_args *args)
{
    const char *mode = "* ";

    if (args->ntok < 2)
        return msg(RC_OPERAND, "DMSMOD001E", "NO FILENAME SPECIFIED");
    if (args->ntok > 2 && !args_is(args, 2, "MODULE"))
        return msg(RC_OPERAND, "DMSMOD032E", "INVALID FILETYPE '%.8s'",
                   args->tok[2]);
    if (args->ntok > 3)
        mode = args->tok[3];
    return program_load(args->tok[1], mode);
}

/* The program's arguments are what follows the entry point. */
static int
start_with_arguments(const struct cms_args *args, uint32_t entry)
{
    struct cms_args *own = heap_get(sizeof *own, HEAP_COMMAND);
    struct k_scan s = {args->line.p, args->line.p + args->line.len};
    struct k_token first;
    int rc;

    if (own == NULL)
        return msg(RC_STORAGE, "DMSLIO109S",
                   "VIRTUAL STORAGE CAPACITY EXCEEDED");
    *own = *args;
    if (args->ntok > 1) {
        own->ntok = args->ntok - 1;
        memmove(own->tok[1], own->tok[2], (own->ntok - 1) * 8u);
        k_next_token(&s, &first);
        own->line = k_rest(&s);
    }
    rc = program_start(own, entry);
    heap_free(own);
    return rc;
}

static int
run_start(const struct cms_args *args)
{
    uint32_t entry = NUCON->strtaddr;

    if (entry == 0)
        return msg(RC_INPUT, "DMSLIO021E",
                   "ENTRY POINT NOT FOUND: NO PROGRAM "
                   "IS LOADED");
    if (args->ntok > 1 && !args_is(args, 1, "*")) {
        if (!k_parse_hex(args_token(args, 1), &entry) ||
            entry < CMS_USER_AREA || entry >= NUCON->locnt || (entry & 1) != 0)
            return msg(RC_INPUT, "DMSLIO021E", "ENTRY POINT '%.8s' NOT FOUND",
                       args->tok[1]);
    }
    msg(0, "DMSLIO740I", "EXECUTION BEGINS...");
    return start_with_arguments(args, entry);
}

const struct cms_command cmd_loadmod = {"LOADMOD", 5, run_loadmod};
const struct cms_command cmd_start = {"START", 3, run_start};
