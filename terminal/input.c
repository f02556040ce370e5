/* SPDX-License-Identifier: MIT */
/* The table of keys. Rows of the keyboard after Esc (or with Alt): the digits
 * are PF1-12, the row below PF13-24, the row below that PA1-3 and others. */
#include "config.h"

#include "terminal/input.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "terminal/app.h"
#include "terminal/keyboard.h"

#define CONTROL(c) ((c)&0x1f)

/* A hint of NULL: the way is not shown. For one key the rows stand in the
 * order in which hints are given. */
static const struct binding {
    uint32_t ch;
    bool code, esc;
    uint32_t key;
    const char *hint;
} bindings[] = {
    {'\r', false, false, K_ENTER, "Enter"},
    {KEY_ENTER, true, false, K_ENTER, NULL},
    {CONTROL('c'), false, false, K_CLEAR, "^C"},
    {'c', false, true, K_CLEAR, "Esc c"},
    {CONTROL('a'), false, false, K_PA1, "^A"},
    {'a', false, true, K_PA1, "Esc a"},
    {'s', false, true, K_PA2, "Esc s"},
    {'d', false, true, K_PA3, "Esc d"},
    {CONTROL('r'), false, false, K_RESET, "^R"},
    {CONTROL('x'), false, false, K_ATTN, "^X"},
    {'x', false, true, K_ATTN, "Esc x"},
    {CONTROL('y'), false, false, K_SYSREQ, "^Y"},
    {'z', false, true, K_SYSREQ, "Esc z"},
    {'\t', false, false, K_TAB, "Tab"},
    {KEY_BTAB, true, false, K_BACKTAB, "Shift-Tab"},
    {'\t', false, true, K_BACKTAB, "Esc Tab"},
    {'\n', false, false, K_NEWLINE, "^J"},
    {KEY_HOME, true, false, K_CURSOR_HOME, "Home"},
    {'h', false, true, K_CURSOR_HOME, "Esc h"},
    {KEY_END, true, false, K_FIELD_END, "End"},
    {KEY_LEFT, true, false, K_CURSOR_LEFT, "Left"},
    {KEY_RIGHT, true, false, K_CURSOR_RIGHT, "Right"},
    {KEY_UP, true, false, K_CURSOR_UP, "Up"},
    {KEY_DOWN, true, false, K_CURSOR_DOWN, "Down"},
    {KEY_BACKSPACE, true, false, K_RUBOUT, "Backspace"},
    {0x7f, false, false, K_RUBOUT, NULL},
    {CONTROL('h'), false, false, K_RUBOUT, NULL},
    {KEY_DC, true, false, K_DELETE, "Del"},
    {CONTROL('d'), false, false, K_DELETE, "^D"},
    {KEY_IC, true, false, K_INSERT_MODE, "Ins"},
    {CONTROL('v'), false, false, K_INSERT_MODE, "^V"},
    {CONTROL('e'), false, false, K_ERASE_EOF, "^E"},
    {CONTROL('u'), false, false, K_ERASE_INPUT, "^U"},
    {';', false, true, K_DUP, "Esc ;"},
    {'\'', false, true, K_FIELD_MARK, "Esc '"},
    {'g', false, true, K_CURSOR_SELECT, "Esc g"},
    {CONTROL('o'), false, false, APP_OPERATOR, "^O"},
    {CONTROL('p'), false, false, APP_CONTROL, "^P"},
    {CONTROL('n'), false, false, APP_NEXT_SESSION, "^N"},
    {CONTROL('t'), false, false, APP_NEW_SESSION, "^T"},
    {CONTROL('w'), false, false, APP_CLOSE_SESSION, "^W"},
    {CONTROL('k'), false, false, APP_KEYPAD, "^K"},
    {'k', false, true, APP_KEYPAD, "Esc k"},
    {'?', false, true, APP_HELP, "Esc ?"},
    {'/', false, true, APP_HELP, NULL},
    {CONTROL(']'), false, false, APP_LEAVE, "^]"},
    {CONTROL('l'), false, false, APP_REDRAW, "^L"},
    {'b', false, true, APP_STATUS_BAR, "Esc b"},
    {KEY_PPAGE, true, false, APP_PAGE_UP, "PgUp"},
    {KEY_NPAGE, true, false, APP_PAGE_DOWN, "PgDn"},
    {27, false, false, APP_ESC, NULL},
};

static const char digits[] = "1234567890-=";
static const char row[] = "qwertyuiop[]";

static uint32_t
pf_key(struct raw_key raw, bool esc)
{
    const char *p;

    if (raw.code) {
        unsigned n = raw.ch - KEY_F0;

        if (raw.ch <= KEY_F0 || n > 24)
            return 0;
        if (esc)
            return n <= 12 ? K_PF1 + n + 11 : 0;
        return K_PF1 + n - 1;
    }
    if (!esc || raw.ch == 0 || raw.ch > 0x7e)
        return 0;
    if ((p = strchr(digits, (int)raw.ch)) != NULL)
        return K_PF1 + (uint32_t)(p - digits);
    if ((p = strchr(row, (int)raw.ch)) != NULL)
        return K_PF1 + 12 + (uint32_t)(p - row);
    return 0;
}

uint32_t
input_key(struct raw_key raw, bool esc)
{
    uint32_t key = pf_key(raw, esc);
    size_t i;

    if (key)
        return key;
    for (i = 0; i < sizeof(bindings) / sizeof(bindings[0]); i++) {
        const struct binding *b = &bindings[i];

        if (b->ch == raw.ch && b->code == raw.code && b->esc == esc)
            return b->key;
    }
    if (raw.code || esc || raw.ch < 0x20 || raw.ch >= KEY_3270)
        return 0;
    return raw.ch;
}

void
input_hint(uint32_t key, char *out, unsigned size)
{
    size_t i, n = 0;

    if (key >= K_PF1 && key <= K_PF24) {
        unsigned f = key - K_PF1;

        if (f < 12)
            snprintf(out, size, "F%u or Esc %c", f + 1, digits[f]);
        else
            snprintf(out, size, "Shift-F%u or Esc F%u or Esc %c", f - 11,
                     f - 11, row[f - 12]);
        return;
    }
    out[0] = '\0';
    for (i = 0; i < sizeof(bindings) / sizeof(bindings[0]); i++) {
        if (bindings[i].key != key || bindings[i].hint == NULL || n >= size)
            continue;
        n += (size_t)snprintf(out + n, size - n, "%s%s", n ? " or " : "",
                              bindings[i].hint);
    }
}

const char *
input_short_hint(uint32_t key)
{
    static const char *const pf[24] = {
        "F1",    "F2",    "F3",    "F4",    "F5",    "F6",    "F7",    "F8",
        "F9",    "F10",   "F11",   "F12",   "Esc q", "Esc w", "Esc e", "Esc r",
        "Esc t", "Esc y", "Esc u", "Esc i", "Esc o", "Esc p", "Esc [", "Esc ]"};
    size_t i;

    if (key >= K_PF1 && key <= K_PF24)
        return pf[key - K_PF1];
    for (i = 0; i < sizeof(bindings) / sizeof(bindings[0]); i++)
        if (bindings[i].key == key && bindings[i].hint != NULL)
            return bindings[i].hint;
    return "";
}
