/* SPDX-License-Identifier: MIT */
/* Which key of the host terminal is which key of a 3270: one table, from which
 * the keypad and the help page take what they show. */
#ifndef TERMINAL_INPUT_H
#define TERMINAL_INPUT_H

#include <stdbool.h>
#include <stdint.h>

/* A key as ncurses reads it: a character, or (code) a KEY_ value. */
struct raw_key {
    uint32_t ch;
    bool code;
};

/* What it means: a character, enum key3270 or enum app_command; 0: nothing.
 * `esc`: the prefix came before. */
uint32_t input_key(struct raw_key raw, bool esc);
/* How `key` is typed, in `out`: "F7 or Esc 7". The shortest first. */
void input_hint(uint32_t key, char *out, unsigned size);
/* The shortest way only: "^C", "F7". */
const char *input_short_hint(uint32_t key);

#endif
