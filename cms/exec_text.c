/* SPDX-License-Identifier: MIT */
/* Values, variables and expressions of EXEC files. Pure: no I/O and no global
 * state, so that the host's unit tests run it. GC20-1819, "The EXEC
 * Processor"; unlike there, words longer than 8 characters are not cut. */
#include "cms/exec_level.h"

#include "klib/kfmt.h"
#include "klib/klib.h"

static const char *const words[] = {
    "&ARGS",    "&BEGSTACK", "&BEGTYPE", "&BEGPUNCH", "&CONTINUE", "&CONTROL",
    "&EMSG",    "&END",      "&ERROR",   "&EXIT",     "&GOTO",     "&HEX",
    "&IF",      "&LOOP",     "&PRINT",   "&READ",     "&SKIP",     "&SPACE",
    "&STACK",   "&TIME",     "&TYPE",    "&CONCAT",   "&DATATYPE", "&LENGTH",
    "&LITERAL", "&SUBSTR",   "&*",       "&$"};

bool
exec_is_word(struct k_token t)
{
    for (unsigned i = 0; i < K_ARRAY_SIZE(words); i++) {
        if (k_equal(t, words[i]))
            return true;
    }
    return false;
}

bool
exec_number(struct k_token t, int32_t *v)
{
    bool negative = t.len > 1 && (t.p[0] == '-' || t.p[0] == '+');
    uint32_t magnitude;
    struct k_token digits = t;

    if (negative) {
        digits.p++;
        digits.len--;
    }
    if (!k_parse_dec(digits, &magnitude) || magnitude > 0x7fffffff)
        return false;
    *v = (int32_t)magnitude;
    if (negative && t.p[0] == '-')
        *v = -*v;
    return true;
}

static void
set_text(struct exec_value *v, const char *p, size_t len)
{
    v->len = (uint8_t)(len < EXEC_VALUE ? len : EXEC_VALUE);
    memcpy(v->text, p, v->len);
}

static void
set_number(struct exec_value *v, int32_t n)
{
    char text[16];

    set_text(v, text, (size_t)k_snprintf(text, sizeof text, "%d", n));
}

static struct k_token
value_token(const struct exec_value *v)
{
    return (struct k_token){v->text, v->len};
}

/* &0 to &30, &INDEX or &N, &RETCODE, &LINENUM, &EXEC, &DEPTH. */
static bool
predefined(const struct exec_level *e, struct k_token name,
           struct exec_value *v)
{
    struct k_token number = {name.p + 1, name.len - 1};
    uint32_t n;
    int32_t depth = 0;

    if (k_parse_dec(number, &n)) {
        if (n > e->nargs)
            v->len = 0;
        else
            *v = e->arg[n];
        return true;
    }
    if (k_equal(name, "&INDEX") || k_equal(name, "&N")) {
        set_number(v, (int32_t)e->nargs);
    } else if (k_equal(name, "&RETCODE")) {
        set_number(v, e->retcode);
    } else if (k_equal(name, "&LINENUM")) {
        set_number(v, (int32_t)e->line - 1);
    } else if (k_equal(name, "&EXEC")) {
        set_text(v, e->name, k_trim(e->name, 8));
    } else if (k_equal(name, "&DEPTH")) {
        for (const struct exec_level *o = e; o != NULL; o = o->outer)
            depth++;
        set_number(v, depth);
    } else {
        return false;
    }
    return true;
}

static struct exec_var *
find_var(const struct exec_level *e, struct k_token name)
{
    char padded[8];

    k_pad_upper(padded, sizeof padded, name);
    for (unsigned i = 0; i < e->nvars; i++) {
        if (memcmp(e->var[i].name, padded, sizeof padded) == 0)
            return (struct exec_var *)(uintptr_t)&e->var[i];
    }
    return NULL;
}

bool
exec_get(const struct exec_level *e, struct k_token name, struct exec_value *v)
{
    const struct exec_var *var;

    if (name.len < 2)
        return false;
    var = find_var(e, name);
    if (var != NULL) {
        *v = var->value;
        return true;
    }
    return predefined(e, name, v);
}

enum exec_error
exec_set(struct exec_level *e, struct k_token name, struct k_token value)
{
    struct exec_value ignored;
    struct exec_var *var = find_var(e, name);
    struct k_token number = {name.p + 1, name.len - 1};
    uint32_t n;

    if (name.len < 2 || name.p[0] != '&' || exec_is_word(name))
        return EXEC_ASSIGNMENT;
    if (k_parse_dec(number, &n)) {
        if (n == 0 || n > EXEC_ARGS)
            return EXEC_SPECIAL;
        set_text(&e->arg[n], value.p, value.len);
        for (unsigned i = e->nargs + 1; i < n; i++)
            e->arg[i].len = 0;
        if (n > e->nargs)
            e->nargs = n;
        return EXEC_OK;
    }
    if (var == NULL) {
        if (predefined(e, name, &ignored))
            return EXEC_SPECIAL;
        if (e->nvars == EXEC_VARS)
            return EXEC_ASSIGNMENT;
        var = &e->var[e->nvars++];
        k_pad_upper(var->name, sizeof var->name, name);
    }
    set_text(&var->value, value.p, value.len);
    return EXEC_OK;
}

/* Replaces the variables of one word, from its last "&" to its first, so that
 * &&I names an element by its number. A word that had a variable and comes out
 * empty vanishes. */
static size_t
substitute_word(const struct exec_level *e, struct k_token word, char *out,
                bool *vanished)
{
    size_t len = word.len < EXEC_LINE ? word.len : EXEC_LINE;
    struct exec_value v;
    bool had = false;

    memcpy(out, word.p, len);
    for (size_t at = len; at-- > 0;) {
        struct k_token name = {out + at, len - at};

        if (out[at] != '&' || (at == 0 && exec_is_word(name)))
            continue;
        had = true;
        if (!exec_get(e, name, &v))
            v.len = 0;
        if (at + v.len > EXEC_LINE)
            v.len = (uint8_t)(EXEC_LINE - at);
        memcpy(out + at, v.text, v.len);
        len = at + v.len;
    }
    *vanished = had && len == 0;
    return len;
}

/* In "&X = ..." the first word is a target, not a value; so are the words
 * behind &READ VARS. */
static bool
is_target(struct k_scan after, struct k_token word)
{
    struct k_token next;

    return word.p[0] == '&' && k_next_token(&after, &next) &&
           k_equal(next, "=");
}

/* A first word that is no variable stays, to be complained of. */
static bool
is_unknown(const struct exec_level *e, struct k_token word)
{
    struct exec_value ignored;

    return word.p[0] == '&' && word.len > 1 &&
           memchr(word.p + 1, '&', word.len - 1) == NULL &&
           !exec_get(e, word, &ignored);
}

enum exec_error
exec_substitute(const struct exec_level *e, struct k_token text, char *out,
                size_t *len)
{
    struct k_scan s = {text.p, text.p + text.len};
    struct k_token word, before = {"", 0};
    char one[EXEC_LINE + 1];
    bool names = false, vanished, literal = false;
    size_t at = 0, n;

    while (k_next_token(&s, &word)) {
        if (literal || names || is_target(s, word) ||
            (before.len == 0 && is_unknown(e, word))) {
            memcpy(one, word.p, word.len < EXEC_LINE ? word.len : EXEC_LINE);
            n = word.len < EXEC_LINE ? word.len : EXEC_LINE;
            vanished = false;
        } else {
            n = substitute_word(e, word, one, &vanished);
        }
        names = names || (k_equal(before, "&READ") && k_equal(word, "VARS"));
        literal = k_equal(word, "&LITERAL");
        before = word;
        if (vanished)
            continue;
        if (at + n + (at > 0) > EXEC_LINE)
            return EXEC_TOO_LONG;
        if (at > 0)
            out[at++] = ' ';
        memcpy(out + at, one, n);
        at += n;
    }
    out[at] = 0;
    *len = at;
    return EXEC_OK;
}

static bool
holds(int order, struct k_token op, bool *known)
{
    *known = true;
    if (k_equal(op, "EQ") || k_equal(op, "="))
        return order == 0;
    if (k_equal(op, "NE"))
        return order != 0;
    if (k_equal(op, "LT") || k_equal(op, "<"))
        return order < 0;
    if (k_equal(op, "GT") || k_equal(op, ">"))
        return order > 0;
    if (k_equal(op, "LE") || k_equal(op, "NG"))
        return order <= 0;
    if (k_equal(op, "GE") || k_equal(op, "NL"))
        return order >= 0;
    *known = false;
    return false;
}

static int
order(struct k_token a, struct k_token b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int32_t x, y;
    int d;

    if (exec_number(a, &x) && exec_number(b, &y))
        return x < y ? -1 : x > y;
    d = memcmp(a.p, b.p, n);
    if (d != 0)
        return d;
    return a.len < b.len ? -1 : a.len > b.len;
}

/* &* and &$ compare every argument: all must fit, or any. */
enum exec_error
exec_compare(const struct exec_level *e, struct k_scan *s, bool *result)
{
    struct k_token a, op, b;
    bool known, all, any;

    if (!k_next_token(s, &a) || !k_next_token(s, &op) || !k_next_token(s, &b))
        return EXEC_CONDITION;
    all = k_equal(a, "&*");
    any = k_equal(a, "&$");
    holds(0, op, &known);
    if (!known)
        return EXEC_CONDITION;
    if (!all && !any) {
        *result = holds(order(a, b), op, &known);
        return EXEC_OK;
    }
    *result = all;
    for (unsigned i = 1; i <= e->nargs; i++) {
        if (holds(order(value_token(&e->arg[i]), b), op, &known) == any)
            *result = any;
    }
    return EXEC_OK;
}

static enum exec_error
evaluate_substr(struct k_scan *s, struct exec_value *v)
{
    struct k_token t, from, count;
    uint32_t i, n = EXEC_VALUE;

    if (!k_next_token(s, &t) || !k_next_token(s, &from) ||
        !k_parse_dec(from, &i) || i == 0)
        return EXEC_FUNCTION;
    if (k_next_token(s, &count) && !k_parse_dec(count, &n))
        return EXEC_FUNCTION;
    if (i > t.len)
        n = 0;
    else if (n > t.len - (i - 1))
        n = (uint32_t)t.len - (i - 1);
    set_text(v, t.p + (n == 0 ? 0 : i - 1), n);
    return EXEC_OK;
}

static enum exec_error
evaluate_function(struct k_token f, struct k_scan *s, struct exec_value *v)
{
    struct k_token t;
    char text[EXEC_VALUE];
    size_t at = 0;
    int32_t n;

    if (k_equal(f, "&CONCAT")) {
        while (k_next_token(s, &t)) {
            for (size_t i = 0; i < t.len && at < sizeof text; i++)
                text[at++] = t.p[i];
        }
        set_text(v, text, at);
        return EXEC_OK;
    }
    if (k_equal(f, "&SUBSTR"))
        return evaluate_substr(s, v);
    if (k_equal(f, "&LITERAL")) {
        k_next_token(s, &t);
        set_text(v, t.p, t.len);
        return EXEC_OK;
    }
    k_next_token(s, &t);
    if (k_equal(f, "&LENGTH"))
        set_number(v, (int32_t)t.len);
    else if (k_equal(f, "&DATATYPE"))
        set_text(v, exec_number(t, &n) ? "NUM " : "CHAR",
                 exec_number(t, &n) ? 3 : 4);
    else
        return EXEC_FUNCTION;
    return EXEC_OK;
}

/* A value, or a sum: numbers with + and - between. */
enum exec_error
exec_evaluate(const struct exec_level *e, struct k_scan *s,
              struct exec_value *v)
{
    struct k_token t, op;
    int32_t sum, n;

    (void)e;
    v->len = 0;
    if (!k_next_token(s, &t))
        return EXEC_OK;
    if (exec_is_word(t))
        return evaluate_function(t, s, v);
    if (!k_next_token(s, &op)) {
        set_text(v, t.p, t.len);
        return EXEC_OK;
    }
    if (!exec_number(t, &sum))
        return EXEC_CONVERSION;
    do {
        if (!k_next_token(s, &t) || !exec_number(t, &n))
            return EXEC_CONVERSION;
        if (k_equal(op, "+"))
            sum = (int32_t)((uint32_t)sum + (uint32_t)n);
        else if (k_equal(op, "-"))
            sum = (int32_t)((uint32_t)sum - (uint32_t)n);
        else
            return EXEC_ASSIGNMENT;
    } while (k_next_token(s, &op));
    set_number(v, sum);
    return EXEC_OK;
}
