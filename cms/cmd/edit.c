/* SPDX-License-Identifier: MIT */
/* EDIT fn ft [fm] [(LRECL n]: the line editor. */
#include "cms/edit.h"

#include "cms/cmd/cmd.h"
#include "cms/console.h"
#include "cms/heap.h"
#include "cms/msg.h"
#include "klib/klib.h"

/* Formats that a new file has by its type, and types in upper case only. */
static const struct {
    char ft[9];
    char recfm;
    uint8_t lrecl;
    bool upper;
} types[] = {
    {"ASSEMBLE", 'F', 80, true},   {"EXEC    ", 'V', 130, true},
    {"DIRECT  ", 'F', 80, true},   {"MACRO   ", 'F', 80, true},
    {"COPY    ", 'F', 80, true},   {"SCRIPT  ", 'V', 132, false},
    {"MEMO    ", 'V', 132, false}, {"HELPCMS ", 'V', 80, false},
};

static void
format_by_type(struct edit *e)
{
    e->recfm = 'F';
    e->lrecl = 80;
    e->upper = false;
    for (unsigned i = 0; i < K_ARRAY_SIZE(types); i++) {
        if (memcmp(types[i].ft, e->id.ft, 8) == 0) {
            e->recfm = types[i].recfm;
            e->lrecl = types[i].lrecl;
            e->upper = types[i].upper;
        }
    }
}

static int
parse(const struct cms_args *args, struct edit *e)
{
    if (!args_fileid(args, 1, args_operands(args), "* ", &e->id))
        return msg(RC_OPERAND, "DMSEDI054E", "INCOMPLETE FILEID SPECIFIED");
    if (memchr(e->id.fn, '*', 8) != NULL || memchr(e->id.ft, '*', 8) != NULL)
        return msg(RC_BAD_CHARACTER, "DMSEDI062E",
                   "INVALID CHARACTER '*' IN FILEID");
    format_by_type(e);
    for (unsigned i = args_options(args);
         i < args->ntok && !args_is(args, i, ")"); i++) {
        if (args_is(args, i, "NODISP"))
            continue;
        if (!args_is(args, i, "LRECL"))
            return args_bad_option(args, i, "EDI");
        if (!k_parse_dec(args_token(args, ++i), &e->lrecl) || e->lrecl == 0 ||
            e->lrecl > EDIT_LRECL_MAX)
            return msg(RC_OPERAND, "DMSEDI029E",
                       "INVALID PARAMETER IN OPTION 'LRECL'");
    }
    return 0;
}

static int
open_buffer(struct edit *e)
{
    struct file_info info;
    int rc = file_state(&e->id, &info);

    if (!edit_begin(e))
        return RC_STORAGE;
    if (rc == EDF_NOT_FOUND) {
        if (e->id.fm[0] == '*')
            memcpy(e->id.fm, "A1", 2);
        con_printf("NEW FILE:");
        return 0;
    }
    if (rc != 0)
        return file_fail("EDI", &e->id, rc, false);
    if (info.lrecl > EDIT_LRECL_MAX)
        return msg(RC_FORMAT, "DMSEDI076E",
                   "RECORDS OF %u CHARACTERS ARE TOO LONG FOR EDIT",
                   info.lrecl);
    e->recfm = info.recfm;
    if (info.recfm == 'F' || info.lrecl > e->lrecl)
        e->lrecl = info.lrecl;
    rc = edit_read(e, &info.id);
    if (rc != 0)
        return file_fail("EDI", &info.id, rc, false);
    e->id = info.id;
    e->at = e->top;
    e->changed = false;
    return 0;
}

static int
run(const struct cms_args *args)
{
    char line[CON_LINE + 1];
    struct edit *e = heap_get(sizeof *e, HEAP_COMMAND);
    size_t len;
    int rc;

    if (e == NULL)
        return msg(RC_STORAGE, "DMSEDI109S",
                   "VIRTUAL STORAGE CAPACITY EXCEEDED");
    memset(e, 0, sizeof *e);
    rc = parse(args, e);
    if (rc == 0)
        rc = open_buffer(e);
    if (rc != 0)
        return rc;
    con_printf("EDIT:");
    while (!e->done) {
        len = con_read(line);
        edit_subcommand(e, line, len);
    }
    return e->rc;
}

const struct cms_command cmd_edit = {"EDIT", 1, run};
