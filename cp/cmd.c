/* SPDX-License-Identifier: MIT */
/* Executes a CP command line, from a terminal or from DIAGNOSE X'08' (VM/370:
 * DMKCFC, DMKCFM, DMKERM). Message numbers are VM/370's, from memory. */
#include "cp/command.h"

#include "cp/free.h"
#include "cp/gstor.h"
#include "cp/vio.h"
#include "klib/kfmt.h"

static void
put(struct cmd *c, const char *text, unsigned n)
{
    if (c->buf == NULL) {
        con_put(c->con, text, n, PUT_WAIT);
        return;
    }
    for (unsigned i = 0; i <= n; i++, c->used++)
        if (c->used < c->size)
            c->buf[c->used] = i < n ? text[i] : (char)K_NL;
}

void
cmd_say(struct cmd *c, const char *fmt, ...)
{
    char text[160];
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = k_vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    put(c, text, n < (int)sizeof text ? (unsigned)n : sizeof text - 1);
}

void
cmd_error(struct cmd *c, const char *module, unsigned number, char severity,
          const char *fmt, ...)
{
    char text[160];
    unsigned emsg = c->vm != NULL ? c->vm->emsg : EMSG_ON, n = 0;
    va_list ap;

    if (severity == 'E')
        c->rc = (int)number;
    if (emsg == EMSG_OFF)
        return;
    if (emsg != EMSG_TEXT)
        n = (unsigned)k_snprintf(text, sizeof text, "DMK%s%03u%c ", module,
                                 number, severity);
    if (emsg != EMSG_CODE) {
        va_start(ap, fmt);
        n += (unsigned)k_vsnprintf(text + n, sizeof text - n, fmt, ap);
        va_end(ap);
    }
    put(c, text, n < sizeof text ? n : sizeof text - 1);
}

void
cmd_bad_option(struct cmd *c, const char *module, struct k_token t)
{
    if (t.len == 0)
        cmd_no_operand(c, module);
    else
        cmd_error(c, module, 3, 'E', "INVALID OPTION - %.*s",
                  (int)(t.len < 40 ? t.len : 40), t.p);
}

void
cmd_no_operand(struct cmd *c, const char *module)
{
    cmd_error(c, module, 26, 'E', "OPERAND MISSING OR INVALID");
}

bool
cmd_vaddr(struct cmd *c, const char *module, uint16_t *addr)
{
    struct k_token t;
    uint32_t v;

    k_next_token(&c->args, &t);
    if (!k_parse_hex(t, &v) || v > 0xfff) {
        cmd_error(c, module, 22, 'E', "VADDR MISSING OR INVALID");
        return false;
    }
    *addr = (uint16_t)v;
    return true;
}

bool
cmd_on_off(struct cmd *c, const char *module, bool *on)
{
    struct k_token t;

    k_next_token(&c->args, &t);
    *on = k_equal(t, "ON");
    if (*on || k_equal(t, "OFF"))
        return true;
    if (t.len == 0)
        cmd_no_operand(c, module);
    else
        cmd_bad_option(c, module, t);
    return false;
}

bool
cmd_end(struct cmd *c, const char *module)
{
    struct k_token t;

    if (!k_next_token(&c->args, &t))
        return true;
    cmd_bad_option(c, module, t);
    return false;
}

bool
cmd_class(const struct cmd *c, unsigned classes)
{
    return c->vm != NULL && (c->vm->classes & classes) != 0;
}

/* What was typed as a password, as one word: it may have blanks around it. One
 * within, or a ninth character, makes it a word that is no password: nothing
 * of it is shown. Its length. */
static unsigned
one_word(char word[9], const uint8_t *text, unsigned len)
{
    while (len > 0 && text[len - 1] == ' ')
        len--;
    while (len > 0 && *text == ' ') {
        text++;
        len--;
    }
    if (len > 9)
        len = 9;
    for (unsigned i = 0; i < len; i++)
        word[i] = text[i] == ' ' ? '?' : (char)text[i];
    return len;
}

/* The answer to cmd_ask: the command once more, with the password. */
static void
answered(struct condata *c, const uint8_t *text, unsigned len)
{
    char line[CON_INPUT + 16], word[9];
    size_t n;

    if (c->ask == NULL)
        return;
    len = one_word(word, text, len);
    n = k_append(line, sizeof line, 0, "%.*s %.*s%s", (int)c->ask->len,
                 (const char *)c->ask->text, (int)len, word,
                 c->ask_flags ? " NOIPL" : "");
    conline_free(c->ask);
    c->ask = NULL;
    if (len == 0)
        return;
    cmd_session(c, (const uint8_t *)line, (unsigned)n);
    memset(line, 0, sizeof line);
}

void
cmd_ask(struct cmd *c, const char *prompt, const char *line, unsigned flags)
{
    struct condata *con = c->con;

    if (c->diagnose) {
        cmd_error(c, "CFC", 52, 'E', "PASSWORD MISSING");
        return;
    }
    conline_free(con->ask);
    con->ask = conline_new((const uint8_t *)line, (unsigned)strlen(line), 0);
    con->ask_flags = (uint8_t)flags;
    cmd_say(c, "%s", prompt);
    con_ask(con, true, answered);
}

/* Leaves the command for the session's own task, which waits until the
 * machine's DIAGNOSE has ended. */
static void
defer(struct cmd *c)
{
    if (c->con->cmd.count >= CON_IN_LINES) {
        cmd_error(c, "CFM", 59, 'E', "TOO MANY COMMANDS ARE WAITING");
        return;
    }
    conq_put(&c->con->cmd, conline_new((const uint8_t *)c->line, c->len, 0));
    con_run(c->con);
}

/* No such command: perhaps there is one at another time. */
static void
unknown(struct cmd *c, struct k_token word)
{
    bool known;

    if (c->vm == NULL) {
        cmd_lookup(cmd_table, cmd_table_len, word, 0, &known);
        if (known) {
            cmd_error(c, "CFM", 2, 'E', "COMMAND NOT VALID BEFORE LOGON");
            return;
        }
    } else if (k_abbrev(word, "LOGON", 4) || k_equal(word, "LOGIN")) {
        cmd_error(c, "LOG", 54, 'E', "ALREADY LOGGED ON");
        return;
    }
    if (c->diagnose) { /* CMS asked, and says so in its own words */
        c->rc = 1;
        return;
    }
    cmd_error(c, "CFC", 1, 'E', "?CP: %.*s",
              (int)(word.len < 60 ? word.len : 60), word.p);
}

static void
run(struct cmd *c)
{
    const struct cmd_entry *e;
    struct k_token word;
    bool known;

    do
        if (!k_next_token(&c->args, &word))
            return;
    while (k_equal(word, "CP"));
    if (word.p[0] == '*')
        return;
    if (c->vm != NULL)
        e = cmd_lookup(cmd_table, cmd_table_len, word, c->vm->classes, &known);
    else
        e = cmd_lookup(cmd_before, cmd_before_len, word, 0, &known);
    if (e == NULL)
        unknown(c, word);
    else if (c->diagnose && (e->flags & CMDF_DEFER))
        defer(c);
    else
        e->fn(c);
}

void
cmd_session(struct condata *con, const uint8_t *text, unsigned len)
{
    const char *p = (const char *)text;
    struct cmd c = {
        .vm = con->vm, .con = con, .line = p, .len = len, .args = {p, p + len}};

    run(&c);
}

int
cmd_execute(struct vmblok *vm, const char *line, unsigned len, char *buf,
            unsigned bufsize, unsigned *outlen)
{
    const char *end = line + len, *p = line;
    struct cmd c = {.vm = vm,
                    .con = vm->con,
                    .buf = buf,
                    .size = bufsize,
                    .diagnose = true};

    while (p < end && c.rc == 0) {
        const char *next = memchr(p, K_NL, (size_t)(end - p));

        if (next == NULL)
            next = end;
        c.line = p;
        c.len = (unsigned)(next - p);
        c.args = (struct k_scan){p, next};
        run(&c);
        p = next + 1;
    }
    *outlen = c.used;
    return c.rc;
}
