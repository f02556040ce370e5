/* SPDX-License-Identifier: MIT */
/* Fixed-block disks 3310 and 3370: a chain defines an extent and a file mask,
 * locates blocks in it, and reads or writes them. GA26-1657 (3370), GA26-1660
 * (3310), "Commands"; where the manuals were not at hand, Hercules 3.13 was
 * asked. Not here: the diagnostic commands, alternate blocks (Format Defective
 * Block writes, and assigns none). */
#include <string.h>

#include "devices/fba_state.h"
#include "devices/models.h"
#include "image/ckd.h"
#include "image/fba.h"

enum {
    FBA_READ_IPL = 0x02,
    FBA_NOP = 0x03,
    FBA_TAKE = 0x14, /* unconditional reserve */
    FBA_WRITE = 0x41,
    FBA_READ = 0x42,
    FBA_LOCATE = 0x43,
    FBA_DEFINE_EXTENT = 0x63,
    FBA_CHARACTERISTICS = 0x64,
    FBA_RELEASE = 0x94,
    FBA_READ_LOG = 0xa4,
    FBA_RESERVE = 0xb4,
};

/* Locate's operation. */
enum {
    LOCATE_WRITE = 0x01,
    LOCATE_REPLICATED = 0x02,
    LOCATE_FORMAT = 0x04,
    LOCATE_VERIFY = 0x05,
    LOCATE_READ = 0x06,
};

/* Define extent's mask. */
enum {
    MASK_WRITE = 0xc0, /* 00 no format; 40 none; C0 all; 80 invalid */
    MASK_NO_WRITE = 0x40,
    MASK_INVALID = 0x80,
    MASK_ALL = 0xc0,
    MASK_ZERO = 0x33,
};

enum {
    ENDED = US_CHANNEL_END | US_DEVICE_END,
    SENSE1_PERMANENT = 0x80,
    SENSE1_WRITE_INHIBITED = 0x02,
    MSG_SEQUENCE = 2,
    MSG_COUNT = 3,
    MSG_ARGUMENT = 4,
    ROTATION_3310 = 19100, /* microseconds */
    ROTATION_3370 = 20200,
};

static uint8_t
sense(struct device *dev, uint8_t b0, uint8_t b1, uint8_t message)
{
    memset(dev->sense, 0, sizeof(dev->sense));
    dev->sense[0] = b0;
    dev->sense[1] = b1;
    dev->sense[7] = message;
    return US_UNIT_CHECK;
}

static uint8_t
reject(struct device *dev, uint8_t message)
{
    return ENDED | sense(dev, SENSE_COMMAND_REJECT, 0, message);
}

static enum direction
direction(struct device *dev, uint8_t code)
{
    (void)dev;
    switch (code) {
    case FBA_NOP:
        return DIR_NONE;
    case FBA_WRITE:
    case FBA_LOCATE:
    case FBA_DEFINE_EXTENT:
        return DIR_WRITE;
    case FBA_READ_IPL:
    case FBA_READ:
    case FBA_CHARACTERISTICS:
    case FBA_READ_LOG:
    case FBA_TAKE:
    case FBA_RELEASE:
    case FBA_RESERVE:
        return DIR_READ;
    default:
        return DIR_BAD;
    }
}

static bool
writes(uint8_t operation)
{
    return operation == LOCATE_WRITE || operation == LOCATE_FORMAT ||
           operation == LOCATE_VERIFY;
}

/* Is the command in its place? Define extent once a chain, locate in its
 * domain, reads and writes right behind the locate that says so. */
static bool
in_sequence(const struct fba *f, const struct command *cmd)
{
    bool located = cmd->chained && cmd->prev_code == FBA_LOCATE;

    switch (cmd->code) {
    case FBA_DEFINE_EXTENT:
        return !f->defined;
    case FBA_LOCATE:
        return f->defined;
    case FBA_READ:
        return located && !writes(f->operation);
    case FBA_WRITE:
        return located && writes(f->operation);
    case FBA_READ_IPL:
        return !f->defined;
    default:
        return true;
    }
}

static uint8_t
initial(struct device *dev, const struct command *cmd)
{
    struct fba *f = fba_of(dev);

    if (!cmd->chained)
        fba_begin_chain(f);
    if (!in_sequence(f, cmd))
        return sense(dev, SENSE_COMMAND_REJECT, 0, MSG_SEQUENCE);
    if (cmd->code == FBA_WRITE && ckd_read_only(f->img) && !f->fake_write)
        return sense(dev, SENSE_EQUIPMENT, SENSE1_WRITE_INHIBITED, 0);
    return 0;
}

static uint32_t
want(struct device *dev, const struct command *cmd)
{
    switch (cmd->code) {
    case FBA_DEFINE_EXTENT:
        return 16;
    case FBA_LOCATE:
        return 8;
    default:
        return fba_of(dev)->count * FBA_BLOCK;
    }
}

static uint32_t
word(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
           p[3];
}

static void
put_word(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)(v >> 24);
    p[1] = (uint8_t)(v >> 16);
    p[2] = (uint8_t)(v >> 8);
    p[3] = (uint8_t)v;
}

/* Mask, three zero bytes, block of the drive at which the extent begins, then
 * the numbers of its first and last block in the data set. */
static uint8_t
define_extent(struct device *dev, const struct command *cmd)
{
    struct fba *f = fba_of(dev);
    const uint8_t *p = cmd->buf;
    uint32_t extent, first, last, have = fba_blocks(f->img);

    if (cmd->len < 16)
        return reject(dev, MSG_COUNT);
    extent = word(p + 4);
    first = word(p + 8);
    last = word(p + 12);
    if ((p[0] & MASK_ZERO) || (p[0] & MASK_WRITE) == MASK_INVALID || p[1] ||
        p[2] || p[3] || last < first || extent >= have ||
        last - first >= have - extent)
        return reject(dev, MSG_ARGUMENT);
    f->mask = p[0];
    f->extent = extent;
    f->first = first;
    f->last = last;
    f->defined = true;
    return ENDED;
}

static bool
known(uint8_t operation)
{
    return operation == LOCATE_READ || operation == LOCATE_REPLICATED ||
           writes(operation);
}

static bool
permitted(const struct fba *f, uint8_t operation)
{
    uint8_t mask = f->mask & MASK_WRITE;

    if (operation == LOCATE_FORMAT)
        return mask == MASK_ALL;
    return !writes(operation) || mask != MASK_NO_WRITE;
}

/* Operation, replication count, number of blocks, number of the first. */
static uint8_t
locate(struct device *dev, const struct command *cmd)
{
    struct fba *f = fba_of(dev);
    const uint8_t *p = cmd->buf;
    uint32_t count, block, span, from, to;

    if (cmd->len < 8)
        return reject(dev, MSG_COUNT);
    count = (uint32_t)(p[2] << 8 | p[3]);
    block = word(p + 4);
    span = p[0] == LOCATE_REPLICATED ? p[1] : count;
    if (!known(p[0]) || count == 0 ||
        (p[0] == LOCATE_REPLICATED && (span == 0 || span % count != 0)) ||
        block < f->first || block > f->last || span > f->last - block + 1)
        return reject(dev, MSG_ARGUMENT);
    if (!permitted(f, p[0]))
        return reject(dev, MSG_SEQUENCE);
    if (writes(p[0]) && count > COMMAND_MAX / FBA_BLOCK) {
        device_message(dev, "a write of %u blocks: %d are the most", count,
                       COMMAND_MAX / FBA_BLOCK);
        return reject(dev, MSG_ARGUMENT);
    }
    f->operation = p[0];
    f->count = count;
    f->block = f->extent + (block - f->first);
    from = f->at / f->drive->position;
    to = f->block / f->drive->position;
    f->moved = from > to ? from - to : to - from;
    f->seeks += f->moved > 0;
    f->at = f->block;
    return ENDED;
}

static uint8_t
trouble(struct device *dev, const struct err *err)
{
    device_message(dev, "%s", err->text);
    return ENDED | sense(dev, SENSE_EQUIPMENT, SENSE1_PERMANENT, 0);
}

/* At most what a command can move: 130 blocks; what the channel could not take
 * of a longer one is not read. */
static uint8_t
read_blocks(struct device *dev, struct command *cmd, uint32_t block,
            uint32_t count)
{
    struct err err;

    if (count > cmd->max / FBA_BLOCK)
        count = cmd->max / FBA_BLOCK;
    if (!fba_read(fba_of(dev)->img, block, count, cmd->buf, &err))
        return trouble(dev, &err);
    cmd->len = count * FBA_BLOCK;
    return ENDED;
}

static void
note(struct fba *f, const struct command *cmd)
{
    struct digest g;
    struct digest_value v;

    digest_init(&g);
    digest_add(&g, &f->written, sizeof(f->written));
    digest_add(&g, &f->block, sizeof(f->block));
    digest_add(&g, cmd->buf, cmd->len);
    v = digest_end(&g);
    f->written = v.hi ^ v.lo;
}

/* What the program does not supply of the blocks becomes zeros. */
static uint8_t
write_blocks(struct device *dev, struct command *cmd)
{
    static const uint8_t zeros[FBA_BLOCK];
    struct fba *f = fba_of(dev);
    uint32_t whole, size = f->count * FBA_BLOCK;
    struct err err;

    cmd->used = cmd->len < size ? cmd->len : size;
    cmd->more = cmd->len < size;
    if (f->fake_write)
        return ENDED;
    note(f, cmd);
    if (cmd->used % FBA_BLOCK != 0) {
        uint32_t pad = FBA_BLOCK - cmd->used % FBA_BLOCK;

        memset(cmd->buf + cmd->used, 0, pad);
        whole = (cmd->used + pad) / FBA_BLOCK;
    } else {
        whole = cmd->used / FBA_BLOCK;
    }
    if (!fba_write(f->img, f->block, whole, cmd->buf, &err))
        return trouble(dev, &err);
    for (; whole < f->count; whole++)
        if (!fba_write(f->img, f->block + whole, 1, zeros, &err))
            return trouble(dev, &err);
    return ENDED;
}

static uint8_t
characteristics(const struct fba *f, struct command *cmd)
{
    uint8_t *p = cmd->buf;

    memset(p, 0, 32);
    p[0] = 0x30; /* operation modes */
    p[1] = 0x08; /* features */
    p[2] = 0x21; /* class: fixed block */
    p[3] = f->drive->type == 0x3310 ? 1 : f->drive->model == 4 ? 5 : 2;
    p[4] = FBA_BLOCK >> 8;
    put_word(p + 6, f->drive->group);
    put_word(p + 10, f->drive->position);
    put_word(p + 14, fba_blocks(f->img));
    cmd->len = 32;
    return ENDED;
}

static uint8_t
execute(struct device *dev, struct command *cmd)
{
    struct fba *f = fba_of(dev);

    switch (cmd->code) {
    case FBA_DEFINE_EXTENT:
        return define_extent(dev, cmd);
    case FBA_LOCATE:
        return locate(dev, cmd);
    case FBA_READ:
        return read_blocks(dev, cmd, f->block, f->count);
    case FBA_WRITE:
        return write_blocks(dev, cmd);
    case FBA_READ_IPL:
        f->at = 0;
        return read_blocks(dev, cmd, 0, 1);
    case FBA_CHARACTERISTICS:
        return characteristics(f, cmd);
    case FBA_READ_LOG:
        memset(cmd->buf, 0, FBA_SENSE_BYTES);
        put_word(cmd->buf + 8, f->seeks);
        f->seeks = 0;
        cmd->len = FBA_SENSE_BYTES;
        return ENDED;
    case FBA_TAKE:
    case FBA_RESERVE:
    case FBA_RELEASE:
        memcpy(cmd->buf, dev->sense, FBA_SENSE_BYTES);
        cmd->len = FBA_SENSE_BYTES;
        return ENDED;
    default:
        return ENDED;
    }
}

/* With `period`, a read or a write waits for half a turn, and for the seek
 * that its locate asked for. Seeks from memory of the manuals' mean. */
static uint32_t
latency(struct device *dev, const struct command *cmd)
{
    const struct fba *f = fba_of(dev);
    uint32_t usec = 20 + cmd->count * 10 / 4096;
    uint32_t of = f->drive->blocks / f->drive->position;

    if (!f->mechanics || (cmd->code != FBA_READ && cmd->code != FBA_WRITE &&
                          cmd->code != FBA_READ_IPL))
        return usec;
    usec += (f->drive->type == 0x3310 ? ROTATION_3310 : ROTATION_3370) / 2;
    if (f->moved > 0)
        usec += f->drive->type == 0x3310 ? 9000 + 37000 * f->moved / of
                                         : 5000 + 35000 * f->moved / of;
    return usec;
}

static void
reset(struct device *dev)
{
    fba_begin_chain(fba_of(dev));
}

#define FBA_DRIVE(ident, name, devtype, cu, dev_model, group, position,        \
                  blocks)                                                      \
    const struct device_model model_##ident = {                                \
        .type = name,                                                          \
        .burst = true,                                                         \
        .attach = fba_attach,                                                  \
        .detach = fba_detach,                                                  \
        .devinit = fba_devinit,                                                \
        .direction = direction,                                                \
        .initial = initial,                                                    \
        .want = want,                                                          \
        .execute = execute,                                                    \
        .latency = latency,                                                    \
        .reset = reset,                                                        \
        .describe = fba_describe,                                              \
        .save = fba_save,                                                      \
        .load = fba_restore,                                                   \
        .save_media = fba_save_media,                                          \
        .load_media = fba_load_media,                                          \
    };
#include "image/fbadrives.def"
#undef FBA_DRIVE
