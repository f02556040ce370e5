/* SPDX-License-Identifier: MIT */
/* The inbound data stream: what reads and attention keys send. GA23-0059,
 * "Read Operations" and "Inbound Reply Modes". */
#include "terminal/screen.h"

#include <assert.h>

/* Worst case of a position: SA for three attributes, GE and the character, or
 * SFE with four pairs; and the head. */
enum { PER_CELL = 11, HEAD = 8, MOST = 43 * 83 };

struct record {
    uint8_t b[MOST * PER_CELL + HEAD];
    size_t n;
    struct cell sa; /* attributes the host knows by the SA sent so far */
};

static void
put(struct record *r, uint8_t byte)
{
    assert(r->n < sizeof(r->b));
    r->b[r->n++] = byte;
}

static void
put_addr(struct record *r, unsigned addr)
{
    assert(r->n + 2 <= sizeof(r->b));
    t3270_put_addr(&r->b[r->n], addr);
    r->n += 2;
}

static void
put_sa(struct record *r, uint8_t type, uint8_t value, uint8_t *known)
{
    if (value == *known)
        return;
    *known = value;
    put(r, ORDER_SA);
    put(r, type);
    put(r, value);
}

static uint8_t
charset_of(const struct cell *c)
{
    return c->charset == SCR_CHARSET_GE ? 0 : c->charset;
}

static void
put_cell(struct record *r, const struct screen *s, const struct cell *c)
{
    if (s->reply == SCR_REPLY_CHARACTER) {
        if (s->reply_highlight)
            put_sa(r, XA_HIGHLIGHT, c->highlight, &r->sa.highlight);
        if (s->reply_color)
            put_sa(r, XA_COLOR, c->color, &r->sa.color);
        if (s->reply_charset)
            put_sa(r, XA_CHARSET, charset_of(c), &r->sa.charset);
    }
    if (c->charset == SCR_CHARSET_GE)
        put(r, ORDER_GE);
    put(r, c->ch);
}

static void
put_field(struct record *r, const struct screen *s, const struct cell *c)
{
    uint8_t attr = t3270_code6(c->field & 0x3f);
    unsigned n = 1;

    if (s->reply == SCR_REPLY_FIELD) {
        put(r, ORDER_SF);
        put(r, attr);
        return;
    }
    n += (c->highlight != 0) + (c->color != 0) + (c->charset != 0);
    put(r, ORDER_SFE);
    put(r, (uint8_t)n);
    put(r, XA_FIELD);
    put(r, attr);
    if (c->highlight) {
        put(r, XA_HIGHLIGHT);
        put(r, c->highlight);
    }
    if (c->color) {
        put(r, XA_COLOR);
        put(r, c->color);
    }
    if (c->charset) {
        put(r, XA_CHARSET);
        put(r, c->charset);
    }
}

static void
put_head(struct record *r, const struct screen *s)
{
    r->n = 0;
    put(r, s->aid);
    put_addr(r, s->cursor);
}

void
scr_read_buffer(struct screen *s)
{
    struct record r = {.n = 0};
    unsigned i;

    put_head(&r, s);
    for (i = 0; i < s->size; i++) {
        if (s->cell[i].field)
            put_field(&r, s, &s->cell[i]);
        else
            put_cell(&r, s, &s->cell[i]);
    }
    s->ops->send(s->arg, r.b, r.n);
}

/* One modified field: SBA, then its characters without nulls. */
static void
put_modified(struct record *r, const struct screen *s, unsigned field)
{
    unsigned p = scr_next(s, field);

    put(r, ORDER_SBA);
    put_addr(r, p);
    if (s->aid == SCR_AID_SELECT)
        return;
    for (; !s->cell[p].field; p = scr_next(s, p))
        if (s->cell[p].ch)
            put_cell(r, s, &s->cell[p]);
}

static bool
short_read(uint8_t aid)
{
    return aid == AID_CLEAR || aid == AID_PA1 || aid == AID_PA2 ||
           aid == AID_PA3;
}

void
scr_read_modified(struct screen *s, bool all)
{
    struct record r = {.n = 0};
    bool formatted = false;
    unsigned i;

    put_head(&r, s);
    if (!all && short_read(s->aid)) {
        s->ops->send(s->arg, r.b, 1);
        return;
    }
    for (i = 0; i < s->size; i++) {
        if (!s->cell[i].field)
            continue;
        formatted = true;
        if (s->cell[i].field & ATTR_MDT)
            put_modified(&r, s, i);
    }
    for (i = 0; !formatted && i < s->size; i++)
        if (s->cell[i].ch)
            put_cell(&r, s, &s->cell[i]);
    s->ops->send(s->arg, r.b, r.n);
}

void
scr_send_attention(struct screen *s, uint8_t aid)
{
    s->aid = aid;
    s->lock = SCR_LOCK_SYSTEM;
    s->insert = false;
    if (aid == AID_CLEAR) {
        /* The CLEAR key erases, and goes back to the default size. */
        scr_erase(s, false);
        s->aid = aid;
    }
    scr_read_modified(s, false);
}
