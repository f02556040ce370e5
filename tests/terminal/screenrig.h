/* SPDX-License-Identifier: MIT */
/* What the tests of the 3270 display share: a display, the records it gets, and
 * what it sends. */
#ifndef TESTS_TERMINAL_SCREENRIG_H
#define TESTS_TERMINAL_SCREENRIG_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "terminal/keyboard.h"
#include "terminal/screen.h"

extern struct screen *s;    /* of model 2 when a test begins */
extern uint8_t sent[70000]; /* the last record */
extern size_t sent_len;
extern unsigned sends, attns;

/* A protected field, an input field of five at 11, a skip field, another input
 * field at 21, a protected stop at 25. Cursor at 11, keyboard unlocked. */
extern const char form[];

/* Another display in the place of s; NULL: there is no such model. */
struct screen *screen_create(unsigned model);
/* A record in hex; blanks are ignored. */
void host(const char *hex);
void expect_sent(const char *hex);
/* The cells from pos on, nulls as '.', field attributes as '|'. */
void expect_cells(unsigned pos, const char *want);
void type(const char *text);

/* Runs the tests of c, each with a display; the exit status. */
int screen_run(TCase *c);

#endif
