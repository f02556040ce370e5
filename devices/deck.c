/* SPDX-License-Identifier: MIT */
/* Decks of cards from host files; see deck.h. */
#include "devices/deck.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/codepage.h"
#include "lib/regular.h"

enum { DETECT = 160, FILE_MAX = 256 << 20, BLANK = 0x40, TAB = 8 };

static uint8_t *
read_file(const char *path, size_t *len, struct err *err)
{
    FILE *f = regular_read(path, err);
    uint8_t *data = NULL;
    size_t room = 0, n = 0, got;

    if (f == NULL)
        return NULL;
    do {
        if (n == room) {
            uint8_t *more = realloc(data, room = room ? 2 * room : 65536);

            if (more == NULL || room > FILE_MAX) {
                err_set(err, "%s: too large for a deck", path);
                free(more ? more : data);
                fclose(f);
                return NULL;
            }
            data = more;
        }
        got = fread(data + n, 1, room - n, f);
        n += got;
    } while (got > 0);
    if (ferror(f)) {
        err_set(err, "%s: %s", path, strerror(errno));
        free(data);
        data = NULL;
    }
    fclose(f);
    *len = n;
    return data;
}

static bool
looks_like_text(const uint8_t *p, size_t len)
{
    for (size_t i = 0; i < len && i < DETECT; i++)
        if ((p[i] < 0x20 || p[i] > 0x7e) &&
            memchr("\r\n\t\f\x1a", p[i], 5) == NULL)
            return false;
    return true;
}

/* One line to one card. */
static bool
line_to_card(const char *line, size_t len, bool trunc, uint8_t *card)
{
    uint8_t *text = malloc(len + 1);
    size_t n, col = 0;
    bool fits = text != NULL;

    memset(card, BLANK, DECK_CARD);
    if (text == NULL)
        return false;
    n = codepage_from_utf8(CP_1047, line, len, text, 0x6f, NULL);
    for (size_t i = 0; i < n; i++) {
        if (text[i] == 0x05) { /* tab */
            col += TAB - col % TAB;
            continue;
        }
        if (col < DECK_CARD)
            card[col] = text[i];
        else
            fits = trunc;
        col++;
    }
    free(text);
    return fits;
}

static bool
text_deck(struct deck *d, const char *path, const char *p, size_t len,
          bool trunc, struct err *err)
{
    size_t lines = 1;

    for (size_t i = 0; i < len; i++)
        lines += p[i] == '\n';
    d->cards = malloc(lines * DECK_CARD);
    if (d->cards == NULL)
        return err_set(err, "%s: out of memory", path);
    while (len > 0 && *p != '\x1a') { /* DOS end of file */
        const char *nl = memchr(p, '\n', len);
        size_t n = nl ? (size_t)(nl - p) : len, cut = n;

        if (cut > 0 && p[cut - 1] == '\r')
            cut--;
        if (!line_to_card(p, cut, trunc, d->cards + d->count * DECK_CARD))
            return err_set(err, "%s: line %zu: longer than 80 characters", path,
                           d->count + 1);
        d->count++;
        n += nl != NULL;
        p += n;
        len -= n;
    }
    return true;
}

static bool
card_deck(struct deck *d, const char *path, const uint8_t *p, size_t len,
          bool autopad, struct err *err)
{
    if (len % DECK_CARD != 0 && !autopad)
        return err_set(err,
                       "%s: %zu bytes are not a whole number of 80-byte "
                       "cards",
                       path, len);
    d->count = (len + DECK_CARD - 1) / DECK_CARD;
    d->cards = malloc(d->count * DECK_CARD + 1);
    if (d->cards == NULL)
        return err_set(err, "%s: out of memory", path);
    memset(d->cards, BLANK, d->count * DECK_CARD);
    memcpy(d->cards, p, len);
    return true;
}

struct deck *
deck_load(const char *path, enum deck_format format, bool trunc, bool autopad,
          struct err *err)
{
    struct deck *d = calloc(1, sizeof(*d));
    size_t len;
    uint8_t *data;
    bool ok;

    if (d == NULL) {
        err_set(err, "%s: out of memory", path);
        return NULL;
    }
    data = read_file(path, &len, err);
    if (data == NULL) {
        free(d);
        return NULL;
    }
    if (format == DECK_DETECT)
        format = looks_like_text(data, len) ? DECK_ASCII : DECK_EBCDIC;
    if (format == DECK_ASCII)
        ok = text_deck(d, path, (const char *)data, len, trunc, err);
    else
        ok = card_deck(d, path, data, len, autopad, err);
    free(data);
    if (ok)
        return d;
    deck_free(d);
    return NULL;
}

void
deck_free(struct deck *d)
{
    if (d == NULL)
        return;
    free(d->cards);
    free(d);
}
