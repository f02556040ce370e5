/* SPDX-License-Identifier: MIT */
/* DISPLAY: storage, keys and registers of the virtual machine (VM/370:
 * DMKCDB). */
#include "cp/command.h"

#include "arch/lowcore.h"
#include "cp/gstor.h"
#include "klib/kfmt.h"

/* What an operand means: a range of storage or registers. */
struct range {
    char form; /* L T K or a register letter; 0: hexadecimal */
    uint32_t from, to;
};

/* A number up to max; where that is 15, of a register, and so 10 to 15 are
 * decimal (CP Command Reference, "DISPLAY": 0-15 or 0-F). */
static bool
number(const char **p, const char *end, uint32_t max, uint32_t *v)
{
    struct k_token t = {*p, 0};

    while (*p < end && **p != '-' && **p != '.' && **p != ':') {
        (*p)++;
        t.len++;
    }
    if (max == 15 && t.len == 2)
        return k_parse_dec(t, v) && *v <= max;
    return k_parse_hex(t, v) && *v <= max;
}

/* hexloc, hexloc-end, hexloc.count; nothing is the whole. */
static bool
parse_range(const char *p, const char *end, uint32_t max, struct range *r)
{
    uint32_t n;

    r->from = 0;
    r->to = max;
    if (p == end)
        return true;
    if (!number(&p, end, max, &r->from))
        return false;
    r->to = r->from;
    if (p == end)
        return true;
    if (*p++ == '.') {
        if (!number(&p, end, max + 1, &n) || n == 0 || r->from + n - 1 > max)
            return false;
        r->to = r->from + n - 1;
        return p == end;
    }
    if (p == end || (end - p == 3 && (*p == 'E' || *p == 'e'))) {
        r->to = max;
        return true;
    }
    return number(&p, end, max, &r->to) && p == end && r->to >= r->from;
}

static bool
fetch(struct cmd *c, uint32_t addr, void *to, unsigned len)
{
    if (gstor_fetch(c->vm, addr, to, len, GS_READ | GS_REAL | GS_NOKEY) ==
        GS_OK)
        return true;
    cmd_error(c, "CDB", 160, 'E', "HEXLOC %06X EXCEEDS STORAGE",
              (unsigned)addr);
    return false;
}

/* aaaaaa  w w w w  *text*  in lines of 16 bytes. */
static bool
storage_line(struct cmd *c, uint32_t at, unsigned words, bool text)
{
    uint8_t data[16];
    char line[80];
    size_t n;

    if (!fetch(c, at, data, words * 4))
        return false;
    n = k_append(line, sizeof line, 0, "%06X", (unsigned)at);
    for (unsigned i = 0; i < words * 4; i += 4)
        n = k_append(line, sizeof line, n, " %02X%02X%02X%02X", data[i],
                     data[i + 1], data[i + 2], data[i + 3]);
    if (text) {
        n = k_append(line, sizeof line, n, "%*s *", (int)(4 - words) * 9 + 1,
                     "");
        for (unsigned i = 0; i < words * 4; i++)
            n = k_append(line, sizeof line, n, "%c",
                         data[i] > 0x40 && data[i] < 0xff ? data[i] : '.');
        k_append(line, sizeof line, n, "*");
    }
    cmd_say(c, "%s", line);
    return true;
}

/* Nobody will see more: the response's buffer has been full for long, or the
 * terminal is gone. */
static bool
pointless(const struct cmd *c)
{
    if (c->buf != NULL)
        return c->used > c->size + 4096;
    return c->con->term == NULL || (c->con->flags & (CF_LOGOFF | CF_DEAD));
}

static void
show_storage(struct cmd *c, struct range r, bool text)
{
    uint32_t at = r.from & ~3u, end = r.to | 3;

    if (text) {
        at &= ~15u;
        end |= 15;
    }
    while (at <= end) {
        unsigned words = (end + 1 - at) / 4;

        if (pointless(c) || !storage_line(c, at, words < 4 ? words : 4, text))
            return;
        at += 16;
        task_yield(); /* it may be long */
    }
}

static void
show_keys(struct cmd *c, struct range r)
{
    uint32_t at = r.from & ~0x7ffu, start = at;
    uint8_t key = 0, first = 0;

    for (; at <= r.to; at += 2048) {
        if (gstor_get_key(c->vm, at, &key) != GS_OK)
            break;
        if (at == start)
            first = key;
        else if (key != first) {
            cmd_say(c, "%06X TO %06X  KEY = %02X", (unsigned)start,
                    (unsigned)at - 1, first);
            start = at;
            first = key;
        }
    }
    if (at > start)
        cmd_say(c, "%06X TO %06X  KEY = %02X", (unsigned)start,
                (unsigned)at - 1, first);
}

static void
show_registers(struct cmd *c, const char *name, const uint32_t *reg,
               struct range r)
{
    char line[80];
    size_t n = 0;

    for (uint32_t i = r.from; i <= r.to; i++) {
        if ((i - r.from) % 4 == 0)
            n = k_append(line, sizeof line, 0, "%s %2u =", name, (unsigned)i);
        n = k_append(line, sizeof line, n, " %08X", (unsigned)reg[i]);
        if ((i - r.from) % 4 == 3 || i == r.to)
            cmd_say(c, "%s", line);
    }
}

static void
show_floating(struct cmd *c, struct range r)
{
    for (uint32_t i = r.from & ~1u; i <= r.to && i <= 6; i += 2)
        cmd_say(c, "FPR %u = %08X%08X", (unsigned)i,
                (unsigned)(c->vm->fpr[i / 2] >> 32),
                (unsigned)c->vm->fpr[i / 2]);
}

static void
show_low(struct cmd *c, const char *name, uint32_t at, unsigned words)
{
    be32 w[2];

    if (!fetch(c, at, w, words * 4))
        return;
    if (words == 2)
        cmd_say(c, "%s = %08X %08X", name, (unsigned)get32(&w[0]),
                (unsigned)get32(&w[1]));
    else
        cmd_say(c, "%s = %08X", name, (unsigned)get32(&w[0]));
}

static bool
by_name(struct cmd *c, struct k_token t)
{
    if (k_abbrev(t, "PSW", 1))
        cmd_say(c, "PSW = %08X %08X", (unsigned)get32(&c->vm->psw.w0),
                (unsigned)get32(&c->vm->psw.w1));
    else if (k_equal(t, "CAW"))
        show_low(c, "CAW", offsetof(struct lowcore, caw), 1);
    else if (k_equal(t, "CSW"))
        show_low(c, "CSW", offsetof(struct lowcore, csw), 2);
    else
        return false;
    return true;
}

/* One operand. */
static void
show(struct cmd *c, struct k_token t)
{
    const char *p = t.p, *end = p + t.len;
    char form = k_to_upper(*p);
    bool reg = form == 'G' || form == 'X' || form == 'Y';
    struct range r;

    if (by_name(c, t))
        return;
    if (reg || form == 'L' || form == 'T' || form == 'K')
        p++;
    else
        form = 0;
    if (!parse_range(p, end, reg ? 15 : c->vm->storage - 1, &r)) {
        cmd_error(c, "CDB", 33, 'E', "HEXLOC MISSING OR INVALID - %.*s",
                  (int)(t.len < 40 ? t.len : 40), t.p);
        return;
    }
    switch (form) {
    case 'G':
        show_registers(c, "GPR", c->vm->gpr, r);
        break;
    case 'X':
        show_registers(c, "ECR", c->vm->cr, r);
        break;
    case 'Y':
        show_floating(c, r);
        break;
    case 'K':
        show_keys(c, r);
        break;
    default:
        show_storage(c, r, form == 'T');
    }
}

void
cmd_display(struct cmd *c)
{
    struct k_token t;

    if (!k_next_token(&c->args, &t)) {
        cmd_error(c, "CDB", 33, 'E', "HEXLOC MISSING OR INVALID");
        return;
    }
    do
        show(c, t);
    while (c->rc == 0 && k_next_token(&c->args, &t));
}
