/* SPDX-License-Identifier: MIT */
/* Running EXEC files: finding and reading them, line after line, loops, the
 * commands in them, and how errors are told. */
#include "cms/exec.h"

#include "cms/cmd/cmd.h"
#include "cms/console.h"
#include "cms/exec_level.h"
#include "cms/file.h"
#include "cms/heap.h"
#include "cms/msg.h"
#include "klib/kfmt.h"
#include "klib/klib.h"

static struct exec_level *current;

static void
exec_id(struct fileid *id, const char *name)
{
    memcpy(id->fn, name, 8);
    memcpy(id->ft, "EXEC    ", 8);
    memcpy(id->fm, "* ", 2);
}

bool
exec_exists(const char *name)
{
    struct fileid id;
    struct file_info info;

    exec_id(&id, name);
    return file_state(&id, &info) == 0;
}

void
exec_reset(void)
{
    current = NULL; /* heap_end_command has freed, or will free, it all */
}

struct k_token
exec_line_text(const struct exec_level *e, uint32_t line)
{
    uint32_t at = e->start[line - 1];

    return (struct k_token){e->text + at, e->start[line] - at};
}

/* Of records of 80 bytes, the last eight are sequence numbers. */
static uint32_t
useful_length(const struct file_info *info, const char *p, uint32_t len)
{
    if (info->recfm == 'F' && info->lrecl == 80 && len > 72)
        len = 72;
    return (uint32_t)k_trim(p, len);
}

static int
read_lines(struct exec_level *e, struct file *f, const struct file_info *info,
           char *record)
{
    uint32_t size = 0, len;
    int rc;

    /* Twice: to know the size, then to keep the text. */
    for (unsigned pass = 0; pass < 2; pass++) {
        size = 0;
        for (uint32_t n = 1; n <= info->items; n++) {
            rc = file_read(f, n, record, info->lrecl, &len);
            if (rc != 0)
                return EXEC_READ;
            len = useful_length(info, record, len);
            if (pass == 1) {
                memcpy(e->text + size, record, len);
                e->start[n] = size + len;
            }
            size += len;
        }
        if (pass == 0) {
            e->text = heap_get(size + 1, HEAP_COMMAND);
            e->start =
                heap_get((info->items + 1) * sizeof *e->start, HEAP_COMMAND);
            if (e->text == NULL || e->start == NULL)
                return RC_STORAGE;
            e->start[0] = 0;
        }
    }
    e->nlines = info->items;
    return 0;
}

static int
load(struct exec_level *e)
{
    struct fileid id;
    struct file_info info;
    struct file *f;
    char *record;
    int rc;

    exec_id(&id, e->name);
    if (file_state(&id, &info) != 0)
        return EXEC_NOT_FOUND;
    record = heap_get(info.lrecl, HEAP_COMMAND);
    if (record == NULL)
        return RC_STORAGE;
    if (file_open(&info.id, FILE_READ, &f) != 0)
        return EXEC_READ;
    rc = read_lines(e, f, &info, record);
    file_close(f);
    heap_free(record);
    return rc;
}

static const char *
error_text(enum exec_error error)
{
    static const char *const texts[] = {
        "FILE NOT FOUND",
        "&SKIP OR &GOTO ERROR",
        "BAD FILE FORMAT",
        "TOO MANY ARGUMENTS",
        "MAX DEPTH OF LOOP NESTING EXCEEDED",
        "TERMINAL OR DISK READ ERROR",
        "INVALID SYNTAX",
        "INVALID FORM OF CONDITION",
        "INVALID ASSIGNMENT",
        "MISUSE OF SPECIAL VARIABLE",
        "ERROR IN &ERROR ACTION",
        "CONVERSION ERROR",
        "LINE TOO LONG",
        "MISUSE OF BUILT-IN FUNCTION",
        "ERROR IN LOOP",
        "INVALID CONTROL WORD",
    };

    return texts[error - EXEC_NOT_FOUND];
}

/* &ERROR's action is taken away while it runs: it may fail too. Not inline, for
 * its buffer would lie on the stack of every level of EXEC. */
static enum exec_error __attribute__((noinline))
run_error_action(struct exec_level *e)
{
    char action[EXEC_LINE + 1];
    size_t len = strlen(e->on_error);

    memcpy(action, e->on_error, len + 1);
    e->on_error[0] = 0;
    if (exec_statement(e, (struct k_token){action, len}) != EXEC_OK)
        return EXEC_ERROR_LOOP;
    if (e->on_error[0] == 0)
        memcpy(e->on_error, action, len + 1);
    return EXEC_OK;
}

enum exec_error
exec_command(struct exec_level *e, struct k_token text)
{
    struct cms_args *args;
    int rc;

    if (e->show_commands)
        con_write(text.p, text.len);
    args = heap_get(sizeof *args, HEAP_COMMAND);
    if (args == NULL) {
        e->retcode = RC_STORAGE;
        return EXEC_OK;
    }
    cms_split(args, text.p, text.len);
    rc = cms_run(args, FROM_EXEC);
    heap_free(args);
    e->retcode = rc;
    if (rc == 0)
        return EXEC_OK;
    if (e->show_errors) {
        if (!e->show_commands)
            con_write(text.p, text.len);
        con_printf("+++ R(%05d) +++", rc);
    }
    return e->on_error[0] != 0 ? run_error_action(e) : EXEC_OK;
}

/* At the end of a loop's body: another round, or on. */
static enum exec_error
close_loops(struct exec_level *e)
{
    while (e->nloops > 0) {
        struct exec_loop *l = &e->loop[e->nloops - 1];
        bool over = false;

        if (e->line != l->last + 1)
            return EXEC_OK;
        if (l->condition_len > 0) {
            struct k_token raw = {l->condition, l->condition_len};
            struct k_scan s;
            enum exec_error error;
            size_t len;

            error = exec_substitute(e, raw, e->work, &len);
            s = (struct k_scan){e->work, e->work + len};
            if (error == EXEC_OK)
                error = exec_compare(e, &s, &over);
            if (error != EXEC_OK)
                return error;
        } else {
            over = --l->left == 0;
        }
        if (!over) {
            e->line = l->first;
            return EXEC_OK;
        }
        e->nloops--;
    }
    return EXEC_OK;
}

static enum exec_error
run_lines(struct exec_level *e, uint32_t *at)
{
    enum exec_error error = EXEC_OK;
    unsigned steps = 0;

    while (error == EXEC_OK && !e->done && e->line <= e->nlines) {
        struct k_token t = exec_line_text(e, e->line);
        size_t len;

        *at = e->line++;
        if (++steps % 64 == 0)
            con_poll();
        error = exec_substitute(e, t, e->work, &len);
        if (error == EXEC_OK && e->show_all && len > 0)
            con_write(e->work, len);
        if (error == EXEC_OK)
            error = exec_statement(e, (struct k_token){e->work, len});
        if (error == EXEC_OK)
            error = close_loops(e);
    }
    return error;
}

static int
run_level(struct exec_level *e)
{
    uint32_t at = 0;
    int rc = load(e);
    enum exec_error error;

    if (rc == EXEC_NOT_FOUND)
        return msg(RC_NOT_FOUND, "DMSEXC002E", "FILE '%.*s EXEC' NOT FOUND",
                   (int)k_trim(e->name, 8), e->name);
    if (rc == RC_STORAGE)
        return msg(rc, "DMSEXC109S", "VIRTUAL STORAGE CAPACITY EXCEEDED");
    if (rc != 0)
        return msg(rc, "DMSEXC104S", "ERROR READING FILE '%.*s EXEC'",
                   (int)k_trim(e->name, 8), e->name);
    e->line = 1;
    error = run_lines(e, &at);
    if (error == EXEC_OK)
        return e->rc;
    return msg((int)error, "DMSEXT072E",
               "ERROR IN EXEC FILE %.*s, LINE %u - %s", (int)k_trim(e->name, 8),
               e->name, at, error_text(error));
}

/* name: 8 characters; arguments as typed. */
static int
run_exec(const char *name, struct k_token arguments)
{
    struct k_scan s = {arguments.p, arguments.p + arguments.len};
    struct k_token t;
    struct exec_level *e;
    unsigned depth = 1;
    int rc;

    for (e = current; e != NULL; e = e->outer)
        depth++;
    if (depth > EXEC_DEPTH)
        return msg(EXEC_TOO_DEEP, "DMSEXT072E",
                   "ERROR IN EXEC FILE %.*s - MAXIMUM DEPTH EXCEEDED",
                   (int)k_trim(name, 8), name);
    e = heap_get(sizeof *e, HEAP_COMMAND);
    if (e == NULL)
        return msg(RC_STORAGE, "DMSEXC109S",
                   "VIRTUAL STORAGE CAPACITY EXCEEDED");
    memset(e, 0, sizeof *e);
    memcpy(e->name, name, 8);
    e->arg[0].len = (uint8_t)k_trim(name, 8);
    memcpy(e->arg[0].text, name, 8);
    e->show_commands = e->show_errors = true;
    while (e->nargs < EXEC_ARGS && k_next_delim(&s, "()", &t)) {
        struct exec_value *v = &e->arg[++e->nargs];

        v->len = (uint8_t)(t.len < EXEC_VALUE ? t.len : EXEC_VALUE);
        memcpy(v->text, t.p, v->len);
        k_upper(v->text, v->len);
    }
    e->outer = current;
    current = e;
    rc = run_level(e);
    current = e->outer;
    heap_free(e->text);
    heap_free(e->start);
    heap_free(e);
    return rc;
}

int
exec_implied(const struct cms_args *args)
{
    return run_exec(args->tok[0], args->line);
}

static int
run(const struct cms_args *args)
{
    struct k_scan s = {args->line.p, args->line.p + args->line.len};
    struct k_token name;

    if (!k_next_token(&s, &name) || args->ntok < 2)
        return msg(RC_OPERAND, "DMSEXC001E", "NO FILENAME SPECIFIED");
    return run_exec(args->tok[1], k_rest(&s));
}

const struct cms_command cmd_exec = {"EXEC", 2, run};
