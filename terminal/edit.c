/* SPDX-License-Identifier: MIT */
/* Typing into fields: protection, numeric fields, automatic skip, insert mode,
 * deletion, erasure, DUP, FIELD MARK, cursor select. GA23-0059 "Field
 * Attributes", "Keyboard"; GA23-0060 (3274) for the editing keys. A changed
 * field's modified data tag is set. */
#include "terminal/edit.h"

#include <string.h>

#include "terminal/keyboard.h"

enum { EBCDIC_DUP = 0x1c, EBCDIC_FM = 0x1e };

static void
touch(struct screen *s, int field)
{
    if (field >= 0)
        s->cell[field].field |= ATTR_MDT;
}

/* The last position of the field of `pos`: before the next attribute, or the
 * last of the screen when it is unformatted. */
static unsigned
field_last(const struct screen *s, unsigned pos, int field)
{
    if (field < 0)
        return s->size - 1;
    while (!s->cell[scr_next(s, pos)].field)
        pos = scr_next(s, pos);
    return pos;
}

/* May the operator change the cursor's position? Says why not. */
static bool
writable(struct screen *s, int *field)
{
    if (scr_protected(s, s->cursor)) {
        s->oper = SCR_OPER_PROTECTED;
        return false;
    }
    *field = scr_field_of(s, s->cursor);
    return true;
}

/* Insert mode: shifts what is at and after the cursor up to the first null,
 * which is lost. False: there is none. */
static bool
make_room(struct screen *s, int field)
{
    unsigned last = field_last(s, s->cursor, field), p = s->cursor;

    while (s->cell[p].ch != 0) {
        if (p == last)
            return false;
        p = scr_next(s, p);
    }
    for (; p != s->cursor; p = scr_prev(s, p))
        s->cell[p] = s->cell[scr_prev(s, p)];
    return true;
}

/* Past the position just typed. A field attribute there is skipped, and if the
 * field is protected and numeric, the whole of it. */
static void
advance(struct screen *s)
{
    uint8_t f;

    s->cursor = scr_next(s, s->cursor);
    f = s->cell[s->cursor].field;
    if (!f)
        return;
    if ((f & ATTR_PROTECTED) && (f & ATTR_NUMERIC))
        s->cursor = scr_next_input(s, s->cursor);
    else
        s->cursor = scr_next(s, s->cursor);
}

static bool
type_byte(struct screen *s, uint8_t ch)
{
    struct cell *c;
    int field;

    if (!writable(s, &field))
        return false;
    if (s->insert && !make_room(s, field)) {
        s->oper = SCR_OPER_OVERFLOW;
        return false;
    }
    c = &s->cell[s->cursor];
    memset(c, 0, sizeof(*c));
    c->ch = ch;
    touch(s, field);
    return true;
}

static bool
numeric_char(uint32_t ch)
{
    return (ch >= '0' && ch <= '9') || ch == '-' || ch == '.';
}

static void
type_char(struct screen *s, uint32_t ch)
{
    int field = scr_field_of(s, s->cursor);
    uint8_t byte;

    if (ch < 0x20 || (ch >= 0x7f && ch < 0xa0) || ch > 0xff) {
        s->oper = SCR_OPER_NO_CHAR;
        return;
    }
    if (s->numeric_lock && field >= 0 &&
        (s->cell[field].field & (ATTR_NUMERIC | ATTR_PROTECTED)) ==
            ATTR_NUMERIC &&
        !numeric_char(ch)) {
        s->oper = SCR_OPER_NUMERIC;
        return;
    }
    byte = codepage_from_latin1(s->codepage, (uint8_t)ch);
    if (type_byte(s, byte))
        advance(s);
}

/* Deletes at the cursor: the rest of the field moves left, a null enters. */
static void
delete_char(struct screen *s)
{
    unsigned p, last;
    int field;

    if (!writable(s, &field))
        return;
    last = field_last(s, s->cursor, field);
    for (p = s->cursor; p != last; p = scr_next(s, p))
        s->cell[p] = s->cell[scr_next(s, p)];
    memset(&s->cell[last], 0, sizeof(s->cell[last]));
    touch(s, field);
}

static void
rub_out(struct screen *s)
{
    unsigned p = scr_prev(s, s->cursor);

    if (scr_protected(s, p) || (s->cursor == 0 && scr_field_of(s, p) < 0)) {
        s->oper = SCR_OPER_PROTECTED;
        return;
    }
    s->cursor = p;
    delete_char(s);
}

static void
erase_from(struct screen *s, unsigned pos, int field)
{
    unsigned last = field_last(s, pos, field);

    for (;; pos = scr_next(s, pos)) {
        memset(&s->cell[pos], 0, sizeof(s->cell[pos]));
        if (pos == last)
            break;
    }
    touch(s, field);
}

static void
field_end(struct screen *s)
{
    unsigned first, p;
    int field;

    if (!writable(s, &field))
        return;
    first = field < 0 ? 0 : scr_next(s, (unsigned)field);
    p = field_last(s, s->cursor, field);
    if (s->cell[p].ch != 0 && s->cell[p].ch != 0x40) {
        s->cursor = p; /* the field is full */
        return;
    }
    while (p != first) {
        uint8_t ch = s->cell[scr_prev(s, p)].ch;

        if (ch != 0 && ch != 0x40)
            break;
        p = scr_prev(s, p);
    }
    s->cursor = p;
}

/* Cursor select, as the light pen: the designator is the first character of a
 * detectable field. ? turns to > and the field is modified, > turns back;
 * blank or null sends at once, & acts as ENTER. GA23-0059 "Selector Pen". */
static void
cursor_select(struct screen *s)
{
    int field = scr_field_of(s, s->cursor);
    unsigned display;
    struct cell *d;

    if (field < 0) {
        s->oper = SCR_OPER_PROTECTED;
        return;
    }
    display = s->cell[field].field & ATTR_DISPLAY;
    d = &s->cell[scr_next(s, (unsigned)field)];
    if ((display != 0x04 && display != ATTR_BRIGHT) || d->field) {
        s->oper = SCR_OPER_PROTECTED;
        return;
    }
    switch (d->ch) {
    case 0x6f: /* ? */
        d->ch = 0x6e;
        touch(s, field);
        break;
    case 0x6e: /* > */
        d->ch = 0x6f;
        s->cell[field].field &= (uint8_t)~ATTR_MDT;
        break;
    case 0x00:
    case 0x40:
        touch(s, field);
        scr_send_attention(s, SCR_AID_SELECT);
        break;
    case 0x50: /* & */
        touch(s, field);
        scr_send_attention(s, AID_ENTER);
        break;
    default:
        s->oper = SCR_OPER_PROTECTED;
        break;
    }
}

void
edit_key(struct screen *s, uint32_t key)
{
    int field;

    if (key < KEY_3270) {
        type_char(s, key);
        return;
    }
    switch (key) {
    case K_INSERT_MODE:
        s->insert = !s->insert;
        break;
    case K_DELETE:
        delete_char(s);
        break;
    case K_RUBOUT:
        rub_out(s);
        break;
    case K_ERASE_EOF:
        if (writable(s, &field))
            erase_from(s, s->cursor, field);
        break;
    case K_ERASE_INPUT:
        scr_erase_unprotected(s);
        break;
    case K_FIELD_END:
        field_end(s);
        break;
    case K_DUP:
        if (type_byte(s, EBCDIC_DUP))
            s->cursor = scr_next_input(s, s->cursor);
        break;
    case K_FIELD_MARK:
        if (type_byte(s, EBCDIC_FM))
            advance(s);
        break;
    case K_CURSOR_SELECT:
        cursor_select(s);
        break;
    default:
        break;
    }
}
