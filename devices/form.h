/* SPDX-License-Identifier: MIT */
/* The form in a line printer: how many lines, which carriage channel is at
 * which, and where the paper stands. GA24-3312 (2821, carriage tape),
 * GA24-3543 (3211, forms control buffer). */
#ifndef DEVICES_FORM_H
#define DEVICES_FORM_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"

enum { FORM_MAX = 180, FORM_CHANNELS = 12 };

struct form {
    unsigned lines;            /* of a form, 1 to FORM_MAX */
    uint8_t channel[FORM_MAX]; /* the channel at a line, 1-12; 0: none */
    unsigned line;             /* where the paper stands, from 0 */
    bool eight;                /* eight lines an inch, not six */
};

/* 66 lines, six an inch; channels 1 to 12 at lines 1 7 13 19 25 31 37 43 63 49
 * 55 61. The paper stands at line 1. */
void form_standard(struct form *f);

/* An operand of a device line, Hercules' forms: `l,l,...` the lines of
 * channels 1 to 12 (0: not there), or `l:c,l:c...`. False with *err for
 * anything else; *f is then unchanged. */
bool form_parse(struct form *f, const char *text, struct err *err);

/* The lines of a form, 1 to FORM_MAX, as `lpp=` of a device line has them;
 * channels below the last are gone. False with *err for anything else. */
bool form_lines(struct form *f, const char *text, struct err *err);

/* A forms control buffer image: an index byte (X'80' to X'DF') may come first
 * and is skipped; then a byte a line, its low digit the channel, X'10' in the
 * first: eight lines an inch, in a later one: the last line. False, with *f
 * unchanged, when a channel is above 12, another bit is on, or there is no
 * last line. */
bool form_load(struct form *f, const uint8_t *image, unsigned len);

/* Lines to go down to a channel, 1 to f->lines, the next form included (a skip
 * moves the paper). 0: the form has no such channel. */
unsigned form_skip(const struct form *f, unsigned channel);

#endif
