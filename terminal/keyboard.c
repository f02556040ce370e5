/* SPDX-License-Identifier: MIT */
/* Keys: the lock, attention keys, cursor keys. Typing and erasing are in
 * edit.c. */
#include "terminal/keyboard.h"

#include <string.h>

#include "terminal/edit.h"

static uint8_t
pf_aid(unsigned n)
{
    if (n <= 9)
        return (uint8_t)(AID_PF1 + n - 1);
    if (n <= 12)
        return (uint8_t)(AID_PF10 + n - 10);
    if (n <= 21)
        return (uint8_t)(AID_PF13 + n - 13);
    return (uint8_t)(AID_PF22 + n - 22);
}

/* The attention id of a key; 0: it is none. */
static uint8_t
aid_of(uint32_t key)
{
    if (key >= K_PF1 && key <= K_PF24)
        return pf_aid(key - K_PF1 + 1);
    switch (key) {
    case K_ENTER:
        return AID_ENTER;
    case K_CLEAR:
        return AID_CLEAR;
    case K_PA1:
        return AID_PA1;
    case K_PA2:
        return AID_PA2;
    case K_PA3:
        return AID_PA3;
    case K_SYSREQ:
        return AID_SYSREQ;
    default:
        return 0;
    }
}

static void
cursor_vertical(struct screen *s, bool up)
{
    unsigned step = up ? s->size - s->cols : s->cols;

    s->cursor = (s->cursor + step) % s->size;
}

/* To the start of this field, or of the one before when already there. */
static void
back_tab(struct screen *s)
{
    unsigned i, p = scr_prev(s, s->cursor);

    for (i = 0; i < s->size; i++) {
        unsigned q = scr_prev(s, p);
        uint8_t f = s->cell[q].field;

        if (f && !(f & ATTR_PROTECTED) && !s->cell[p].field) {
            s->cursor = p;
            return;
        }
        p = q;
    }
    s->cursor = 0;
}

/* To the first input position on or after the start of the next line. */
static void
new_line(struct screen *s)
{
    unsigned start = (s->cursor / s->cols + 1) * s->cols % s->size;
    int f = scr_field_of(s, start);

    if (f < 0 || !scr_protected(s, start))
        s->cursor = start;
    else
        s->cursor = scr_next_input(s, start);
}

static void
move_key(struct screen *s, uint32_t key)
{
    switch (key) {
    case K_CURSOR_LEFT:
        s->cursor = scr_prev(s, s->cursor);
        break;
    case K_CURSOR_RIGHT:
        s->cursor = scr_next(s, s->cursor);
        break;
    case K_CURSOR_UP:
    case K_CURSOR_DOWN:
        cursor_vertical(s, key == K_CURSOR_UP);
        break;
    case K_TAB:
        s->cursor = scr_next_input(s, s->cursor);
        break;
    case K_BACKTAB:
        back_tab(s);
        break;
    case K_NEWLINE:
        new_line(s);
        break;
    case K_CURSOR_HOME:
        s->cursor = scr_next_input(s, s->size - 1);
        break;
    default:
        edit_key(s, key);
        break;
    }
}

/* RESET: ends what the operator can end; what the system must end stays. */
static void
reset_key(struct screen *s)
{
    s->oper = SCR_OPER_OK;
    s->insert = false;
    s->ahead_n = 0;
    if (s->lock == SCR_LOCK_PROG)
        s->lock = SCR_UNLOCKED;
}

static void
press(struct screen *s, uint32_t key)
{
    uint8_t aid = aid_of(key);

    s->oper = SCR_OPER_OK;
    if (aid)
        scr_send_attention(s, aid);
    else
        move_key(s, key);
}

void
kbd_key(struct screen *s, uint32_t key)
{
    if (s->lock == SCR_LOCK_OFFLINE)
        return;
    if (key == K_RESET) {
        reset_key(s);
        return;
    }
    if (key == K_ATTN || (key == K_PA1 && s->lock != SCR_UNLOCKED)) {
        s->ahead_n = 0;
        s->ops->attn(s->arg);
        return;
    }
    if (s->lock == SCR_UNLOCKED)
        press(s, key);
    else if (s->lock == SCR_LOCK_SYSTEM && s->ahead_n < SCR_TYPEAHEAD)
        s->ahead[s->ahead_n++] = key;
}

void
kbd_unlock(struct screen *s)
{
    unsigned n = 0;

    if (s->lock == SCR_LOCK_OFFLINE)
        return;
    s->lock = SCR_UNLOCKED;
    while (n < s->ahead_n && s->lock == SCR_UNLOCKED)
        press(s, s->ahead[n++]);
    s->ahead_n -= n;
    memmove(s->ahead, s->ahead + n, s->ahead_n * sizeof(s->ahead[0]));
}

void
kbd_move(struct screen *s, unsigned pos)
{
    if (pos < s->size && s->lock == SCR_UNLOCKED)
        s->cursor = pos;
}

const char *
kbd_name(uint32_t key)
{
    static const char *const pf[24] = {
        "PF1",  "PF2",  "PF3",  "PF4",  "PF5",  "PF6",  "PF7",  "PF8",
        "PF9",  "PF10", "PF11", "PF12", "PF13", "PF14", "PF15", "PF16",
        "PF17", "PF18", "PF19", "PF20", "PF21", "PF22", "PF23", "PF24"};

    if (key >= K_PF1 && key <= K_PF24)
        return pf[key - K_PF1];
    switch (key) {
    case K_RESET:
        return "RESET";
    case K_ENTER:
        return "ENTER";
    case K_CLEAR:
        return "CLEAR";
    case K_PA1:
        return "PA1";
    case K_PA2:
        return "PA2";
    case K_PA3:
        return "PA3";
    case K_SYSREQ:
        return "SYSREQ";
    case K_ATTN:
        return "ATTN";
    case K_NEWLINE:
        return "NEWLINE";
    case K_CURSOR_HOME:
        return "HOME";
    case K_FIELD_END:
        return "END";
    case K_INSERT_MODE:
        return "INSERT";
    case K_DELETE:
        return "DELETE";
    case K_ERASE_EOF:
        return "ERASE EOF";
    case K_ERASE_INPUT:
        return "ERASE INPUT";
    case K_DUP:
        return "DUP";
    case K_FIELD_MARK:
        return "FIELD MARK";
    case K_CURSOR_SELECT:
        return "CURSOR SEL";
    default:
        return NULL;
    }
}
