/* SPDX-License-Identifier: MIT */
/* Card readers 3505, 2501 and the 2540's: decks from host files, one after
 * another. After the last card of a deck the next read finds end of file (unit
 * exception, once), then intervention is required until there is another deck.
 * Not here: column binary. GA21-9124 (3505), GA21-9033 (2540). */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "devices/deck.h"
#include "devices/device.h"
#include "devices/models.h"

enum {
    CMD_NOP = 0x03,
    CMD_READ_ONLY = 0xc2, /* the card stays until a feed */
    STACKER = 0xc0,
    CMD_FEED = 0x23,
};

enum { FILES = 64 };

struct reader {
    char *file[FILES];  /* decks not yet loaded, and their names */
    unsigned files, at; /* how many; which one is in the hopper */
    enum deck_format format;
    bool trunc, autopad, intrq, multifile;
    struct deck *deck; /* NULL: the hopper is empty */
};

static void
empty(struct reader *r)
{
    deck_free(r->deck);
    for (unsigned i = 0; i < r->files; i++)
        free(r->file[i]);
    free(r);
}

/* Puts deck r->at in the hopper; past the last one: nothing. On failure what
 * is there stays. */
static bool
load(struct reader *r, struct err *err)
{
    struct deck *deck = NULL;

    if (r->at < r->files) {
        deck = deck_load(r->file[r->at], r->format, r->trunc, r->autopad, err);
        if (deck == NULL)
            return false;
    }
    deck_free(r->deck);
    r->deck = deck;
    return true;
}

/* True when the word is an option. */
static bool
option(struct reader *r, const char *word)
{
    if (strcasecmp(word, "ascii") == 0)
        r->format = DECK_ASCII;
    else if (strcasecmp(word, "ebcdic") == 0)
        r->format = DECK_EBCDIC;
    else if (strcasecmp(word, "trunc") == 0)
        r->trunc = true;
    else if (strcasecmp(word, "autopad") == 0)
        r->autopad = true;
    else if (strcasecmp(word, "multifile") == 0)
        r->multifile = true;
    else if (strcasecmp(word, "intrq") == 0)
        r->intrq = true;
    else
        return strcasecmp(word, "eof") == 0;
    return true;
}

/* FILE... [ascii|ebcdic] [eof|intrq] [multifile] [trunc] [autopad]; `*` or no
 * file: an empty hopper. */
static struct reader *
mount(int argc, char **argv, struct err *err)
{
    struct reader *r = calloc(1, sizeof(*r));

    if (r == NULL) {
        err_set(err, "out of memory");
        return NULL;
    }
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "*") == 0 || option(r, argv[i]))
            continue;
        if (r->files == FILES ||
            (r->file[r->files] = strdup(argv[i])) == NULL) {
            err_set(err, "more than %d decks", FILES);
            empty(r);
            return NULL;
        }
        r->files++;
    }
    if (!load(r, err)) {
        empty(r);
        return NULL;
    }
    return r;
}

static bool
attach(struct device *dev, int argc, char **argv, struct err *err)
{
    dev->state = mount(argc, argv, err);
    return dev->state != NULL;
}

static void
detach(struct device *dev)
{
    empty(dev->state);
}

static bool
devinit(struct device *dev, int argc, char **argv, struct err *err)
{
    struct reader *r = dev->state;

    if (argc == 0) { /* the same decks again */
        unsigned at = r->at;

        r->at = 0;
        if (load(r, err))
            return true;
        r->at = at;
        return false;
    }
    r = mount(argc, argv, err);
    if (r == NULL)
        return false;
    empty(dev->state);
    dev->state = r;
    return true;
}

/* Read, feed, select stacker SS000010; read only; feed SS100011. */
static enum direction
direction(struct device *dev, uint8_t code)
{
    (void)dev;
    if (code == CMD_NOP)
        return DIR_NONE;
    if ((code & ~STACKER) == CCW_READ)
        return DIR_READ;
    if ((code & ~STACKER) == CMD_FEED && (code & STACKER) != STACKER)
        return DIR_NONE;
    return DIR_BAD;
}

/* The deck in the hopper has run out: on to the next. */
static void
next_deck(struct device *dev, struct reader *r)
{
    struct err err;

    r->at++;
    if (load(r, &err))
        return;
    device_message(dev, "%s", err.text);
    deck_free(r->deck);
    r->deck = NULL;
}

/* Makes sure there is a card; else end of file or intervention required. */
static uint8_t
want_card(struct device *dev, struct reader *r)
{
    while (r->deck && r->deck->next == r->deck->count) {
        bool last = r->at + 1 >= r->files;

        next_deck(dev, r);
        if (!r->intrq && (last || !r->multifile))
            return US_CHANNEL_END | US_DEVICE_END | US_UNIT_EXCEPTION;
    }
    if (r->deck == NULL)
        return device_check(dev, SENSE_INTERVENTION);
    return 0;
}

static uint8_t
initial(struct device *dev, const struct command *cmd)
{
    struct reader *r = dev->state;

    (void)cmd;
    return r->deck ? 0 : device_refuse(dev, SENSE_INTERVENTION);
}

static uint8_t
execute(struct device *dev, struct command *cmd)
{
    struct reader *r = dev->state;
    uint8_t unit;

    if (cmd->code == CMD_NOP)
        return US_CHANNEL_END | US_DEVICE_END;
    unit = want_card(dev, r);
    if (unit)
        return unit;
    if ((cmd->code & ~STACKER) == CCW_READ) {
        memcpy(cmd->buf, r->deck->cards + r->deck->next * DECK_CARD, DECK_CARD);
        cmd->len = DECK_CARD;
    }
    if (cmd->code != CMD_READ_ONLY)
        r->deck->next++;
    return US_CHANNEL_END | US_DEVICE_END;
}

static void
refresh_sense(struct device *dev)
{
    struct reader *r = dev->state;

    if (r->deck == NULL)
        dev->sense[0] |= SENSE_INTERVENTION;
}

static void
describe(struct device *dev, char *text, size_t size)
{
    struct reader *r = dev->state;

    if (r->deck)
        snprintf(text, size, "%s [%zu of %zu cards read]", r->file[r->at],
                 r->deck->next, r->deck->count);
    else
        snprintf(text, size, "*");
}

#define READER(name, model_name, hi, lo)                                       \
    const struct device_model name = {                                         \
        .type = model_name,                                                    \
        .id = {0xff, {{0x28, 0x21}}, 0x01, {{hi, lo}}, 0x01},                  \
        .attach = attach,                                                      \
        .detach = detach,                                                      \
        .devinit = devinit,                                                    \
        .direction = direction,                                                \
        .initial = initial,                                                    \
        .execute = execute,                                                    \
        .refresh_sense = refresh_sense,                                        \
        .describe = describe,                                                  \
    }

READER(model_3505, "3505", 0x35, 0x05);
READER(model_2501, "2501", 0x25, 0x01);
READER(model_2540r, "2540R", 0x25, 0x40);
