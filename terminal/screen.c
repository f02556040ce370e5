/* SPDX-License-Identifier: MIT */
/* The display buffer: positions, fields, erasure. GA23-0059 "Character
 * Buffer", "Fields". Who writes it is outbound.c and keyboard.c. */
#include "terminal/screen.h"

#include <stdlib.h>
#include <string.h>

#include "lib/tn3270.h"

struct screen *
scr_create(unsigned model, const struct scr_ops *ops, void *arg)
{
    unsigned rows, cols;
    struct screen *s;

    if (!tn3270_model_size(model, &rows, &cols))
        return NULL;
    s = calloc(1, sizeof(*s));
    if (s == NULL)
        return NULL;
    s->alt_rows = rows;
    s->alt_cols = cols;
    s->cells = rows * cols; /* no model is smaller than 24 by 80 */
    s->cell = calloc(s->cells, sizeof(*s->cell));
    if (s->cell == NULL) {
        free(s);
        return NULL;
    }
    s->ops = ops;
    s->arg = arg;
    s->codepage = CP_1047;
    s->numeric_lock = true;
    scr_reset(s, false);
    return s;
}

void
scr_destroy(struct screen *s)
{
    if (s == NULL)
        return;
    free(s->cell);
    free(s);
}

void
scr_reset(struct screen *s, bool online)
{
    scr_erase(s, false);
    s->aid = AID_NONE;
    s->lock = online ? SCR_UNLOCKED : SCR_LOCK_OFFLINE;
    s->oper = SCR_OPER_OK;
    s->insert = false;
    s->alarm = false;
    s->ahead_n = 0;
}

void
scr_erase(struct screen *s, bool alternate)
{
    s->rows = alternate ? s->alt_rows : 24;
    s->cols = alternate ? s->alt_cols : 80;
    s->size = s->rows * s->cols;
    memset(s->cell, 0, s->cells * sizeof(*s->cell));
    s->cursor = 0;
    s->addr = 0;
    s->reply = SCR_REPLY_FIELD;
    s->reply_color = s->reply_highlight = s->reply_charset = false;
}

void
scr_erase_unprotected(struct screen *s)
{
    int f = scr_field_of(s, s->size - 1);
    bool prot = f >= 0 && (s->cell[f].field & ATTR_PROTECTED);
    unsigned i;

    for (i = 0; i < s->size; i++) {
        struct cell *c = &s->cell[i];

        if (c->field) {
            prot = c->field & ATTR_PROTECTED;
            if (!prot)
                c->field &= (uint8_t)~ATTR_MDT;
        } else if (!prot) {
            memset(c, 0, sizeof(*c));
        }
    }
    s->cursor = scr_next_input(s, s->size - 1);
}

void
scr_prog(struct screen *s, const char *what)
{
    s->lock = SCR_LOCK_PROG;
    s->prog = what;
}

unsigned
scr_next(const struct screen *s, unsigned pos)
{
    return pos + 1 >= s->size ? 0 : pos + 1;
}

unsigned
scr_prev(const struct screen *s, unsigned pos)
{
    return pos == 0 ? s->size - 1 : pos - 1;
}

int
scr_field_of(const struct screen *s, unsigned pos)
{
    unsigned i, p = pos;

    for (i = 0; i < s->size; i++) {
        if (s->cell[p].field)
            return (int)p;
        p = scr_prev(s, p);
    }
    return -1;
}

bool
scr_protected(const struct screen *s, unsigned pos)
{
    int f;

    if (s->cell[pos].field)
        return true;
    f = scr_field_of(s, pos);
    return f >= 0 && (s->cell[f].field & ATTR_PROTECTED);
}

unsigned
scr_next_input(const struct screen *s, unsigned pos)
{
    unsigned i, p = pos;

    for (i = 0; i < s->size; i++) {
        uint8_t f = s->cell[p].field;

        p = scr_next(s, p);
        if (f && !(f & ATTR_PROTECTED) && !s->cell[p].field)
            return p;
    }
    return 0;
}
