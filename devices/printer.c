/* SPDX-License-Identifier: MIT */
/* Line printers 1403 and 3211 to a text file: lines in UTF-8, a form feed
 * where a skip passes the top of a form, a carriage return alone where a line
 * is overprinted. Carriage control follows the forms control buffer
 * (3211: as loaded) or the standard tape. Not here: channel 9 and 12 status,
 * what a universal character set buffer does. GA24-3312 (2821 Control Unit),
 * GA24-3543 (3211). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "devices/device.h"
#include "devices/models.h"
#include "devices/outfile.h"
#include "lib/codepage.h"

enum {
    CMD_NOP = 0x03,
    CMD_LOAD_FCB = 0x63,
    CMD_BLOCK_CHECK = 0x73,
    CMD_ALLOW_CHECK = 0x7b,
    CMD_UCS_GATE = 0xeb,
    CMD_LOAD_UCS = 0xf3,
    CMD_LOAD_UCS_FOLD = 0xfb,
};

enum { FCB_MAX = 180, WIDTH_1403 = 132, WIDTH_3211 = 150, UCS_BYTES = 512 };
enum { CHANNEL_COUNT = 12 };

struct printer {
    struct outfile *out;
    unsigned lines;           /* of a form */
    uint8_t channel[FCB_MAX]; /* the channel punched at a line; 0: none */
    unsigned line;            /* where the paper stands, from 0 */
};

/* The standard carriage tape, by channel, in lines from 1; 66 lines. */
static const uint8_t standard_tape[CHANNEL_COUNT] = {1,  7,  13, 19, 25, 31,
                                                     37, 43, 63, 49, 55, 61};

static bool
is_3211(const struct device *dev)
{
    return dev->model->id.dev_type.b[0] == 0x32;
}

static void
standard_form(struct printer *p)
{
    p->lines = 66;
    memset(p->channel, 0, sizeof(p->channel));
    for (uint8_t c = 0; c < CHANNEL_COUNT; c++)
        p->channel[standard_tape[c] - 1] = (uint8_t)(c + 1);
}

static bool
attach(struct device *dev, int argc, char **argv, struct err *err)
{
    struct printer *p = calloc(1, sizeof(*p));

    if (p == NULL)
        return err_set(err, "out of memory");
    p->out = outfile_open(argc, argv, err);
    if (p->out == NULL) {
        free(p);
        return false;
    }
    standard_form(p);
    dev->state = p;
    return true;
}

static void
detach(struct device *dev)
{
    struct printer *p = dev->state;

    outfile_close(p->out);
    free(p);
}

static bool
devinit(struct device *dev, int argc, char **argv, struct err *err)
{
    struct printer *p = dev->state;
    struct outfile *out;

    if (argc == 0)
        return true;
    out = outfile_open(argc, argv, err);
    if (out == NULL)
        return false;
    outfile_close(p->out);
    p->out = out;
    p->line = 0;
    return true;
}

/* The carriage part of a write or control command (its high five bits): space
 * 0-3 lines, or skip to channel 1-12. False when there is no such code. */
static bool
carriage_code(uint8_t code, unsigned *space, unsigned *skip)
{
    unsigned v = code >> 3;

    *space = *skip = 0;
    if (v <= 3)
        *space = v;
    else if (v >= 0x11 && v <= 0x1c)
        *skip = v - 0x10;
    else
        return false;
    return true;
}

static enum direction
direction(struct device *dev, uint8_t code)
{
    unsigned space, skip;

    switch (code) {
    case CMD_BLOCK_CHECK:
    case CMD_ALLOW_CHECK:
    case CMD_UCS_GATE:
        return DIR_NONE;
    case CMD_LOAD_FCB:
        return is_3211(dev) ? DIR_WRITE : DIR_BAD;
    case CMD_LOAD_UCS:
    case CMD_LOAD_UCS_FOLD:
        return DIR_WRITE;
    default:
        break;
    }
    if (!carriage_code(code, &space, &skip))
        return DIR_BAD;
    switch (code & 7) {
    case 1:
        return DIR_WRITE;
    case 3:
        return DIR_NONE;
    default:
        return DIR_BAD;
    }
}

static uint32_t
want(struct device *dev, const struct command *cmd)
{
    switch (cmd->code) {
    case CMD_LOAD_FCB:
        return FCB_MAX;
    case CMD_LOAD_UCS:
    case CMD_LOAD_UCS_FOLD:
        return UCS_BYTES;
    default:
        return is_3211(dev) ? WIDTH_3211 : WIDTH_1403;
    }
}

/* Appends the printed line, trailing blanks left out; returns its length. */
static size_t
line_text(const uint8_t *buf, uint32_t len, char *out)
{
    size_t n = 0;

    while (len > 0 && (buf[len - 1] == 0x40 || buf[len - 1] == 0))
        len--;
    for (uint32_t i = 0; i < len; i++) {
        uint32_t ch = codepage_graphic(CP_1047, buf[i]);

        n += utf8_encode(ch ? ch : ' ', out + n);
    }
    return n;
}

static size_t
new_line(struct printer *p, char *out)
{
    size_t n = 0;

    if (p->out->crlf)
        out[n++] = '\r';
    out[n++] = '\n';
    p->line = (p->line + 1) % p->lines;
    return n;
}

/* Moves the paper: the characters that say so. A skip to a channel that the
 * form lacks moves one line. */
static size_t
move_paper(struct printer *p, unsigned space, unsigned skip, char *out)
{
    size_t n = 0;
    unsigned to = p->line;

    if (skip) {
        do
            to = (to + 1) % p->lines;
        while (to != p->line && p->channel[to] != skip);
        if (p->channel[to] != skip)
            to = (p->line + 1) % p->lines;
        if (to <= p->line) { /* over the perforation */
            if (p->out->crlf)
                out[n++] = '\r';
            out[n++] = '\n';
            out[n++] = '\f';
            p->line = 0;
        }
        space = to - p->line;
    }
    while (space-- > 0)
        n += new_line(p, out + n);
    return n;
}

static uint8_t
put(struct device *dev, const char *text, size_t n)
{
    struct printer *p = dev->state;
    struct err err;

    if (outfile_write(p->out, text, n, &err))
        return US_CHANNEL_END | US_DEVICE_END;
    device_message(dev, "%s", err.text);
    return device_check(dev, SENSE_INTERVENTION | SENSE_EQUIPMENT);
}

/* Prints (a write) and moves the paper; the carriage was checked before. */
static uint8_t
print(struct device *dev, const struct command *cmd, bool write)
{
    struct printer *p = dev->state;
    char text[2 * WIDTH_3211 + 2 * FCB_MAX + 8];
    unsigned space, skip;
    size_t n = 0;

    carriage_code(cmd->code, &space, &skip);
    if (write)
        n = line_text(cmd->buf, cmd->len, text);
    if (space == 0 && skip == 0) {
        if (write && n > 0)
            text[n++] = '\r';
    } else {
        n += move_paper(p, space, skip, text + n);
    }
    return put(dev, text, n);
}

/* A byte a line: low digit the channel, X'10' the last line. An image without
 * a last line, or with a bad channel, is rejected and changes nothing. */
static uint8_t
load_fcb(struct device *dev, const struct command *cmd)
{
    struct printer *p = dev->state;
    uint32_t n = 0;

    while (n < cmd->len && !(cmd->buf[n] & 0x10))
        if ((cmd->buf[n++] & 0x0f) > CHANNEL_COUNT)
            return device_check(dev, SENSE_DATA);
    if (n == cmd->len || (cmd->buf[n] & 0x0f) > CHANNEL_COUNT)
        return device_check(dev, SENSE_DATA);
    memset(p->channel, 0, sizeof(p->channel));
    p->lines = n + 1;
    for (uint32_t i = 0; i <= n; i++)
        p->channel[i] = cmd->buf[i] & 0x0f;
    if (p->line >= p->lines)
        p->line = 0;
    return US_CHANNEL_END | US_DEVICE_END;
}

static uint8_t
execute(struct device *dev, struct command *cmd)
{
    switch (cmd->code) {
    case CMD_NOP:
    case CMD_BLOCK_CHECK:
    case CMD_ALLOW_CHECK:
    case CMD_UCS_GATE:
    case CMD_LOAD_UCS:
    case CMD_LOAD_UCS_FOLD:
        return US_CHANNEL_END | US_DEVICE_END;
    case CMD_LOAD_FCB:
        return load_fcb(dev, cmd);
    default:
        return print(dev, cmd, (cmd->code & 7) == 1);
    }
}

static void
describe(struct device *dev, char *text, size_t size)
{
    struct printer *p = dev->state;

    snprintf(text, size, "%s", p->out->path);
}

#define PRINTER(name, model_name, hi, lo)                                      \
    const struct device_model name = {                                         \
        .type = model_name,                                                    \
        .id = {0xff, {{0x28, 0x21}}, 0x01, {{hi, lo}}, 0x01},                  \
        .attach = attach,                                                      \
        .detach = detach,                                                      \
        .devinit = devinit,                                                    \
        .direction = direction,                                                \
        .want = want,                                                          \
        .execute = execute,                                                    \
        .describe = describe,                                                  \
    }

PRINTER(model_1403, "1403", 0x14, 0x03);
PRINTER(model_3211, "3211", 0x32, 0x11);
