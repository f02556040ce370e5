/* SPDX-License-Identifier: MIT */
/* Line printers 1403, 3203 and 3211 to a text file or a command's input: lines
 * in UTF-8, a form feed where a skip passes the top of a form, a carriage
 * return alone where a line is overprinted. Carriage control follows the form
 * (devices/form.h), by default the standard tape. Every byte prints: the
 * character-set buffer is kept and folds, but gives no data checks. GA24-3312
 * (2821 Control Unit), GA24-3543 (3211), GA33-1529 (3203). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "devices/device.h"
#include "devices/form.h"
#include "devices/models.h"
#include "devices/outfile.h"
#include "lib/codepage.h"

enum {
    CMD_READ_LINE = 0x02, /* the print line buffer */
    CMD_NOP = 0x03,
    CMD_READ_UCS = 0x0a,
    CMD_READ_FCB = 0x12,
    CMD_UNFOLD = 0x23,
    CMD_FOLD = 0x43,
    CMD_LOAD_FCB = 0x63,
    CMD_RAISE_COVER = 0x6b,
    CMD_BLOCK_CHECK = 0x73,
    CMD_ALLOW_CHECK = 0x7b,
    CMD_UCS_GATE = 0xeb,
    CMD_LOAD_UCS = 0xf3,
    CMD_LOAD_UCS_FOLD = 0xfb,
};

enum { WIDTH_1403 = 132, WIDTH_3211 = 150, UCS_BYTES = 512 };
enum { SENSE_LOAD = 0x02, SENSE_CHANNEL_9 = 0x01 };

struct printer {
    struct outfile *out;
    struct form form;
    bool check; /* a skip to a channel that is not there is refused */
    bool raw;   /* commands and data in hex instead of lines */
    bool fold;  /* small letters print as capitals */
    uint8_t line[WIDTH_3211]; /* as printed last */
    uint8_t ucs[UCS_BYTES];   /* as loaded last */
    uint8_t fcb[FORM_MAX + 1];
    unsigned fcb_len;
};

static bool
has_fcb(const struct device *dev)
{
    return dev->model->id.dev_type.b[0] == 0x32;
}

static unsigned
width(const struct device *dev)
{
    return dev->model->id.dev_type.b[1] == 0x11 ? WIDTH_3211 : WIDTH_1403;
}

/* Words that change nothing in a text file: its lines an inch and a 3211's
 * indexing, and for whom Hercules tidies its own. */
static bool
without_effect(const char *word)
{
    static const char *const words[] = {"browse", "print", "lpi=6", "lpi=8"};

    for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(word, words[i]) == 0)
            return true;
    return false;
}

/* A word of the device line that is the printer's own. */
static enum outfile_word
option(void *arg, const char *word, struct err *err)
{
    struct printer *p = arg;

    if (strncasecmp(word, "fcb=", 4) == 0)
        return form_parse(&p->form, word + 4, err) ? WORD_TAKEN : WORD_BAD;
    if (strcasecmp(word, "fcbcheck") == 0)
        p->check = true;
    else if (strcasecmp(word, "nofcbcheck") == 0)
        p->check = false;
    else if (strcasecmp(word, "rawcc") == 0)
        p->raw = true;
    else if (strncasecmp(word, "lpp=", 4) == 0)
        return form_lines(&p->form, word + 4, err) ? WORD_TAKEN : WORD_BAD;
    else if (!without_effect(word))
        return WORD_UNKNOWN;
    return WORD_TAKEN;
}

static struct printer *
open_printer(int argc, char **argv, bool discard, struct err *err)
{
    struct printer *p = calloc(1, sizeof(*p));

    if (p == NULL) {
        err_set(err, "out of memory");
        return NULL;
    }
    form_standard(&p->form);
    p->check = true;
    p->out = outfile_open(argc, argv, discard, option, p, err);
    if (p->out == NULL) {
        free(p);
        return NULL;
    }
    return p;
}

static bool
attach(struct device *dev, int argc, char **argv, struct err *err)
{
    if (dev->model == &model_3211) /* GA24-3543, from memory */
        dev->sense_len = 6;
    dev->state = open_printer(argc, argv, dev->media != NULL, err);
    return dev->state != NULL;
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
    struct printer *p;

    if (argc == 0)
        return true;
    p = open_printer(argc, argv, dev->media != NULL, err);
    if (p == NULL)
        return false;
    detach(dev);
    dev->state = p;
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
    case CMD_FOLD:
    case CMD_UNFOLD:
    case CMD_RAISE_COVER:
        return has_fcb(dev) ? DIR_NONE : DIR_BAD;
    case CMD_READ_LINE:
    case CMD_READ_UCS:
    case CMD_READ_FCB:
        return has_fcb(dev) ? DIR_READ : DIR_BAD;
    case CMD_LOAD_FCB:
        return has_fcb(dev) ? DIR_WRITE : DIR_BAD;
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

/* A skip to a channel that the form lacks: the paper would never stop. */
static uint8_t
initial(struct device *dev, const struct command *cmd)
{
    struct printer *p = dev->state;
    unsigned space, skip;

    if (!p->check || ((cmd->code & 7) != 1 && (cmd->code & 7) != 3) ||
        !carriage_code(cmd->code, &space, &skip) || skip == 0 ||
        form_skip(&p->form, skip) > 0)
        return 0;
    return device_refuse(dev, SENSE_COMMAND_REJECT);
}

static uint32_t
want(struct device *dev, const struct command *cmd)
{
    switch (cmd->code) {
    case CMD_LOAD_FCB:
        return FORM_MAX + 1;
    case CMD_LOAD_UCS:
    case CMD_LOAD_UCS_FOLD:
        return UCS_BYTES;
    default:
        return width(dev);
    }
}

/* Small letters to capitals: X'80' to X'BF' but not the digits of X'B0'. */
static uint8_t
folded(const struct printer *p, uint8_t c)
{
    return p->fold && c >= 0x80 && c < 0xc0 ? c | 0x40 : c;
}

/* Appends the printed line, trailing blanks left out; returns its length. */
static size_t
line_text(const struct printer *p, uint32_t len, char *out)
{
    size_t n = 0;

    while (len > 0 && (p->line[len - 1] == 0x40 || p->line[len - 1] == 0))
        len--;
    for (uint32_t i = 0; i < len; i++) {
        uint32_t ch = codepage_graphic(CP_1047, folded(p, p->line[i]));

        n += utf8_encode(ch ? ch : ' ', out + n);
    }
    return n;
}

static size_t
line_end(const struct printer *p, char *out)
{
    size_t n = 0;

    if (p->out->crlf)
        out[n++] = '\r';
    out[n++] = '\n';
    return n;
}

/* Moves the paper: the characters that say so, and the unit status and sense
 * of what was passed. A skip to a channel that the form lacks moves one line.
 */
static size_t
move_paper(struct device *dev, unsigned space, unsigned skip, char *out,
           uint8_t *status)
{
    struct printer *p = dev->state;
    struct form *f = &p->form;
    size_t n = 0;

    if (skip) {
        unsigned down = form_skip(f, skip);

        if (down == 0)
            down = 1;
        if (f->line + down >= f->lines) { /* over the perforation */
            down -= f->lines - f->line;
            f->line = 0;
            n += line_end(p, out);
            out[n++] = '\f';
        }
        space = down;
    }
    for (; space > 0; space--) {
        n += line_end(p, out + n);
        f->line = (f->line + 1) % f->lines;
        if (skip)
            continue;
        if (f->channel[f->line] == 9) {
            *status |= US_UNIT_CHECK;
            dev->sense[0] = SENSE_CHANNEL_9;
        } else if (f->channel[f->line] == 12) {
            *status |= US_UNIT_EXCEPTION;
        }
    }
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

/* The command and its data in hexadecimal. */
static uint8_t
dump(struct device *dev, const struct command *cmd, bool write)
{
    struct printer *p = dev->state;
    char text[3 + 2 * WIDTH_3211 + 3];
    size_t n = (size_t)snprintf(text, sizeof(text), "%02X ", cmd->code);

    for (uint32_t i = 0; write && i < cmd->len; i++)
        n += (size_t)snprintf(text + n, sizeof(text) - n, "%02X", cmd->buf[i]);
    n += line_end(p, text + n);
    return put(dev, text, n);
}

/* Prints (a write) and moves the paper; the carriage was checked before. */
static uint8_t
print(struct device *dev, const struct command *cmd, bool write)
{
    struct printer *p = dev->state;
    char text[2 * WIDTH_3211 + 2 * FORM_MAX + 8];
    unsigned space, skip;
    uint8_t status = 0;
    size_t n = 0;

    if (p->raw)
        return dump(dev, cmd, write);
    carriage_code(cmd->code, &space, &skip);
    if (write) {
        memset(p->line, 0x40, sizeof(p->line));
        memcpy(p->line, cmd->buf, cmd->len);
        n = line_text(p, cmd->len, text);
    }
    if (space > 0 || skip > 0)
        n += move_paper(dev, space, skip, text + n, &status);
    else if (write && n > 0)
        text[n++] = '\r';
    return put(dev, text, n) | status;
}

/* What cannot be a form is a load check and changes nothing. */
static uint8_t
load_fcb(struct device *dev, const struct command *cmd)
{
    struct printer *p = dev->state;

    if (!form_load(&p->form, cmd->buf, cmd->len))
        return device_check(dev, SENSE_LOAD);
    memcpy(p->fcb, cmd->buf, cmd->len);
    p->fcb_len = cmd->len;
    return US_CHANNEL_END | US_DEVICE_END;
}

static void
send(struct command *cmd, const uint8_t *data, uint32_t len)
{
    memcpy(cmd->buf, data, len);
    cmd->len = len;
}

static uint8_t
execute(struct device *dev, struct command *cmd)
{
    struct printer *p = dev->state;

    switch (cmd->code) {
    case CMD_NOP:
    case CMD_BLOCK_CHECK:
    case CMD_ALLOW_CHECK:
    case CMD_UCS_GATE:
    case CMD_RAISE_COVER:
        break;
    case CMD_FOLD:
    case CMD_UNFOLD:
        p->fold = cmd->code == CMD_FOLD;
        break;
    case CMD_LOAD_UCS:
    case CMD_LOAD_UCS_FOLD:
        memcpy(p->ucs, cmd->buf, cmd->len);
        p->fold = cmd->code == CMD_LOAD_UCS_FOLD;
        break;
    case CMD_READ_LINE:
        send(cmd, p->line, width(dev));
        break;
    case CMD_READ_UCS:
        send(cmd, p->ucs, UCS_BYTES);
        break;
    case CMD_READ_FCB:
        send(cmd, p->fcb, p->fcb_len);
        break;
    case CMD_LOAD_FCB:
        return load_fcb(dev, cmd);
    default:
        return print(dev, cmd, (cmd->code & 7) == 1);
    }
    return US_CHANNEL_END | US_DEVICE_END;
}

static void
save(struct device *dev, struct pack *p)
{
    const struct printer *pr = dev->state;

    pack_num(p, pr->form.lines);
    pack_raw(p, pr->form.channel, sizeof(pr->form.channel));
    pack_num(p, pr->form.line);
    pack_flag(p, pr->form.eight);
    pack_flag(p, pr->fold);
    pack_raw(p, pr->line, sizeof(pr->line));
    pack_raw(p, pr->ucs, sizeof(pr->ucs));
    pack_num(p, pr->fcb_len);
    pack_raw(p, pr->fcb, sizeof(pr->fcb));
}

static void
load(struct device *dev, struct unpack *u)
{
    struct printer *pr = dev->state;
    struct form *f = &pr->form;

    f->lines = (unsigned)unpack_num(u, FORM_MAX);
    unpack_raw(u, f->channel, sizeof(f->channel));
    f->line = (unsigned)unpack_num(u, FORM_MAX);
    f->eight = unpack_flag(u);
    pr->fold = unpack_flag(u);
    unpack_raw(u, pr->line, sizeof(pr->line));
    unpack_raw(u, pr->ucs, sizeof(pr->ucs));
    pr->fcb_len = (unsigned)unpack_num(u, sizeof(pr->fcb));
    unpack_raw(u, pr->fcb, sizeof(pr->fcb));
    for (unsigned i = 0; i < FORM_MAX; i++)
        if (f->channel[i] > FORM_CHANNELS)
            unpack_fail(u, "has a form with a channel beyond 12");
    if (f->line >= f->lines)
        unpack_fail(u, "has a form without the line that is printed on");
    if (!unpack_ok(u))
        form_standard(f);
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
        .initial = initial,                                                    \
        .want = want,                                                          \
        .execute = execute,                                                    \
        .describe = describe,                                                  \
        .save = save,                                                          \
        .load = load,                                                          \
    }

PRINTER(model_1403, "1403", 0x14, 0x03);
PRINTER(model_3203, "3203", 0x32, 0x03);
PRINTER(model_3211, "3211", 0x32, 0x11);
