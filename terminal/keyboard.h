/* SPDX-License-Identifier: MIT */
/* The keyboard of a 3270: what each key does to the buffer and when it is
 * refused. GA23-0059 "Keyboard", "Keyboard Operation"; GA33-3056 (3270
 * operator's guides, from memory) for the editing keys. */
#ifndef TERMINAL_KEYBOARD_H
#define TERMINAL_KEYBOARD_H

#include "terminal/screen.h"

/* A key: a Unicode character below KEY_3270, or one of these. */
enum key3270 {
    KEY_3270 = 0x110000,
    K_RESET, /* RESET */
    K_ENTER, /* ENTER */
    K_CLEAR,
    K_PA1,
    K_PA2,
    K_PA3,
    K_PF1, /* K_PF1 + n - 1, n to 24 */
    K_PF24 = K_PF1 + 23,
    K_SYSREQ,
    K_ATTN,
    K_CURSOR_LEFT,
    K_CURSOR_RIGHT,
    K_CURSOR_UP,
    K_CURSOR_DOWN,
    K_TAB,
    K_BACKTAB,
    K_NEWLINE,
    K_CURSOR_HOME,
    K_FIELD_END, /* after the last character of the field */
    K_INSERT_MODE,
    K_DELETE,
    K_RUBOUT, /* backspace: left and delete */
    K_ERASE_EOF,
    K_ERASE_INPUT,
    K_DUP,
    K_FIELD_MARK,
    K_CURSOR_SELECT
};

/* Presses a key. With the keyboard locked by SCR_LOCK_SYSTEM it waits its
 * turn, except: RESET (forgets what waits; ends a program check), ATTN, and
 * PA1, which then is sent as ATTN. */
void kbd_key(struct screen *s, uint32_t key);
/* The host restored the keyboard: unlocks, and presses what waited. */
void kbd_unlock(struct screen *s);
/* Puts the cursor at pos (a mouse), if it is on the screen. */
void kbd_move(struct screen *s, unsigned pos);
/* The name on the key cap: "PF7", "CLEAR"; NULL for a character. */
const char *kbd_name(uint32_t key);

#endif
