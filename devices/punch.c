/* SPDX-License-Identifier: MIT */
/* Card punches 3525 and 2540 to a file: EBCDIC cards of 80 bytes, or lines of
 * text. Not here: column binary, the 3525's reading and printing. GA21-9167
 * (3525), GA21-9033 (2540). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "devices/device.h"
#include "devices/models.h"
#include "devices/outfile.h"
#include "lib/codepage.h"

enum { CARD = 80, CMD_NOP = 0x03, STACKER = 0xc0 };

static bool
attach(struct device *dev, int argc, char **argv, struct err *err)
{
    if (dev->model == &model_3525) /* as its 3505, GA21-9124, from memory */
        dev->sense_len = 4;
    dev->state = outfile_open(argc, argv, dev->media != NULL, NULL, NULL, err);
    return dev->state != NULL;
}

static void
detach(struct device *dev)
{
    outfile_close(dev->state);
}

static bool
devinit(struct device *dev, int argc, char **argv, struct err *err)
{
    struct outfile *out;

    if (argc == 0)
        return true;
    out = outfile_open(argc, argv, dev->media != NULL, NULL, NULL, err);
    if (out == NULL)
        return false;
    outfile_close(dev->state);
    dev->state = out;
    return true;
}

/* Punch, feed, select stacker: SS000001. */
static enum direction
direction(struct device *dev, uint8_t code)
{
    (void)dev;
    if (code == CMD_NOP)
        return DIR_NONE;
    if ((code & ~STACKER) == CCW_WRITE && (code & STACKER) != STACKER)
        return DIR_WRITE;
    return DIR_BAD;
}

static uint32_t
want(struct device *dev, const struct command *cmd)
{
    (void)dev;
    (void)cmd;
    return CARD;
}

static size_t
card_text(const struct outfile *out, const uint8_t *card, char *text)
{
    size_t len = CARD, n;

    if (!out->ascii) {
        memcpy(text, card, CARD);
        return CARD;
    }
    while (len > 0 && card[len - 1] == 0x40)
        len--;
    n = codepage_to_utf8(CP_1047, card, len, text);
    if (out->crlf)
        text[n++] = '\r';
    text[n++] = '\n';
    return n;
}

static uint8_t
execute(struct device *dev, struct command *cmd)
{
    struct outfile *out = dev->state;
    uint8_t card[CARD];
    char text[2 * CARD + 2];
    struct err err;

    if (cmd->code == CMD_NOP)
        return US_CHANNEL_END | US_DEVICE_END;
    memset(card, 0x40, CARD);
    memcpy(card, cmd->buf, cmd->len);
    if (outfile_write(out, text, card_text(out, card, text), &err))
        return US_CHANNEL_END | US_DEVICE_END;
    device_message(dev, "%s", err.text);
    return device_check(dev, SENSE_INTERVENTION | SENSE_EQUIPMENT);
}

/* A punch keeps nothing from card to card. */
static void
save(struct device *dev, struct pack *p)
{
    (void)dev, (void)p;
}

static void
load(struct device *dev, struct unpack *u)
{
    (void)dev, (void)u;
}

static void
describe(struct device *dev, char *text, size_t size)
{
    struct outfile *out = dev->state;

    snprintf(text, size, "%s %s", out->path, out->ascii ? "ascii" : "ebcdic");
}

#define PUNCH(name, model_name, hi, lo, model_number)                          \
    const struct device_model name = {                                         \
        .type = model_name,                                                    \
        .id = {0xff, {{0x28, 0x21}}, 0x01, {{hi, lo}}, model_number},          \
        .attach = attach,                                                      \
        .detach = detach,                                                      \
        .devinit = devinit,                                                    \
        .direction = direction,                                                \
        .want = want,                                                          \
        .execute = execute,                                                    \
        .describe = describe,                                                  \
        .save = save,                                                          \
        .load = load,                                                          \
    }

PUNCH(model_3525, "3525", 0x35, 0x25, 0x01);
/* Model 2 tells the punch of a 2540 from its reader, model 1. */
PUNCH(model_2540p, "2540P", 0x25, 0x40, 0x02);
