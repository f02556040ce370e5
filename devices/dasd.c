/* SPDX-License-Identifier: MIT */
/* CKD disks behind a storage control: the models, mounting, which commands
 * there are, what file mask and command sequence allow, access and control
 * commands, sense. The track itself is dasd_track.c's. A command takes its
 * fixed latency; the access mechanism arrives at once, so a seek ends with
 * device end. Not here: record overflow (write special), diagnostics.
 * GA26-1592 (3830 Storage Control and 3330), GA26-1617; GA26-1638 (3350). */
#include "devices/dasd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "devices/dasd_state.h"
#include "devices/models.h"

enum { SENSE_BYTES = 24 };

/* Commands that arch/ckd.h does not name: two-channel switch and the buffered
 * log, each of which reads the sense bytes. */
enum { CMD_RELEASE = 0x94, CMD_READ_LOG = 0xa4, CMD_RESERVE = 0xb4 };

uint8_t
dasd_sense(struct dasd *d, uint8_t b0, uint8_t b1, uint8_t message)
{
    uint8_t *s = d->dev->sense;

    memset(s, 0, SENSE_BYTES);
    s[0] = b0;
    s[1] = b1;
    s[5] = (uint8_t)d->cyl;
    s[6] = (uint8_t)((d->cyl & 0x100 ? 0x40 : 0) | (d->cyl & 0x200 ? 0x20 : 0) |
                     (d->head & 0x1f));
    s[7] = message; /* format 0 */
    return US_UNIT_CHECK;
}

void
dasd_lose_orientation(struct dasd *d)
{
    d->at = AT_INDEX;
    d->moving = false;
    d->seq = SEQ_NONE;
    d->index = 0;
}

static void
begin_chain(struct dasd *d)
{
    dasd_lose_orientation(d);
    d->mask = 0;
    d->mask_set = false;
}

static struct ckd *
open_image(struct device *dev, int argc, char **argv, struct err *err)
{
    unsigned flags = 0, type = (unsigned)strtoul(dev->model->type, NULL, 16);
    struct ckd *img;

    if (argc < 1) {
        err_set(err, "%s: an image file is wanted", dev->model->type);
        return NULL;
    }
    for (int i = 1; i < argc; i++) {
        if (strcasecmp(argv[i], "ro") != 0 &&
            strcasecmp(argv[i], "readonly") != 0) {
            err_set(err, "%s: unknown option %s", dev->model->type, argv[i]);
            return NULL;
        }
        flags |= CKD_READ_ONLY;
    }
    img = dev->media ? ckd_unpack(dev->media, NULL, err)
                     : ckd_open(argv[0], flags, err);
    if (img != NULL && ckd_geometry(img)->devtype != type) {
        err_set(err, "%s: is a %04X image, not %s", argv[0],
                ckd_geometry(img)->devtype, dev->model->type);
        ckd_close(img);
        return NULL;
    }
    return img;
}

static bool
attach(struct device *dev, int argc, char **argv, struct err *err)
{
    struct dasd *d = calloc(1, sizeof(*d));

    if (d == NULL)
        return err_set(err, "out of memory");
    d->img = open_image(dev, argc, argv, err);
    if (d->img == NULL) {
        free(d);
        return false;
    }
    d->dev = dev;
    dev->state = d;
    dev->sense_len = SENSE_BYTES;
    return true;
}

static void
unmount(struct dasd *d)
{
    struct err err;

    if (!ckd_sync(d->img, &err))
        device_message(d->dev, "%s", err.text);
    ckd_close(d->img);
}

static void
detach(struct device *dev)
{
    unmount(dasd_of(dev));
    free(dev->state);
}

static bool
devinit(struct device *dev, int argc, char **argv, struct err *err)
{
    struct dasd *d = dasd_of(dev);
    struct ckd *img;

    if (argc == 0 || (argc == 1 && strcmp(argv[0], ckd_path(d->img)) == 0))
        return true;
    img = open_image(dev, argc, argv, err);
    if (img == NULL)
        return false;
    unmount(d);
    d->img = img;
    d->cyl = d->head = 0;
    begin_chain(d);
    return true;
}

static bool
has_sectors(const struct device *dev)
{
    return dev->model->id.dev_type.b[0] == 0x33 ||
           dev->model->id.dev_type.b[1] == 0x05;
}

static enum direction
read_direction(uint8_t code)
{
    switch (code & ~CKD_MT) {
    case CKD_READ_DATA:
    case CKD_READ_KD:
    case CKD_READ_COUNT:
    case CKD_READ_CKD:
    case CKD_READ_R0:
    case CKD_READ_HA:
        return DIR_READ;
    case CKD_SEARCH_KEY_EQ:
    case CKD_SEARCH_KEY_HI:
    case CKD_SEARCH_KEY_HE:
    case CKD_SEARCH_ID_EQ:
    case CKD_SEARCH_ID_HI:
    case CKD_SEARCH_ID_HE:
    case CKD_SEARCH_HA_EQ:
        return DIR_WRITE;
    default:
        return DIR_BAD;
    }
}

static enum direction
direction(struct device *dev, uint8_t code)
{
    switch (code) {
    case CKD_NOP:
    case CKD_RECALIBRATE:
    case CKD_RESTORE:
        return DIR_NONE;
    case CKD_READ_IPL:
    case CMD_READ_LOG:
    case CMD_RESERVE:
    case CMD_RELEASE:
        return DIR_READ;
    case CKD_READ_SECTOR:
        return has_sectors(dev) ? DIR_READ : DIR_BAD;
    case CKD_SET_SECTOR:
        return has_sectors(dev) ? DIR_WRITE : DIR_BAD;
    case CKD_SEEK:
    case CKD_SEEK_CYL:
    case CKD_SEEK_HEAD:
    case CKD_SET_FILE_MASK:
    case CKD_SPACE_COUNT:
    case CKD_ERASE:
    case CKD_WRITE_DATA:
    case CKD_WRITE_KD:
    case CKD_WRITE_CKD:
    case CKD_WRITE_R0:
    case CKD_WRITE_HA:
        return DIR_WRITE;
    default:
        return read_direction(code);
    }
}

/* Is this write in its place in the chain? */
static bool
in_sequence(const struct dasd *d, uint8_t code)
{
    switch (code) {
    case CKD_WRITE_DATA:
        return (d->seq == SEQ_ID || d->seq == SEQ_KEY) && d->at != AT_DATA;
    case CKD_WRITE_KD:
        return d->seq == SEQ_ID && d->at == AT_COUNT;
    case CKD_WRITE_CKD:
    case CKD_ERASE:
        return d->seq == SEQ_ID || d->seq == SEQ_KEY || d->seq == SEQ_DATA ||
               d->seq == SEQ_FORMAT;
    case CKD_WRITE_R0:
        return d->seq == SEQ_HA;
    default:
        return true;
    }
}

static bool
write_allowed(const struct dasd *d, uint8_t code)
{
    uint8_t mask = d->mask & MASK_WRITE;

    switch (code) {
    case CKD_WRITE_DATA:
    case CKD_WRITE_KD:
        return mask != MASK_WRITE_NONE;
    case CKD_WRITE_CKD:
    case CKD_ERASE:
        return mask == 0 || mask == MASK_WRITE;
    case CKD_WRITE_R0:
    case CKD_WRITE_HA:
        return mask == MASK_WRITE;
    default:
        return true;
    }
}

static bool
seek_allowed(const struct dasd *d, uint8_t code)
{
    uint8_t mask = d->mask & MASK_SEEK;

    switch (code) {
    case CKD_SEEK:
    case CKD_RECALIBRATE:
    case CKD_READ_IPL: /* seeks cylinder 0 head 0 */
        return mask == 0;
    case CKD_SEEK_CYL:
        return mask == 0 || mask == MASK_SEEK_CYL;
    case CKD_SEEK_HEAD:
        return mask != MASK_SEEK_NONE;
    default:
        return true;
    }
}

static bool
writes_the_disk(uint8_t code)
{
    switch (code) {
    case CKD_WRITE_DATA:
    case CKD_WRITE_KD:
    case CKD_WRITE_CKD:
    case CKD_ERASE:
    case CKD_WRITE_R0:
    case CKD_WRITE_HA:
        return true;
    default:
        return false;
    }
}

/* File mask and sequence, before any data moves. */
static uint8_t
initial(struct device *dev, const struct command *cmd)
{
    struct dasd *d = dasd_of(dev);
    uint8_t code = cmd->code;

    if (!cmd->chained)
        begin_chain(d);
    if (code == CKD_SET_FILE_MASK && d->mask_set)
        return dasd_sense(d, SENSE_COMMAND_REJECT, 0, MSG_SEQUENCE);
    if (!write_allowed(d, code) || !in_sequence(d, code))
        return dasd_sense(d, SENSE_COMMAND_REJECT, 0, MSG_SEQUENCE);
    if (!seek_allowed(d, code))
        return dasd_sense(d, 0, SENSE1_FILE_PROTECTED, MSG_NONE);
    if (writes_the_disk(code) && ckd_read_only(d->img))
        return dasd_sense(d, SENSE_EQUIPMENT, SENSE1_WRITE_INHIBITED, MSG_NONE);
    return 0;
}

static uint32_t
want(struct device *dev, const struct command *cmd)
{
    struct dasd *d = dasd_of(dev);

    switch (cmd->code & ~CKD_MT) {
    case CKD_SEEK:
    case CKD_SEEK_CYL:
    case CKD_SEEK_HEAD:
        return sizeof(struct ckd_seek);
    case CKD_SET_FILE_MASK:
    case CKD_SET_SECTOR:
        return 1;
    case CKD_SPACE_COUNT:
        return 3;
    case CKD_SEARCH_HA_EQ:
        return 4;
    case CKD_SEARCH_ID_EQ:
    case CKD_SEARCH_ID_HI:
    case CKD_SEARCH_ID_HE:
    case CKD_WRITE_HA:
        return 5;
    case CKD_WRITE_DATA:
        return d->rec.datalen;
    case CKD_WRITE_KD:
        return (uint32_t)d->rec.keylen + d->rec.datalen;
    case CKD_WRITE_CKD:
    case CKD_WRITE_R0:
    case CKD_ERASE:
        if (cmd->len < 8)
            return 8;
        return 8u + cmd->buf[5] + (uint32_t)(cmd->buf[6] << 8 | cmd->buf[7]);
    default:
        return 255; /* a key to search for */
    }
}

static uint8_t
seek(struct dasd *d, const struct command *cmd)
{
    const struct ckd_geometry *geo = ckd_geometry(d->img);
    struct ckd_seek to;
    bool head_only = cmd->code == CKD_SEEK_HEAD;
    unsigned cyl;

    if (cmd->len < sizeof(to))
        return DASD_ENDED | dasd_sense(d, SENSE_COMMAND_REJECT, 0, MSG_COUNT);
    memcpy(&to, cmd->buf, sizeof(to));
    cyl = head_only ? d->cyl : get16(&to.cyl);
    if ((!head_only && get16(&to.bin) != 0) || cyl >= geo->cyls ||
        get16(&to.head) >= geo->heads)
        return DASD_ENDED |
               dasd_sense(d, SENSE_COMMAND_REJECT, 0, MSG_ARGUMENT);
    d->cyl = cyl;
    d->head = get16(&to.head);
    dasd_lose_orientation(d);
    return DASD_ENDED;
}

/* Where the record lies on the circumference, in the drive's sectors. */
static uint8_t
sector(const struct dasd *d)
{
    unsigned at = d->moving && d->at != AT_INDEX ? d->rec.at : 0;

    return (uint8_t)(at * 128 / ckd_geometry(d->img)->track_size);
}

static uint8_t
control(struct dasd *d, struct command *cmd)
{
    switch (cmd->code) {
    case CKD_SEEK:
    case CKD_SEEK_CYL:
    case CKD_SEEK_HEAD:
        return seek(d, cmd);
    case CKD_RECALIBRATE:
        d->cyl = d->head = 0;
        dasd_lose_orientation(d);
        break;
    case CKD_SET_FILE_MASK:
        d->mask = cmd->buf[0];
        d->mask_set = true;
        break;
    case CKD_READ_SECTOR:
        cmd->buf[0] = sector(d);
        cmd->len = 1;
        break;
    case CMD_READ_LOG:
    case CMD_RESERVE:
    case CMD_RELEASE:
        memset(cmd->buf, 0, SENSE_BYTES);
        cmd->len = SENSE_BYTES;
        break;
    default: /* no operation, restore, set sector */
        break;
    }
    return DASD_ENDED;
}

static uint8_t
execute(struct device *dev, struct command *cmd)
{
    struct dasd *d = dasd_of(dev);

    switch (cmd->code) {
    case CKD_READ_IPL:
        return dasd_read(d, cmd);
    case CKD_SPACE_COUNT:
    case CKD_ERASE:
    case CKD_WRITE_DATA:
    case CKD_WRITE_KD:
    case CKD_WRITE_CKD:
    case CKD_WRITE_R0:
    case CKD_WRITE_HA:
        dasd_note_write(d, cmd);
        return dasd_write(d, cmd);
    default:
        break;
    }
    if (cmd->code == CMD_READ_LOG || cmd->code == CMD_RESERVE ||
        cmd->code == CMD_RELEASE)
        return control(d, cmd);
    switch (read_direction(cmd->code)) {
    case DIR_READ:
        return dasd_read(d, cmd);
    case DIR_WRITE:
        return dasd_search(d, cmd);
    default:
        return control(d, cmd);
    }
}

static void
reset(struct device *dev)
{
    begin_chain(dasd_of(dev));
}

static void
describe(struct device *dev, char *text, size_t size)
{
    struct dasd *d = dasd_of(dev);
    const struct ckd_geometry *geo = ckd_geometry(d->img);

    snprintf(text, size, "%s [%u cyls]%s", ckd_path(d->img), geo->cyls,
             ckd_read_only(d->img) ? " ro" : "");
}

struct ckd *
dasd_image(const struct device *dev)
{
    const struct dasd *d = dev->state;

    return dev->model->attach == attach ? d->img : NULL;
}

/* A 16-bit number as the bytes of a be16. */
#define BE16(n)                                                                \
    {                                                                          \
        {                                                                      \
            (n) >> 8, (n)&0xff                                                 \
        }                                                                      \
    }

#define DRIVE(number, cu, cu_model, dev_model, cyls, alt, heads, r1, size)     \
    const struct device_model model_##number = {                               \
        .type = #number,                                                       \
        .id = {0xff, BE16(cu), cu_model, BE16(0x##number), dev_model},         \
        .attach = attach,                                                      \
        .detach = detach,                                                      \
        .devinit = devinit,                                                    \
        .direction = direction,                                                \
        .initial = initial,                                                    \
        .want = want,                                                          \
        .execute = execute,                                                    \
        .reset = reset,                                                        \
        .describe = describe,                                                  \
        .save = dasd_save,                                                     \
        .load = dasd_restore,                                                  \
        .save_media = dasd_save_media,                                         \
        .load_media = dasd_load_media,                                         \
    };

CKD_DRIVES(DRIVE)
