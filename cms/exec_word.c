/* SPDX-License-Identifier: MIT */
/* Control statements of EXEC files, one routine each. GC20-1819, "The EXEC
 * Processor". */
#include "cms/exec_level.h"

#include "cms/command.h"
#include "cms/console.h"
#include "cms/heap.h"
#include "klib/klib.h"

static enum exec_error
do_type(struct exec_level *e, struct k_scan *s)
{
    struct k_token t = k_rest(s);

    (void)e;
    con_write(t.p, t.len);
    return EXEC_OK;
}

/* The lines up to &END, as they stand, to the terminal or the stack. */
static enum exec_error
raw_lines(struct exec_level *e, bool stack, bool lifo)
{
    while (e->line <= e->nlines) {
        struct k_token t = exec_line_text(e, e->line++);
        struct k_scan s = {t.p, t.p + t.len};

        if (k_equal(k_rest(&s), "&END"))
            return EXEC_OK;
        if (!stack)
            con_write(t.p, k_trim(t.p, t.len));
        else
            con_stack(t.p, k_trim(t.p, t.len), lifo);
    }
    return EXEC_SYNTAX;
}

static enum exec_error
do_begtype(struct exec_level *e, struct k_scan *s)
{
    (void)s;
    return raw_lines(e, false, false);
}

static enum exec_error
do_begstack(struct exec_level *e, struct k_scan *s)
{
    struct k_token t;

    return raw_lines(e, true, k_next_token(s, &t) && k_equal(t, "LIFO"));
}

static enum exec_error
do_stack(struct exec_level *e, struct k_scan *s)
{
    struct k_scan ahead = *s;
    struct k_token t;
    bool lifo = false;

    (void)e;
    if (k_next_token(&ahead, &t) &&
        (k_equal(t, "LIFO") || k_equal(t, "FIFO"))) {
        lifo = k_equal(t, "LIFO");
        *s = ahead;
    }
    t = k_rest(s);
    return con_stack(t.p, t.len, lifo) ? EXEC_OK : EXEC_TOO_LONG;
}

static enum exec_error
do_control(struct exec_level *e, struct k_scan *s)
{
    struct k_token t;

    while (k_next_token(s, &t)) {
        if (k_equal(t, "OFF")) {
            e->show_commands = e->show_errors = e->show_all = false;
        } else if (k_equal(t, "ERROR")) {
            e->show_commands = e->show_all = false;
            e->show_errors = true;
        } else if (k_equal(t, "CMS")) {
            e->show_commands = e->show_errors = true;
            e->show_all = false;
        } else if (k_equal(t, "ALL")) {
            e->show_commands = e->show_errors = e->show_all = true;
        } else if (!k_equal(t, "PACK") && !k_equal(t, "NOPACK") &&
                   !k_equal(t, "TIME") && !k_equal(t, "NOTIME") &&
                   !k_equal(t, "MSG") && !k_equal(t, "NOMSG")) {
            return EXEC_SYNTAX;
        }
    }
    return EXEC_OK;
}

/* Leaving a loop's body by a jump ends the loop. */
static enum exec_error
jump(struct exec_level *e, uint32_t line)
{
    if (line == 0 || line > e->nlines + 1)
        return EXEC_GOTO;
    e->line = line;
    while (e->nloops > 0 && (line < e->loop[e->nloops - 1].first ||
                             line > e->loop[e->nloops - 1].last + 1))
        e->nloops--;
    return EXEC_OK;
}

/* Line of a label: forwards from here, then from the top. 0: none. */
static uint32_t
find_label(const struct exec_level *e, struct k_token label)
{
    for (uint32_t i = 0; i < e->nlines; i++) {
        uint32_t line = (e->line - 1 + i) % e->nlines + 1;
        struct k_token text = exec_line_text(e, line), t;
        struct k_scan s = {text.p, text.p + text.len};

        if (k_next_token(&s, &t) && t.len == label.len &&
            memcmp(t.p, label.p, t.len) == 0)
            return line;
    }
    return 0;
}

static enum exec_error
do_goto(struct exec_level *e, struct k_scan *s)
{
    struct k_token t;
    uint32_t n;

    if (!k_next_token(s, &t))
        return EXEC_GOTO;
    if (k_equal(t, "TOP"))
        return jump(e, 1);
    if (k_parse_dec(t, &n))
        return jump(e, n);
    return t.p[0] == '-' ? jump(e, find_label(e, t)) : EXEC_GOTO;
}

static enum exec_error
do_skip(struct exec_level *e, struct k_scan *s)
{
    struct k_token t;
    int32_t n = 1;

    if (k_next_token(s, &t) && !exec_number(t, &n))
        return EXEC_GOTO;
    return jump(e, (uint32_t)((int32_t)e->line + n - (n < 0 ? 1 : 0)));
}

static enum exec_error
do_exit(struct exec_level *e, struct k_scan *s)
{
    struct k_token t;
    int32_t n = 0;

    if (k_next_token(s, &t) && !exec_number(t, &n))
        return EXEC_SYNTAX;
    e->rc = n;
    e->done = true;
    return EXEC_OK;
}

static enum exec_error
do_if(struct exec_level *e, struct k_scan *s)
{
    bool yes;
    enum exec_error error = exec_compare(e, s, &yes);

    if (error != EXEC_OK)
        return error;
    return yes ? exec_statement(e, k_rest(s)) : EXEC_OK;
}

/* &LOOP n m, &LOOP -label m, &LOOP n|-label condition: the n lines that
 * follow, or those up to the label, m times or until the condition holds. */
static enum exec_error
do_loop(struct exec_level *e, struct k_scan *s)
{
    struct exec_loop *l;
    struct k_token body, rest;
    uint32_t n;

    if (!k_next_token(s, &body))
        return EXEC_SYNTAX;
    if (e->nloops == EXEC_LOOPS)
        return EXEC_LOOP_END;
    l = &e->loop[e->nloops];
    memset(l, 0, sizeof *l);
    l->first = e->line;
    if (k_parse_dec(body, &n))
        l->last = l->first + n - 1;
    else if (body.p[0] == '-')
        l->last = find_label(e, body);
    if (l->last < l->first || l->last > e->nlines)
        return EXEC_LOOP_END;
    rest = k_rest(s);
    if (k_parse_dec(rest, &n)) {
        if (n == 0)
            return jump(e, l->last + 1);
        l->left = n;
    } else {
        /* The condition is evaluated anew each round, so it is kept as it
         * stands in the file. */
        struct k_token raw = exec_line_text(e, e->line - 1);
        struct k_scan r = {raw.p, raw.p + raw.len};
        struct k_token t;

        while (k_next_token(&r, &t) && !k_equal(t, "&LOOP"))
            ;
        k_next_token(&r, &t);
        rest = k_rest(&r);
        if (rest.len == 0 || rest.len > sizeof l->condition)
            return EXEC_CONDITION;
        memcpy(l->condition, rest.p, rest.len);
        l->condition_len = (uint8_t)rest.len;
    }
    e->nloops++;
    return EXEC_OK;
}

static enum exec_error
do_error(struct exec_level *e, struct k_scan *s)
{
    struct k_token t = k_rest(s);

    memcpy(e->on_error, t.p, t.len);
    e->on_error[t.len] = 0;
    return EXEC_OK;
}

static enum exec_error
set_args(struct exec_level *e, struct k_scan *s)
{
    struct k_token t;

    e->nargs = 0;
    while (k_next_token(s, &t)) {
        if (e->nargs == EXEC_ARGS)
            return EXEC_TOO_MANY_ARGS;
        e->nargs++;
        e->arg[e->nargs].len =
            (uint8_t)(t.len < EXEC_VALUE ? t.len : EXEC_VALUE);
        memcpy(e->arg[e->nargs].text, t.p, e->arg[e->nargs].len);
    }
    return EXEC_OK;
}

/* &READ [n]: the next lines from the terminal are executed; &READ ARGS, &READ
 * VARS &a &b ... take a line's words. */
static enum exec_error
do_read(struct exec_level *e, struct k_scan *s)
{
    char *line = heap_get(CON_LINE + 1, HEAP_COMMAND);
    struct k_token t = {"1", 1}, word;
    struct k_scan in;
    enum exec_error error = EXEC_OK;
    uint32_t n = 1;
    bool given = k_next_token(s, &t);

    if (line == NULL)
        return EXEC_READ;
    in.p = line;
    if (given && k_equal(t, "ARGS")) {
        in.end = line + con_read(line);
        error = set_args(e, &in);
    } else if (given && k_equal(t, "VARS")) {
        in.end = line + con_read(line);
        while (error == EXEC_OK && k_next_token(s, &t)) {
            k_next_token(&in, &word);
            error = exec_set(e, t, word);
        }
    } else if (given && !k_parse_dec(t, &n)) {
        error = EXEC_SYNTAX;
    } else {
        for (; n > 0 && error == EXEC_OK && !e->done; n--) {
            size_t len = con_read(line);

            error =
                exec_substitute(e, (struct k_token){line, len}, e->work, &len);
            if (error == EXEC_OK && len > 0)
                error = exec_statement(e, (struct k_token){e->work, len});
        }
    }
    heap_free(line);
    return error;
}

static enum exec_error
do_space(struct exec_level *e, struct k_scan *s)
{
    struct k_token t;
    uint32_t n = 1;

    (void)e;
    if (k_next_token(s, &t) && !k_parse_dec(t, &n))
        return EXEC_SYNTAX;
    for (; n > 0; n--)
        con_write(" ", 1);
    return EXEC_OK;
}

static enum exec_error
do_nothing(struct exec_level *e, struct k_scan *s)
{
    (void)e;
    (void)s;
    return EXEC_OK;
}

static const struct {
    char name[10];
    enum exec_error (*run)(struct exec_level *e, struct k_scan *s);
} statements[] = {
    {"&ARGS", set_args},      {"&BEGSTACK", do_begstack},
    {"&BEGTYPE", do_begtype}, {"&CONTINUE", do_nothing},
    {"&CONTROL", do_control}, {"&EMSG", do_type},
    {"&ERROR", do_error},     {"&EXIT", do_exit},
    {"&GOTO", do_goto},       {"&IF", do_if},
    {"&LOOP", do_loop},       {"&PRINT", do_type},
    {"&READ", do_read},       {"&SKIP", do_skip},
    {"&SPACE", do_space},     {"&STACK", do_stack},
    {"&TIME", do_nothing},    {"&TYPE", do_type},
};

static enum exec_error
assign(struct exec_level *e, struct k_token target, struct k_scan *s)
{
    struct exec_value v;
    enum exec_error error = exec_evaluate(e, s, &v);

    if (error != EXEC_OK)
        return error;
    return exec_set(e, target, (struct k_token){v.text, v.len});
}

enum exec_error
exec_statement(struct exec_level *e, struct k_token text)
{
    struct k_scan s = {text.p, text.p + text.len}, after;
    struct k_token t, next;

    if (!k_next_token(&s, &t) || t.p[0] == '*')
        return EXEC_OK;
    if (t.p[0] == '-') /* a label */
        return exec_statement(e, k_rest(&s));
    after = s;
    if (t.p[0] == '&' && k_next_token(&after, &next) && k_equal(next, "="))
        return assign(e, t, &after);
    for (unsigned i = 0; i < K_ARRAY_SIZE(statements); i++) {
        if (k_equal(t, statements[i].name))
            return statements[i].run(e, &s);
    }
    if (t.p[0] == '&')
        return EXEC_WORD;
    return exec_command(e, text);
}
