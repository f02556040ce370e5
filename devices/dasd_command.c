/* SPDX-License-Identifier: MIT */
/* Disk commands: which a drive has, what file mask and command sequence allow,
 * how many bytes they take, and those that do not touch the track: seeks, file
 * mask, sectors, sense-like reads. GA26-5988 (2841), GA26-3599 (2314),
 * GA26-1592 (3830), GA26-1661 (3880), "Commands". */
#include <string.h>

#include "devices/dasd_state.h"

enum class { OP_NONE, OP_CONTROL, OP_INFORM, OP_READ, OP_SEARCH, OP_WRITE };

/* Which drives have a command. */
enum feature {
    ALL,
    SECTORS,  /* rotational position sensing */
    OVERFLOW, /* record overflow */
    SCAN,     /* file scan: 2311, 2314 */
    LOG,      /* 3830 and later, 2835 */
    MULTIPLE, /* 3880: read multiple count, key and data */
    NEWEST,   /* 3375, 3380, 3390 */
};

struct op {
    uint8_t class, dir, feature;
    bool multitrack; /* also with X'80' */
};

/* By command code; a class of OP_NONE: there is no such command. */
static const struct op ops[256] = {
    [CKD_NOP] = {OP_CONTROL, DIR_NONE, ALL, false},
    [CKD_RECALIBRATE] = {OP_CONTROL, DIR_NONE, ALL, false},
    [CKD_RESTORE] = {OP_CONTROL, DIR_NONE, ALL, false},
    [CKD_SEEK] = {OP_CONTROL, DIR_WRITE, ALL, false},
    [CKD_SEEK_CYL] = {OP_CONTROL, DIR_WRITE, ALL, false},
    [CKD_SEEK_HEAD] = {OP_CONTROL, DIR_WRITE, ALL, false},
    [CKD_SET_FILE_MASK] = {OP_CONTROL, DIR_WRITE, ALL, false},
    [CKD_SET_SECTOR] = {OP_CONTROL, DIR_WRITE, SECTORS, false},
    [CKD_DIAG_LOAD] = {OP_CONTROL, DIR_WRITE, LOG, false},
    [CKD_DIAG_WRITE] = {OP_CONTROL, DIR_WRITE, LOG, false},
    [CKD_READ_SECTOR] = {OP_INFORM, DIR_READ, SECTORS, false},
    [CKD_READ_LOG] = {OP_INFORM, DIR_READ, LOG, false},
    [CKD_READ_DIAG] = {OP_INFORM, DIR_READ, LOG, false},
    [CKD_RESERVE] = {OP_INFORM, DIR_READ, ALL, false},
    [CKD_RELEASE] = {OP_INFORM, DIR_READ, ALL, false},
    [CKD_TAKE] = {OP_INFORM, DIR_READ, MULTIPLE, false},
    [CKD_CHARACTERISTICS] = {OP_INFORM, DIR_READ, NEWEST, false},
    [CKD_READ_IPL] = {OP_READ, DIR_READ, ALL, false},
    [CKD_READ_DATA] = {OP_READ, DIR_READ, ALL, true},
    [CKD_READ_KD] = {OP_READ, DIR_READ, ALL, true},
    [CKD_READ_COUNT] = {OP_READ, DIR_READ, ALL, true},
    [CKD_READ_R0] = {OP_READ, DIR_READ, ALL, true},
    [CKD_READ_HA] = {OP_READ, DIR_READ, ALL, true},
    [CKD_READ_CKD] = {OP_READ, DIR_READ, ALL, true},
    [CKD_READ_MULTIPLE] = {OP_READ, DIR_READ, MULTIPLE, false},
    [CKD_SEARCH_KEY_EQ] = {OP_SEARCH, DIR_WRITE, ALL, true},
    [CKD_SEARCH_KEY_HI] = {OP_SEARCH, DIR_WRITE, ALL, true},
    [CKD_SEARCH_KEY_HE] = {OP_SEARCH, DIR_WRITE, ALL, true},
    [CKD_SEARCH_ID_EQ] = {OP_SEARCH, DIR_WRITE, ALL, true},
    [CKD_SEARCH_ID_HI] = {OP_SEARCH, DIR_WRITE, ALL, true},
    [CKD_SEARCH_ID_HE] = {OP_SEARCH, DIR_WRITE, ALL, true},
    [CKD_SEARCH_HA_EQ] = {OP_SEARCH, DIR_WRITE, ALL, true},
    [CKD_SCAN_EQ] = {OP_SEARCH, DIR_WRITE, SCAN, true},
    [CKD_SCAN_HI] = {OP_SEARCH, DIR_WRITE, SCAN, true},
    [CKD_SCAN_HE] = {OP_SEARCH, DIR_WRITE, SCAN, true},
    [CKD_SCAN_GO_EQ] = {OP_SEARCH, DIR_WRITE, SCAN, true},
    [CKD_SCAN_GO_HI] = {OP_SEARCH, DIR_WRITE, SCAN, true},
    [CKD_SCAN_GO_HE] = {OP_SEARCH, DIR_WRITE, SCAN, true},
    [CKD_SCAN_SET] = {OP_SEARCH, DIR_WRITE, SCAN, true},
    [CKD_SCAN_SET2] = {OP_SEARCH, DIR_WRITE, SCAN, true},
    [CKD_SCAN_NONE] = {OP_SEARCH, DIR_WRITE, SCAN, true},
    [CKD_SPACE_COUNT] = {OP_CONTROL, DIR_WRITE, ALL, false},
    [CKD_ERASE] = {OP_WRITE, DIR_WRITE, ALL, false},
    [CKD_WRITE_DATA] = {OP_WRITE, DIR_WRITE, ALL, false},
    [CKD_WRITE_KD] = {OP_WRITE, DIR_WRITE, ALL, false},
    [CKD_WRITE_CKD] = {OP_WRITE, DIR_WRITE, ALL, false},
    [CKD_WRITE_SPECIAL] = {OP_WRITE, DIR_WRITE, OVERFLOW, false},
    [CKD_WRITE_R0] = {OP_WRITE, DIR_WRITE, ALL, false},
    [CKD_WRITE_HA] = {OP_WRITE, DIR_WRITE, ALL, false},
};

static bool
has(const struct dasd *d, enum feature f)
{
    switch (f) {
    case SECTORS:
        return d->kind->sectors > 0;
    case OVERFLOW:
        return !dasd_is_3880(d);
    case SCAN:
        return dasd_short_sense(d);
    case LOG:
        return !dasd_short_sense(d);
    case MULTIPLE:
        return dasd_is_3880(d) || d->kind->type == 0x3350;
    case NEWEST:
        return dasd_is_3880(d);
    default:
        return true;
    }
}

static const struct op *
find(const struct dasd *d, uint8_t code)
{
    const struct op *op = &ops[code];

    if (op->class == OP_NONE) {
        op = &ops[code & ~CKD_MT];
        if (!op->multitrack)
            return NULL;
    }
    return has(d, (enum feature)op->feature) ? op : NULL;
}

enum direction
dasd_direction(struct device *dev, uint8_t code)
{
    const struct op *op = find(dasd_of(dev), code);

    /* The drive itself rejects a command that it does not have: its sense
     * says more than the channel knows. */
    return op != NULL ? (enum direction)op->dir : DIR_NONE;
}

void
dasd_lose_orientation(struct dasd *d)
{
    d->at = AT_INDEX;
    d->moving = false;
    d->seq = SEQ_NONE;
    d->index = 0;
}

void
dasd_begin_chain(struct dasd *d)
{
    dasd_lose_orientation(d);
    d->mask = 0;
    d->mask_set = false;
    d->counted = false;
}

/* Is this command in its place in the chain? */
static bool
in_sequence(const struct dasd *d, const struct command *cmd)
{
    switch (cmd->code) {
    case CKD_WRITE_DATA:
        return (d->seq == SEQ_ID || d->seq == SEQ_KEY) && d->at != AT_DATA;
    case CKD_WRITE_KD:
        return d->seq == SEQ_ID && d->at == AT_COUNT;
    case CKD_WRITE_CKD:
    case CKD_WRITE_SPECIAL:
    case CKD_ERASE:
        return d->seq == SEQ_ID || d->seq == SEQ_KEY || d->seq == SEQ_DATA ||
               d->seq == SEQ_FORMAT;
    case CKD_WRITE_R0:
        return d->seq == SEQ_HA;
    case CKD_SET_FILE_MASK:
        return !d->mask_set;
    case CKD_READ_IPL: /* not after these in a chain */
        return !d->mask_set && !d->counted;
    case CKD_DIAG_WRITE:
    case CKD_READ_DIAG:
        return cmd->prev_code == CKD_DIAG_LOAD ||
               cmd->prev_code == CKD_DIAG_WRITE;
    case CKD_SCAN_GO_EQ:
    case CKD_SCAN_GO_HI:
    case CKD_SCAN_GO_HE:
    case CKD_SCAN_SET:
    case CKD_SCAN_SET2:
    case CKD_SCAN_NONE:
        return cmd->chained;
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
    case CKD_WRITE_SPECIAL:
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
        return mask == 0;
    case CKD_SEEK_CYL:
        return mask == 0 || mask == MASK_SEEK_CYL;
    case CKD_SEEK_HEAD:
        return mask != MASK_SEEK_NONE;
    default:
        return true;
    }
}

/* File mask and sequence, before any data moves. */
uint8_t
dasd_initial(struct device *dev, const struct command *cmd)
{
    struct dasd *d = dasd_of(dev);
    const struct op *op = find(d, cmd->code);

    if (!cmd->chained)
        dasd_begin_chain(d);
    if (op == NULL)
        return dasd_sense(d, SENSE_COMMAND_REJECT, 0, MSG_COMMAND);
    /* What the channel answered stood between, too. */
    if (cmd->prev_code == CCW_SENSE || cmd->prev_code == CCW_SENSE_ID)
        d->seq = SEQ_NONE;
    if (!write_allowed(d, cmd->code) || !in_sequence(d, cmd))
        return dasd_sense(d, SENSE_COMMAND_REJECT, 0, MSG_SEQUENCE);
    if ((cmd->code == CKD_DIAG_LOAD || cmd->code == CKD_DIAG_WRITE) &&
        !(d->mask & MASK_DIAGNOSTIC))
        return dasd_sense(d, SENSE_COMMAND_REJECT, 0, MSG_DIAGNOSTIC);
    if (!seek_allowed(d, cmd->code))
        return dasd_sense(d, 0, SENSE1_FILE_PROTECTED, MSG_NONE);
    if (op->class == OP_WRITE && ckd_read_only(d->img) && !d->fake_write)
        return dasd_sense(d, SENSE_EQUIPMENT, SENSE1_WRITE_INHIBITED,
                          FORMAT_EQUIPMENT);
    return 0;
}

uint32_t
dasd_want(struct device *dev, const struct command *cmd)
{
    struct dasd *d = dasd_of(dev);

    switch (cmd->code & ~CKD_MT) {
    case CKD_SEEK:
    case CKD_SEEK_CYL:
    case CKD_SEEK_HEAD:
        return sizeof(struct ckd_seek);
    case CKD_SET_FILE_MASK:
    case CKD_SET_SECTOR:
    case CKD_DIAG_LOAD:
        return 1;
    case CKD_DIAG_WRITE:
        return 512;
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
        return dasd_record_size(d);
    case CKD_WRITE_KD:
        return d->rec.keylen + dasd_record_size(d);
    case CKD_WRITE_CKD:
    case CKD_WRITE_SPECIAL:
    case CKD_WRITE_R0:
    case CKD_ERASE:
        if (cmd->len < 8)
            return 8;
        return 8u + cmd->buf[5] + (uint32_t)(cmd->buf[6] << 8 | cmd->buf[7]);
    case CKD_SEARCH_KEY_EQ:
    case CKD_SEARCH_KEY_HI:
    case CKD_SEARCH_KEY_HE:
        return 255;
    default:
        return COMMAND_MAX; /* scan */
    }
}

static void
move_to(struct dasd *d, unsigned cyl, unsigned head)
{
    unsigned by = cyl > d->cyl ? cyl - d->cyl : d->cyl - cyl;

    d->moved_usec = ckd_seek_usec(d->kind, by, d->drive->cyls + d->drive->alt);
    if (by > 0 && d->usage.seeks < UINT16_MAX)
        d->usage.seeks++;
    d->cyl = cyl;
    d->head = head;
    dasd_lose_orientation(d);
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
    move_to(d, cyl, get16(&to.head));
    return DASD_ENDED;
}

static uint8_t
set_mask(struct dasd *d, uint8_t mask)
{
    if ((mask & MASK_ZERO) && !dasd_short_sense(d))
        return DASD_ENDED |
               dasd_sense(d, SENSE_COMMAND_REJECT, 0, MSG_ARGUMENT);
    d->mask = mask;
    d->mask_set = true;
    return DASD_ENDED;
}

/* X'FF' on a drive of 128 sectors, and anything that is one of its sectors. */
static uint8_t
set_sector(struct dasd *d, uint8_t sector)
{
    if (sector >= d->kind->sectors && sector != 0xff)
        return DASD_ENDED |
               dasd_sense(d, SENSE_COMMAND_REJECT, 0, MSG_ARGUMENT);
    return DASD_ENDED;
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
        move_to(d, 0, 0);
        return DASD_ENDED;
    case CKD_SET_FILE_MASK:
        return set_mask(d, cmd->buf[0]);
    case CKD_SET_SECTOR:
        return set_sector(d, cmd->buf[0]);
    case CKD_SPACE_COUNT:
        d->counted = true;
        return dasd_write(d, cmd);
    default: /* no operation, restore, diagnostic load and write */
        return DASD_ENDED;
    }
}

static uint8_t
inform(struct dasd *d, struct command *cmd)
{
    switch (cmd->code) {
    case CKD_READ_SECTOR:
        cmd->buf[0] = (uint8_t)dasd_sector(
            d, d->moving && d->at != AT_INDEX ? &d->rec : NULL);
        cmd->len = 1;
        break;
    case CKD_READ_LOG:
        dasd_read_log(d, cmd);
        break;
    case CKD_CHARACTERISTICS:
        dasd_characteristics(d, cmd);
        break;
    case CKD_READ_DIAG: /* no diagnostic test ever finds anything */
        memset(cmd->buf, 0, 16);
        cmd->len = 16;
        break;
    default: /* reserve, release: what sense would show */
        dasd_refresh_sense(d->dev);
        memcpy(cmd->buf, d->dev->sense, d->dev->sense_len);
        cmd->len = d->dev->sense_len;
        break;
    }
    return DASD_ENDED;
}

/* A command that is no search, read or write: no write may rely on the search
 * before it, and index points count anew. */
static void
leave_search(struct dasd *d)
{
    d->seq = SEQ_NONE;
    d->index = 0;
}

uint8_t
dasd_execute(struct device *dev, struct command *cmd)
{
    struct dasd *d = dasd_of(dev);
    const struct op *op = find(d, cmd->code);
    uint8_t unit;

    d->revolved = d->moved_usec = 0;
    d->was_moving = d->moving;
    switch (op ? (enum class)op->class : OP_NONE) {
    case OP_INFORM:
        leave_search(d);
        return inform(d, cmd);
    case OP_READ:
        unit = dasd_read(d, cmd);
        break;
    case OP_SEARCH:
        unit = dasd_search(d, cmd);
        break;
    case OP_WRITE:
        dasd_note_write(d, cmd);
        unit = dasd_write(d, cmd);
        break;
    default:
        unit = control(d, cmd);
        leave_search(d);
        break;
    }
    return dasd_arrive(d, cmd, unit);
}
