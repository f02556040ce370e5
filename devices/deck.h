/* SPDX-License-Identifier: MIT */
/* A deck of cards read from a host file: EBCDIC cards of 80 bytes, or lines of
 * text, whole in memory, so that what a card reader reads does not change
 * behind it. */
#ifndef DEVICES_DECK_H
#define DEVICES_DECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

enum { DECK_CARD = 80 };

enum deck_format { DECK_DETECT, DECK_ASCII, DECK_EBCDIC };

struct deck {
    uint8_t *cards;
    size_t count, next; /* cards; the one to be read next */
};

/* Reads the file. DECK_DETECT: text if the first 160 bytes are. `trunc` cuts
 * lines longer than 80 characters, `autopad` fills up a last card that is
 * short; without them both are errors that name the line or the size. NULL on
 * failure. */
struct deck *deck_load(const char *path, enum deck_format format, bool trunc,
                       bool autopad, struct err *err);
void deck_free(struct deck *d);

#endif
