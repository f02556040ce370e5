/* SPDX-License-Identifier: MIT */
/* The outbound data stream: commands, WCC, orders and data. GA23-0059,
 * "Commands" and "Orders". Structured fields are in structured.c. */
#include "terminal/screen.h"

#include <string.h>

#include "terminal/keyboard.h"

/* What came before in the record: PT inserts nulls only after data, or after
 * a PT that did and ran into the end of the buffer. */
enum before { AFTER_ORDER, AFTER_DATA, AFTER_PT_NULLS };

struct write {
    struct screen *s;
    const uint8_t *p, *end;
    struct cell sa; /* attributes set by SA for the data that follows */
    enum before before;
    bool bad;
};

static void
bad(struct write *w, const char *what)
{
    w->bad = true;
    scr_prog(w->s, what);
}

/* True when n more bytes are there; else the record is cut short. */
static bool
need(struct write *w, size_t n)
{
    if ((size_t)(w->end - w->p) >= n)
        return true;
    bad(w, "order cut short");
    return false;
}

static bool
take_addr(struct write *w, unsigned *addr)
{
    if (!need(w, 2))
        return false;
    *addr = t3270_get_addr(w->p);
    w->p += 2;
    if (*addr < w->s->size)
        return true;
    bad(w, "address beyond the screen");
    return false;
}

static void
put_char(struct write *w, uint8_t ch, uint8_t charset)
{
    struct screen *s = w->s;
    struct cell *c = &s->cell[s->addr];

    *c = w->sa;
    c->ch = ch;
    if (charset)
        c->charset = charset;
    s->addr = scr_next(s, s->addr);
}

static void
set_extended(struct write *w, struct cell *c, uint8_t type, uint8_t value)
{
    switch (type) {
    case XA_RESET:
        c->color = c->highlight = c->charset = 0;
        break;
    case XA_HIGHLIGHT:
        c->highlight = value == 0xf0 ? 0 : value;
        break;
    case XA_COLOR:
        c->color = value;
        break;
    case XA_CHARSET:
        c->charset = value;
        break;
    default: /* GA23-0059: an unsupported type is rejected */
        bad(w, "unknown attribute type");
        break;
    }
}

static void
order_sf(struct write *w)
{
    struct screen *s = w->s;
    struct cell *c = &s->cell[s->addr];

    if (!need(w, 1))
        return;
    memset(c, 0, sizeof(*c));
    c->field = (uint8_t)(SCR_FIELD | (*w->p++ & 0x3f));
    s->addr = scr_next(s, s->addr);
}

/* SFE makes a field attribute; MF changes one, which must be there. */
static void
order_sfe_mf(struct write *w, bool modify)
{
    struct screen *s = w->s;
    struct cell c = s->cell[s->addr];
    unsigned n;

    if (!need(w, 1))
        return;
    n = *w->p++;
    if (!need(w, 2 * (size_t)n))
        return;
    if (modify && !c.field) {
        bad(w, "MF where no field begins");
        return;
    }
    if (!modify) {
        memset(&c, 0, sizeof(c));
        c.field = SCR_FIELD;
    }
    for (; n && !w->bad; n--, w->p += 2) {
        if (w->p[0] == XA_FIELD)
            c.field = (uint8_t)(SCR_FIELD | (w->p[1] & 0x3f));
        else
            set_extended(w, &c, w->p[0], w->p[1]);
    }
    if (w->bad)
        return;
    s->cell[s->addr] = c;
    s->addr = scr_next(s, s->addr);
}

/* Program Tab: GA23-0059 "Program Tab (PT)". */
static void
order_pt(struct write *w)
{
    struct screen *s = w->s;
    bool nulls = w->before != AFTER_ORDER;
    unsigned a = s->addr;

    w->before = AFTER_ORDER;
    if (s->cell[a].field && !(s->cell[a].field & ATTR_PROTECTED)) {
        s->addr = scr_next(s, a);
        return;
    }
    for (; a < s->size; a++) {
        uint8_t f = s->cell[a].field;

        if (f)
            nulls = false;
        else if (nulls)
            memset(&s->cell[a], 0, sizeof(s->cell[a]));
        if (f && !(f & ATTR_PROTECTED)) {
            s->addr = scr_next(s, a);
            return;
        }
    }
    s->addr = 0;
    if (nulls)
        w->before = AFTER_PT_NULLS;
}

static void
order_ra(struct write *w)
{
    uint8_t ch, charset = 0;
    unsigned stop;

    if (!take_addr(w, &stop) || !need(w, 1))
        return;
    ch = *w->p++;
    if (ch == ORDER_GE) {
        if (!need(w, 1))
            return;
        ch = *w->p++;
        charset = SCR_CHARSET_GE;
    }
    do
        put_char(w, ch, charset);
    while (w->s->addr != stop);
}

static void
order_eua(struct write *w)
{
    struct screen *s = w->s;
    unsigned stop;
    bool prot;
    int f;

    if (!take_addr(w, &stop))
        return;
    f = scr_field_of(s, s->addr);
    prot = f >= 0 && (s->cell[f].field & ATTR_PROTECTED);
    do {
        struct cell *c = &s->cell[s->addr];

        if (c->field)
            prot = c->field & ATTR_PROTECTED;
        else if (!prot)
            memset(c, 0, sizeof(*c));
        s->addr = scr_next(s, s->addr);
    } while (s->addr != stop);
}

/* Characters below X'40' that may stand in the data: NUL, FF, CR, NL, EM, DUP,
 * FM, SUB, and EO (X'FF'). */
static bool
is_data(uint8_t ch)
{
    switch (ch) {
    case 0x00:
    case 0x0c:
    case 0x0d:
    case 0x15:
    case 0x19:
    case 0x1c:
    case 0x1e:
    case 0x3f:
        return true;
    default:
        return ch >= 0x40;
    }
}

static void
one(struct write *w)
{
    uint8_t ch = *w->p++;
    enum before before = AFTER_ORDER;
    unsigned addr;

    switch (ch) {
    case ORDER_SF:
        order_sf(w);
        break;
    case ORDER_SFE:
        order_sfe_mf(w, false);
        break;
    case ORDER_MF:
        order_sfe_mf(w, true);
        break;
    case ORDER_SBA:
        if (take_addr(w, &addr))
            w->s->addr = addr;
        break;
    case ORDER_IC:
        w->s->cursor = w->s->addr;
        break;
    case ORDER_PT:
        order_pt(w);
        return;
    case ORDER_RA:
        order_ra(w);
        break;
    case ORDER_EUA:
        order_eua(w);
        break;
    case ORDER_SA:
        if (need(w, 2)) {
            set_extended(w, &w->sa, w->p[0], w->p[1]);
            w->p += 2;
        }
        break;
    case ORDER_GE:
        if (need(w, 1))
            put_char(w, *w->p++, SCR_CHARSET_GE);
        before = AFTER_DATA;
        break;
    default:
        if (!is_data(ch)) {
            bad(w, "unknown order");
            break;
        }
        put_char(w, ch, 0);
        before = AFTER_DATA;
        break;
    }
    w->before = before;
}

/* WCC, then orders and data. A record without a WCC does nothing. */
static void
write_data(struct screen *s, const uint8_t *data, size_t len)
{
    struct write w = {.s = s, .p = data, .end = data + len};
    uint8_t wcc;
    unsigned i;

    if (len == 0)
        return;
    wcc = *w.p++;
    s->addr = s->cursor;
    if (wcc & WCC_RESET_MDT)
        for (i = 0; i < s->size; i++)
            if (s->cell[i].field)
                s->cell[i].field &= (uint8_t)~ATTR_MDT;
    while (w.p < w.end && !w.bad)
        one(&w);
    if (wcc & WCC_ALARM)
        s->alarm = true;
    if (w.bad)
        return;
    if (wcc & WCC_RESTORE_KEYBOARD) {
        s->aid = AID_NONE;
        kbd_unlock(s);
    }
}

void
scr_command(struct screen *s, uint8_t command, const uint8_t *data, size_t len)
{
    switch (command) {
    case T3270_W:
    case T3270_CCW_WRITE:
        write_data(s, data, len);
        break;
    case T3270_EW:
    case T3270_CCW_ERASE_WRITE:
        scr_erase(s, false);
        write_data(s, data, len);
        break;
    case T3270_EWA:
    case T3270_CCW_EWA:
        scr_erase(s, true);
        write_data(s, data, len);
        break;
    case T3270_EAU:
    case T3270_CCW_EAU:
        scr_erase_unprotected(s);
        s->aid = AID_NONE;
        kbd_unlock(s);
        break;
    case T3270_RB:
    case T3270_CCW_READ_BUFFER:
        scr_read_buffer(s);
        break;
    case T3270_RM:
    case T3270_CCW_READ_MODIFIED:
        scr_read_modified(s, false);
        break;
    case T3270_RMA:
    case T3270_CCW_RMA:
        scr_read_modified(s, true);
        break;
    case T3270_WSF:
    case T3270_CCW_WSF:
        scr_structured(s, data, len);
        break;
    case T3270_CCW_NOP:
        break;
    default:
        scr_prog(s, "unknown command");
        break;
    }
}

void
scr_record(struct screen *s, const uint8_t *data, size_t len)
{
    s->prog = NULL;
    s->replies = 0;
    if (len)
        scr_command(s, data[0], data + 1, len - 1);
}
