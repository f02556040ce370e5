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

enum { FILES = 64, UNPACK_CARDS = 1 << 22 };

struct reader {
    char *file[FILES];        /* their names */
    struct deck *deck[FILES]; /* all in memory from the beginning */
    unsigned files, at;       /* how many; which one is in the hopper */
    enum deck_format format;
    bool trunc, autopad, intrq, multifile;
};

static void
empty(struct reader *r)
{
    for (unsigned i = 0; i < r->files; i++) {
        deck_free(r->deck[i]);
        free(r->file[i]);
    }
    free(r);
}

/* The deck in the hopper; NULL: it is empty. */
static struct deck *
hopper(const struct reader *r)
{
    return r->at < r->files ? r->deck[r->at] : NULL;
}

/* Reads all decks anew; on failure those that are there stay. */
static bool
load_decks(struct reader *r, struct err *err)
{
    struct deck *deck[FILES];

    for (unsigned i = 0; i < r->files; i++) {
        deck[i] = deck_load(r->file[i], r->format, r->trunc, r->autopad, err);
        if (deck[i] == NULL) {
            while (i-- > 0)
                deck_free(deck[i]);
            return false;
        }
    }
    for (unsigned i = 0; i < r->files; i++) {
        deck_free(r->deck[i]);
        r->deck[i] = deck[i];
    }
    r->at = 0;
    return true;
}

static void
save_decks(const struct reader *r, struct pack *p)
{
    pack_num(p, r->files);
    for (unsigned i = 0; i < r->files; i++) {
        pack_num(p, r->deck[i]->count);
        pack_data(p, r->deck[i]->cards, r->deck[i]->count * DECK_CARD);
    }
}

/* Decks from a snapshot in the place of files. */
static bool
unpack_decks(struct reader *r, struct unpack *u, struct err *err)
{
    unsigned files = (unsigned)unpack_num(u, FILES);
    size_t len;

    while (r->files > files) {
        deck_free(r->deck[--r->files]);
        free(r->file[r->files]);
    }
    for (unsigned i = 0; i < files && unpack_ok(u); i++) {
        struct deck *d = calloc(1, sizeof(*d));
        size_t count = (size_t)unpack_num(u, UNPACK_CARDS);

        if (i == r->files && (r->file[i] = strdup("*")) != NULL)
            r->files++;
        if (d == NULL || i == r->files) {
            free(d);
            return err_set(err, "out of memory");
        }
        d->cards = unpack_alloc(u, count * DECK_CARD, &len);
        d->count = len / DECK_CARD;
        if (d->count != count)
            unpack_fail(u, "has a deck with fewer cards than it says");
        deck_free(r->deck[i]);
        r->deck[i] = d;
    }
    return unpack_ok(u) || err_set(err, "%s", u->err.text);
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
mount(struct device *dev, int argc, char **argv, struct err *err)
{
    struct reader *r = calloc(1, sizeof(*r));

    if (r == NULL) {
        err_set(err, "out of memory");
        return NULL;
    }
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "*") == 0 || option(r, argv[i]))
            continue;
        if (strcasecmp(argv[i], "sockdev") == 0) {
            err_set(err, "sockdev: decks are files here, mounted by devinit; "
                         "there is no reading from a socket");
            empty(r);
            return NULL;
        }
        if (r->files == FILES ||
            (r->file[r->files] = strdup(argv[i])) == NULL) {
            err_set(err, "more than %d decks", FILES);
            empty(r);
            return NULL;
        }
        r->files++;
    }
    if (!(dev->media ? unpack_decks(r, dev->media, err) : load_decks(r, err))) {
        empty(r);
        return NULL;
    }
    return r;
}

static bool
attach(struct device *dev, int argc, char **argv, struct err *err)
{
    if (dev->model == &model_3505) /* 3505 manual, GA21-9124, from memory */
        dev->sense_len = 4;
    dev->state = mount(dev, argc, argv, err);
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

    if (argc == 0) /* the same decks again */
        return load_decks(r, err);
    r = mount(dev, argc, argv, err);
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

/* Makes sure there is a card; else end of file or intervention required. */
static uint8_t
want_card(struct device *dev, struct reader *r)
{
    while (hopper(r) && hopper(r)->next == hopper(r)->count) {
        bool last = r->at + 1 >= r->files;

        r->at++;
        if (!r->intrq && (last || !r->multifile))
            return US_CHANNEL_END | US_DEVICE_END | US_UNIT_EXCEPTION;
    }
    if (hopper(r) == NULL)
        return device_check(dev, SENSE_INTERVENTION);
    return 0;
}

static uint8_t
initial(struct device *dev, const struct command *cmd)
{
    struct reader *r = dev->state;

    (void)cmd;
    return hopper(r) ? 0 : device_refuse(dev, SENSE_INTERVENTION);
}

static uint8_t
execute(struct device *dev, struct command *cmd)
{
    struct reader *r = dev->state;
    struct deck *deck;
    uint8_t unit;

    if (cmd->code == CMD_NOP)
        return US_CHANNEL_END | US_DEVICE_END;
    unit = want_card(dev, r);
    if (unit)
        return unit;
    deck = hopper(r);
    if ((cmd->code & ~STACKER) == CCW_READ) {
        memcpy(cmd->buf, deck->cards + deck->next * DECK_CARD, DECK_CARD);
        cmd->len = DECK_CARD;
    }
    if (cmd->code != CMD_READ_ONLY)
        deck->next++;
    return US_CHANNEL_END | US_DEVICE_END;
}

static void
refresh_sense(struct device *dev)
{
    struct reader *r = dev->state;

    if (hopper(r) == NULL)
        dev->sense[0] |= SENSE_INTERVENTION;
}

static void
save(struct device *dev, struct pack *p)
{
    const struct reader *r = dev->state;

    pack_num(p, r->at);
    pack_num(p, hopper(r) ? hopper(r)->next : 0);
}

static void
load(struct device *dev, struct unpack *u)
{
    struct reader *r = dev->state;
    size_t next;

    r->at = (unsigned)unpack_num(u, r->files);
    next = (size_t)unpack_num(u, hopper(r) ? hopper(r)->count : 0);
    if (hopper(r))
        hopper(r)->next = next;
}

static void
save_media(struct device *dev, struct pack *p)
{
    save_decks(dev->state, p);
}

static bool
load_media(struct device *dev, struct unpack *u, struct err *err)
{
    struct reader *r = dev->state;

    r->at = r->files;
    return unpack_decks(r, u, err);
}

static void
describe(struct device *dev, char *text, size_t size)
{
    struct reader *r = dev->state;

    if (hopper(r))
        snprintf(text, size, "%s [%zu of %zu cards read]", r->file[r->at],
                 hopper(r)->next, hopper(r)->count);
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
        .save = save,                                                          \
        .load = load,                                                          \
        .save_media = save_media,                                              \
        .load_media = load_media,                                              \
    }

READER(model_3505, "3505", 0x35, 0x05);
READER(model_2501, "2501", 0x25, 0x01);
READER(model_2540r, "2540R", 0x25, 0x40);
