/* SPDX-License-Identifier: MIT */
/* SET and TERMINAL (VM/370: DMKCFS, DMKCFT). */
#include "cp/command.h"

#include "cp/free.h"
#include "cp/timer.h"
#include "klib/kfmt.h"

static void
set_flag(struct cmd *c, uint8_t bit)
{
    bool on;

    if (!cmd_on_off(c, "CFS", &on) || !cmd_end(c, "CFS"))
        return;
    if (on)
        c->vm->flags |= bit;
    else
        c->vm->flags &= (uint8_t)~bit;
}

static void
set_msg(struct cmd *c)
{
    set_flag(c, VMF_MSG);
}

static void
set_wng(struct cmd *c)
{
    set_flag(c, VMF_WNG);
}

static void
set_imsg(struct cmd *c)
{
    set_flag(c, VMF_IMSG);
}

static void
set_acnt(struct cmd *c)
{
    set_flag(c, VMF_ACNT);
}

/* In CP READ already: the machine goes on, or stops, at once. */
static void
set_run(struct cmd *c)
{
    set_flag(c, VMF_RUN);
    if (!(c->con->flags & CF_CPREAD))
        return;
    if (c->vm->flags & VMF_RUN)
        vm_go(c->vm, VMW_CP);
    else
        vm_stop(c->vm, VMW_CP);
}

static void
set_emsg(struct cmd *c)
{
    static const char *const word[] = {"ON", "OFF", "CODE", "TEXT"};
    struct k_token t;

    k_next_token(&c->args, &t);
    for (unsigned i = 0; i < K_ARRAY_SIZE(word); i++)
        if (k_equal(t, word[i])) {
            c->vm->emsg = (uint8_t)i;
            return;
        }
    cmd_bad_option(c, "CFS", t);
}

static void
set_linedit(struct cmd *c)
{
    bool on;

    if (!cmd_on_off(c, "CFS", &on))
        return;
    if (on)
        c->con->flags &= (uint16_t)~CF_NOEDIT;
    else
        c->con->flags |= CF_NOEDIT;
}

static void
set_ecmode(struct cmd *c)
{
    bool on;

    if (!cmd_on_off(c, "CFS", &on))
        return;
    if (on)
        c->vm->options |= VMO_ECMODE;
    else
        c->vm->options &= (uint8_t)~VMO_ECMODE;
    vm_quiesce(c->vm);
    vm_system_reset(c->vm, false);
    con_enter_cp(c->con);
}

static void
set_timer(struct cmd *c)
{
    struct k_token t;

    k_next_token(&c->args, &t);
    if (k_equal(t, "REAL"))
        c->vm->options |= VMO_REALTIMER;
    else if (k_equal(t, "ON"))
        c->vm->options &= (uint8_t)~VMO_REALTIMER;
    else
        cmd_bad_option(c, "CFS", t);
}

/* [name] {+|-}hh[:mm], east of Greenwich positive. */
void
set_timezone(struct cmd *c)
{
    struct k_token t, h, m;
    uint32_t hours, minutes = 0;
    bool west, named = false;
    char name[8] = "";

    k_next_token(&c->args, &t);
    if (t.len > 0 && t.len < sizeof name && k_is_letter(t.p[0])) {
        k_snprintf(name, sizeof name, "%.*s", (int)t.len, t.p);
        k_upper(name, t.len);
        named = true;
        k_next_token(&c->args, &t);
    }
    west = t.len > 0 && t.p[0] == '-';
    h = t;
    if (h.len > 0 && (h.p[0] == '+' || west)) {
        h.p++;
        h.len--;
    }
    for (m = h; m.len > 0 && m.p[0] != ':'; m.p++, m.len--)
        ;
    h.len -= m.len;
    if (m.len > 0) {
        m.p++;
        m.len--;
        if (!k_parse_dec(m, &minutes))
            minutes = 60;
    }
    if (named && t.len == 0 && strcmp(name, "UTC") == 0)
        hours = 0;
    else if (!k_parse_dec(h, &hours) || hours > 14 || minutes > 59) {
        cmd_bad_option(c, "CFS", t);
        return;
    }
    tod_zone = (int64_t)(hours * 60 + minutes) * 60 * (int64_t)TOD_SEC;
    if (west)
        tod_zone = -tod_zone;
    memset(tod_zone_name, 0, sizeof name);
    if (named)
        memcpy(tod_zone_name, name, sizeof name);
}

/* PFnn. */

static bool
make_pf(struct cmd *c, unsigned n, enum con_pf_kind kind, struct k_token text)
{
    struct con_pf **slot, *pf;

    if (c->con->pf == NULL)
        c->con->pf = cp_alloc(CON_PF * sizeof(struct con_pf *));
    if (c->con->pf == NULL)
        return false;
    if (text.len > CON_INPUT)
        text.len = CON_INPUT;
    slot = &c->con->pf[n];
    if (*slot != NULL)
        cp_free(*slot, sizeof *pf + (*slot)->len);
    *slot = pf = cp_alloc(sizeof *pf + text.len);
    if (pf == NULL)
        return false;
    pf->len = (uint8_t)text.len;
    pf->kind = (uint8_t)kind;
    if (text.len > 0)
        memcpy(pf->text, text.p, text.len);
    return true;
}

static void
clear_pf(struct condata *con, unsigned n)
{
    if (con->pf == NULL || con->pf[n] == NULL)
        return;
    cp_free(con->pf[n], sizeof(struct con_pf) + con->pf[n]->len);
    con->pf[n] = NULL;
}

static void
set_pf(struct cmd *c, struct k_token key)
{
    struct k_token t, num = {key.p + 2, key.len - 2};
    struct k_scan start = c->args;
    enum con_pf_kind kind = PF_DELAYED;
    uint32_t n;

    if (!k_parse_dec(num, &n) || n == 0 || n > CON_PF) {
        cmd_error(c, "CFS", 26, 'E', "PF KEY MISSING OR INVALID");
        return;
    }
    if (!k_next_token(&c->args, &t)) {
        clear_pf(c->con, n - 1);
        return;
    }
    if (k_equal(t, "TAB") || k_equal(t, "COPY")) {
        cmd_bad_option(c, "CFS", t); /* not there; DELAYED types the word */
        return;
    }
    if (k_abbrev(t, "RETRIEVE", 3))
        kind = PF_RETRIEVE;
    else if (k_abbrev(t, "IMMED", 3))
        kind = PF_IMMED;
    else if (!k_abbrev(t, "DELAYED", 3))
        c->args = start;
    if (!make_pf(c, n - 1, kind, k_rest(&c->args)))
        cmd_error(c, "CFS", 59, 'E', "NO FREE STORAGE");
}

void
cmd_set(struct cmd *c)
{
    static const struct cmd_entry what[] = {
        {"ACNT", 2, CLS_ANY, 0, set_acnt},
        {"ECMODE", 2, CLS_G, CMDF_DEFER, set_ecmode},
        {"EMSG", 2, CLS_ANY, 0, set_emsg},
        {"IMSG", 2, CLS_ANY, 0, set_imsg},
        {"LINEDIT", 4, CLS_ANY, 0, set_linedit},
        {"MSG", 3, CLS_ANY, 0, set_msg},
        {"RUN", 3, CLS_G, 0, set_run},
        {"TIMER", 5, CLS_G, 0, set_timer},
        {"TIMEZONE", 8, CLS_A | CLS_B, 0, set_timezone},
        {"WNG", 3, CLS_ANY, 0, set_wng},
    };
    const struct cmd_entry *e;
    struct k_token t;
    bool known;

    if (!k_next_token(&c->args, &t)) {
        cmd_no_operand(c, "CFS");
        return;
    }
    e = cmd_lookup(what, K_ARRAY_SIZE(what), t, c->vm->classes, &known);
    if (e != NULL)
        e->fn(c);
    else if (!known && t.len > 2 && k_to_upper(t.p[0]) == 'P' &&
             k_to_upper(t.p[1]) == 'F')
        set_pf(c, t);
    else
        cmd_bad_option(c, "CFS", t);
}

/* TERMINAL. */

/* ON (the default character), OFF, or the character. */
static bool
edit_char(struct cmd *c, uint8_t *edit, uint8_t usual)
{
    struct k_token t;

    k_next_token(&c->args, &t);
    if (k_equal(t, "ON"))
        *edit = usual;
    else if (k_equal(t, "OFF"))
        *edit = 0;
    else if (t.len == 1)
        *edit = (uint8_t)t.p[0];
    else {
        cmd_bad_option(c, "CFT", t);
        return false;
    }
    return true;
}

static bool
seconds(struct cmd *c, uint8_t *value)
{
    struct k_token t;
    uint32_t n;

    k_next_token(&c->args, &t);
    if (!k_parse_dec(t, &n) || n > 255) {
        cmd_no_operand(c, "CFT");
        return false;
    }
    *value = (uint8_t)n;
    return true;
}

static bool
term_mode(struct cmd *c)
{
    struct k_token t;

    k_next_token(&c->args, &t);
    if (k_equal(t, "CP"))
        c->con->flags |= CF_MODE_CP;
    else if (k_equal(t, "VM"))
        c->con->flags &= (uint16_t)~CF_MODE_CP;
    else {
        cmd_bad_option(c, "CFT", t);
        return false;
    }
    return true;
}

static bool
term_option(struct cmd *c, struct k_token t)
{
    struct condata *con = c->con;

    if (k_abbrev(t, "CHARDEL", 2))
        return edit_char(c, &con->edit.char_delete, '@');
    if (k_abbrev(t, "LINEDEL", 5))
        return edit_char(c, &con->edit.line_delete, 0x4a);
    if (k_abbrev(t, "LINEND", 5))
        return edit_char(c, &con->edit.line_end, '#');
    if (k_abbrev(t, "ESCAPE", 2))
        return edit_char(c, &con->edit.escape, '"');
    if (k_abbrev(t, "MODE", 2))
        return term_mode(c);
    if (k_abbrev(t, "MORE", 2))
        return seconds(c, &con->more_wait) && seconds(c, &con->more_alarm);
    if (k_abbrev(t, "LINESIZE", 5))
        return seconds(c, &con->linesize);
    cmd_bad_option(c, "CFT", t);
    return false;
}

void
cmd_terminal(struct cmd *c)
{
    struct k_token t;
    bool any = false;

    while (k_next_token(&c->args, &t)) {
        any = true;
        if (!term_option(c, t))
            return;
    }
    if (!any)
        cmd_no_operand(c, "CFT");
}
