/* SPDX-License-Identifier: MIT */
/* Typing and erasing: keyboard.c's other half. */
#ifndef TERMINAL_EDIT_H
#define TERMINAL_EDIT_H

#include "terminal/screen.h"

/* A character, or one of the editing keys of enum key3270. */
void edit_key(struct screen *s, uint32_t key);

#endif
