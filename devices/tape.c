/* SPDX-License-Identifier: MIT */
/* Tape drive 3420 on a 3803 control unit: AWSTAPE and HET files. All movement
 * ends with the command: a rewind takes no time. Not here: translation and
 * conversion of seven-track drives, diagnostics, loop write to read. GA32-0021
 * (3803/3420), from memory where a sense bit is concerned. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "devices/device.h"
#include "devices/models.h"
#include "devices/subchannel.h"
#include "devices/tape.h"
#include "image/tape.h"

enum tape_cmd {
    CMD_NOP = 0x03,
    CMD_REWIND = 0x07,
    CMD_REWIND_UNLOAD = 0x0f,
    CMD_ERASE_GAP = 0x17,
    CMD_WRITE_MARK = 0x1f,
    CMD_BACKSPACE_BLOCK = 0x27,
    CMD_BACKSPACE_FILE = 0x2f,
    CMD_SPACE_BLOCK = 0x37,
    CMD_SPACE_FILE = 0x3f,
    CMD_ERASE = 0x97, /* data security erase */
    CMD_REQUEST_TIE = 0x1b,
};

/* Sense byte 1. A drive that is not ready has no write-enable ring. */
enum {
    S1_READY = 0x40,     /* status A */
    S1_NOT_READY = 0x20, /* status B */
    S1_LOAD_POINT = 0x08,
    S1_WRITE = 0x04,
    S1_NO_RING = 0x02,
};

enum { ENDED = US_CHANNEL_END | US_DEVICE_END, SENSE_BYTES = 24 };

struct drive {
    struct tape *tape; /* NULL: not ready */
    char *path;
    bool writing;
    struct tape_options options; /* of the mounted tape */
    uint64_t written;            /* digest of all blocks, for `save` */
};

/* Does not hurry: what is declined goes with the next sync of all volumes. */
static bool
take_now_or_later(void *ctx, int fd, const char *path)
{
    return device_flush(ctx, fd, path, false);
}

static bool
take(void *ctx, int fd, const char *path)
{
    return device_flush(ctx, fd, path, true);
}

static void
unload(struct device *dev, struct drive *d)
{
    if (d->tape != NULL)
        tape_hand_over(d->tape, take, dev);
    tape_close(d->tape);
    free(d->path);
    d->tape = NULL;
    d->path = NULL;
    d->writing = false;
}

static bool
mount(struct device *dev, struct drive *d, int argc, char **argv,
      struct err *err)
{
    struct tape_options o = {.noring = false};
    struct unpack *media = dev->media;
    const char *path;

    if (!tape_operands(argc, argv, &path, &o, err))
        return false;
    if (media != NULL && !unpack_flag(media)) /* it was unloaded */
        return true;
    if (path == NULL)
        return true;
    d->options = o;
    d->tape = media != NULL ? tape_unpack(media, path, &o, NULL, err)
                            : tape_open_as(path, &o, err);
    if (d->tape == NULL)
        return false;
    d->path = strdup(path);
    return d->path != NULL || err_set(err, "out of memory");
}

static void
note_write(struct drive *d, const struct command *cmd)
{
    struct digest g;
    struct digest_value v;

    digest_init(&g);
    digest_add(&g, &d->written, sizeof(d->written));
    digest_add(&g, &cmd->code, 1);
    digest_add(&g, cmd->buf, cmd->len);
    v = digest_end(&g);
    d->written = v.hi ^ v.lo;
}

static void
save(struct device *dev, struct pack *p)
{
    const struct drive *d = dev->state;

    pack_flag(p, d->writing);
    pack_num(p, d->written);
    if (d->tape != NULL && p->kind == PACK_DIGEST)
        tape_pack_position(p, d->tape);
}

static void
load(struct device *dev, struct unpack *u)
{
    struct drive *d = dev->state;

    d->writing = unpack_flag(u);
    d->written = unpack_num(u, UINT64_MAX);
}

static void
save_media(struct device *dev, struct pack *p)
{
    const struct drive *d = dev->state;

    pack_flag(p, d->tape != NULL);
    if (d->tape != NULL)
        tape_pack(p, d->tape);
}

static bool
load_media(struct device *dev, struct unpack *u, struct err *err)
{
    struct drive *d = dev->state;
    struct tape *t, *old = u->kind == PACK_MEMORY ? NULL : d->tape;

    if (!unpack_flag(u)) {
        unload(dev, d);
        return true;
    }
    if (old == NULL && u->kind != PACK_MEMORY)
        return err_set(err, "no tape is mounted, and in the snapshot there is");
    if (d->path == NULL && (d->path = strdup("tape")) == NULL)
        return err_set(err, "out of memory");
    t = tape_unpack(u, d->path, &d->options, old, err);
    if (t == NULL)
        return false;
    if (t != d->tape)
        tape_close(d->tape);
    d->tape = t;
    return true;
}

static bool
attach(struct device *dev, int argc, char **argv, struct err *err)
{
    struct drive *d = calloc(1, sizeof(*d));

    if (d == NULL)
        return err_set(err, "out of memory");
    if (!mount(dev, d, argc, argv, err)) {
        unload(dev, d);
        free(d);
        return false;
    }
    dev->state = d;
    dev->sense_len = SENSE_BYTES;
    return true;
}

static void
detach(struct device *dev)
{
    struct drive *d = dev->state;

    unload(dev, d);
    free(d);
}

/* Another tape: from not ready to ready, which the program is told. */
static bool
devinit(struct device *dev, int argc, char **argv, struct err *err)
{
    struct drive *d = dev->state, next = {.tape = NULL}, old = *d;

    if (argc == 0) {
        if (d->tape != NULL)
            tape_rewind(d->tape);
        return true;
    }
    if (!mount(dev, &next, argc, argv, err)) {
        unload(dev, &next);
        return false;
    }
    *d = next;
    unload(dev, &old);
    if (d->tape != NULL)
        device_attention(dev, US_DEVICE_END);
    return true;
}

/* Mode sets: what a command of the form xxxxx011 with a 1, 5, 6, A or higher
 * in the density digit means differs from drive to drive; none of them has an
 * effect here, those of seven-track drives included. */
static bool
mode_set(uint8_t code)
{
    return (code & 0x07) == 0x03;
}

static enum direction
direction(struct device *dev, uint8_t code)
{
    (void)dev;
    switch (code) {
    case CCW_WRITE:
        return DIR_WRITE;
    case CCW_READ:
        return DIR_READ;
    case CCW_READ_BACKWARD:
        return DIR_READ_BACKWARD;
    case CMD_REQUEST_TIE:
    case CMD_NOP:
    case CMD_REWIND:
    case CMD_REWIND_UNLOAD:
    case CMD_ERASE_GAP:
    case CMD_WRITE_MARK:
    case CMD_BACKSPACE_BLOCK:
    case CMD_BACKSPACE_FILE:
    case CMD_SPACE_BLOCK:
    case CMD_SPACE_FILE:
    case CMD_ERASE:
        return DIR_NONE;
    default:
        return mode_set(code) ? DIR_NONE : DIR_BAD;
    }
}

static bool
writes(uint8_t code)
{
    return code == CCW_WRITE || code == CMD_WRITE_MARK ||
           code == CMD_ERASE_GAP || code == CMD_ERASE;
}

static void
set_status(struct device *dev)
{
    const struct drive *d = dev->state;

    if (d->tape == NULL) {
        dev->sense[1] = S1_NOT_READY | S1_NO_RING;
        return;
    }
    dev->sense[1] = S1_READY;
    if (tape_at_load_point(d->tape))
        dev->sense[1] |= S1_LOAD_POINT;
    if (d->writing)
        dev->sense[1] |= S1_WRITE;
    if (tape_protected(d->tape))
        dev->sense[1] |= S1_NO_RING;
}

/* A block is no longer than the file's format has it: what the program
 * supplies beyond is its incorrect length. */
static uint32_t
want(struct device *dev, const struct command *cmd)
{
    (void)dev;
    (void)cmd;
    return TAPE_BLOCK;
}

static uint8_t
check(struct device *dev, uint8_t sense0)
{
    uint8_t unit = device_check(dev, sense0);

    set_status(dev);
    return unit;
}

/* Data security erase goes on from an erased gap. */
static bool
in_sequence(const struct command *cmd)
{
    return cmd->code != CMD_ERASE || cmd->prev_code == CMD_ERASE_GAP;
}

static uint8_t
initial(struct device *dev, const struct command *cmd)
{
    const struct drive *d = dev->state;
    uint8_t unit;

    if (cmd->code == CMD_NOP)
        return 0;
    if (d->tape == NULL)
        unit = device_refuse(dev, SENSE_INTERVENTION);
    else if (!in_sequence(cmd) ||
             (writes(cmd->code) && tape_protected(d->tape)))
        unit = device_refuse(dev, SENSE_COMMAND_REJECT);
    else
        return 0;
    set_status(dev);
    return unit;
}

/* The unit status that a movement of the tape comes to. */
static uint8_t
ending(struct device *dev, enum tape_result r, const struct err *err)
{
    const struct drive *d = dev->state;

    switch (r) {
    case TAPE_OK: /* a write past the mark before the end of the tape */
        return d->writing && tape_near_end(d->tape) ? ENDED | US_UNIT_EXCEPTION
                                                    : ENDED;
    case TAPE_MARK:
        return ENDED | US_UNIT_EXCEPTION;
    case TAPE_LOAD_POINT:
        return check(dev, 0);
    case TAPE_VOID:
        return check(dev, SENSE_DATA);
    case TAPE_FULL: /* off the end of the tape */
        return check(dev, SENSE_EQUIPMENT);
    default:
        device_message(dev, "%s", err->text);
        return check(dev, SENSE_EQUIPMENT);
    }
}

static void
reverse(uint8_t *buf, uint32_t len)
{
    for (uint32_t i = 0; i < len / 2; i++) {
        uint8_t b = buf[i];

        buf[i] = buf[len - 1 - i];
        buf[len - 1 - i] = b;
    }
}

static enum tape_result
transfer(struct drive *d, struct command *cmd, struct err *err)
{
    uint32_t len;
    enum tape_result r = TAPE_OK;

    switch (cmd->code) {
    case CCW_WRITE:
        return cmd->len ? tape_write(d->tape, cmd->buf, cmd->len, err)
                        : TAPE_OK;
    case CCW_READ:
        return tape_read(d->tape, cmd->buf, &cmd->len, err);
    case CCW_READ_BACKWARD:
        r = tape_read_backward(d->tape, cmd->buf, &cmd->len, err);
        if (r == TAPE_OK)
            reverse(cmd->buf, cmd->len);
        return r;
    case CMD_WRITE_MARK:
        return tape_write_mark(d->tape, err);
    case CMD_BACKSPACE_BLOCK:
        return tape_read_backward(d->tape, NULL, &len, err);
    case CMD_SPACE_BLOCK:
        return tape_read(d->tape, NULL, &len, err);
    case CMD_ERASE:
        return tape_erase(d->tape, err);
    case CMD_REWIND:
        tape_rewind(d->tape);
        return TAPE_OK;
    default: /* no-operation, erase gap, mode sets */
        return TAPE_OK;
    }
}

/* One step of a movement; a mark ends it well. */
static enum tape_result
step(struct drive *d, enum tape_move move, struct err *err)
{
    bool file = move == TAPE_FSF || move == TAPE_BSF;
    enum tape_result r;
    uint32_t len;

    if (move == TAPE_WTM)
        return tape_write_mark(d->tape, err);
    do
        r = move == TAPE_BSF || move == TAPE_BSR
                ? tape_read_backward(d->tape, NULL, &len, err)
                : tape_read(d->tape, NULL, &len, err);
    while (r == TAPE_OK && file);
    return r == TAPE_MARK ? TAPE_OK : r;
}

static uint8_t
execute(struct device *dev, struct command *cmd)
{
    struct drive *d = dev->state;
    enum tape_result r;
    struct err err;

    if (cmd->code == CMD_NOP)
        return ENDED;
    d->writing = writes(cmd->code);
    if (d->writing)
        note_write(d, cmd);
    /* Unit check tells that the drive is not ready any more. */
    if (cmd->code == CMD_REWIND_UNLOAD) {
        unload(dev, d);
        return check(dev, SENSE_INTERVENTION) | US_CONTROL_UNIT_END;
    }
    r = cmd->code == CMD_SPACE_FILE       ? step(d, TAPE_FSF, &err)
        : cmd->code == CMD_BACKSPACE_FILE ? step(d, TAPE_BSF, &err)
                                          : transfer(d, cmd, &err);
    if (cmd->code == CMD_WRITE_MARK || cmd->code == CMD_REWIND)
        tape_hand_over(d->tape, take_now_or_later, dev);
    return ending(dev, r, &err);
}

static bool
stopped(enum tape_result r, unsigned left, struct err *err)
{
    static const char *const why[] = {[TAPE_LOAD_POINT] = "load point",
                                      [TAPE_VOID] = "end of what is "
                                                    "recorded",
                                      [TAPE_FULL] = "end of the tape"};

    if (r == TAPE_OK)
        return true;
    if (r == TAPE_ERROR)
        return false;
    return err_set(err, "%s, %u to go", why[r], left);
}

bool
tape_drive_move(struct device *dev, enum tape_move move, unsigned n,
                struct err *err)
{
    struct drive *d = dev->state;
    enum tape_result r = TAPE_OK;

    if (dev->model != &model_3420)
        return err_set(err, "not a tape drive");
    if (d->tape == NULL)
        return err_set(err, "no tape is mounted");
    if (dev->sub->phase != PHASE_IDLE)
        return err_set(err, "the drive is in use");
    if ((move == TAPE_WTM || move == TAPE_DSE) && tape_protected(d->tape))
        return err_set(err, "the tape is write protected");
    d->writing = move == TAPE_WTM;
    if (move == TAPE_DSE)
        return stopped(tape_erase(d->tape, err), 1, err);
    if (move == TAPE_REW || move == TAPE_ASF) {
        tape_hand_over(d->tape, take_now_or_later, dev);
        tape_rewind(d->tape);
    }
    if (move == TAPE_REW)
        return true;
    if (move == TAPE_ASF) {
        move = TAPE_FSF;
        n = n > 0 ? n - 1 : 0;
    }
    for (; n > 0 && r == TAPE_OK; n--)
        r = step(d, move, err);
    if (move == TAPE_WTM)
        tape_hand_over(d->tape, take_now_or_later, dev);
    return stopped(r, n + 1, err);
}

void
tape_drive_flush(struct device *dev)
{
    struct drive *d = dev->state;

    if (dev->model == &model_3420 && d->tape != NULL)
        tape_hand_over(d->tape, take, dev);
}

static void
describe(struct device *dev, char *text, size_t size)
{
    static const char *const kind[] = {[COMPRESS_NONE] = "",
                                       [COMPRESS_ZLIB] = " [zlib]",
                                       [COMPRESS_BZIP2] = " [bzip2]"};
    const struct drive *d = dev->state;

    if (d->tape == NULL)
        snprintf(text, size, "*");
    else
        snprintf(text, size, "%s%s%s%s", d->path,
                 kind[tape_compression(d->tape)],
                 tape_protected(d->tape) ? " [noring]" : "",
                 tape_at_load_point(d->tape) ? " [load point]" : "");
}

const struct device_model model_3420 = {
    .type = "3420",
    .id = {0xff, {{0x38, 0x03}}, 0x02, {{0x34, 0x20}}, 0x06},
    .attach = attach,
    .detach = detach,
    .devinit = devinit,
    .direction = direction,
    .initial = initial,
    .want = want,
    .execute = execute,
    .refresh_sense = set_status,
    .describe = describe,
    .save = save,
    .load = load,
    .save_media = save_media,
    .load_media = load_media,
};
