/* SPDX-License-Identifier: MIT */
/* CKD disk: what a command does with the track under the head: orientation,
 * reads, searches, writes. Mask and sequence were checked before. A chain
 * begins as if the index point had just passed. GA26-1592 (3830 Storage
 * Control and 3330), "Commands". */
#include "devices/dasd_state.h"

#include <string.h>

uint8_t
dasd_load(struct dasd *d)
{
    struct err err;

    if (ckd_load(d->img, d->cyl, d->head, &err))
        return 0;
    device_message(d->dev, "%s", err.text);
    return DASD_ENDED |
           dasd_sense(d, SENSE_EQUIPMENT, SENSE1_PERMANENT, MSG_NONE);
}

/* Multitrack: on to the next head of the cylinder. A multitrack command for
 * home address or R0 meets the index point first, hence always goes on. */
static uint8_t
next_head(struct dasd *d)
{
    if ((d->mask & MASK_SEEK) == MASK_SEEK_NONE)
        return DASD_ENDED | dasd_sense(d, 0, SENSE1_FILE_PROTECTED, MSG_NONE);
    if (d->head + 1 >= ckd_geometry(d->img)->heads)
        return DASD_ENDED | dasd_sense(d, 0, SENSE1_END_OF_CYLINDER, MSG_NONE);
    d->head++;
    d->at = AT_INDEX;
    return dasd_load(d);
}

static bool
is_r0(const struct dasd *d, const struct ckd_rec *r)
{
    struct ckd_rec first;

    return ckd_first(d->img, &first) && first.at == r->at;
}

/* The next count field passes the head, over the index point if need be. */
static uint8_t
next_count(struct dasd *d, bool with_r0, bool multitrack)
{
    uint8_t unit = dasd_load(d);

    while (unit == 0) {
        bool found = d->at == AT_INDEX ? ckd_first(d->img, &d->rec)
                                       : ckd_next(d->img, &d->rec);

        if (found && !with_r0 && is_r0(d, &d->rec))
            found = ckd_next(d->img, &d->rec);
        d->at = AT_COUNT;
        if (found)
            return 0;
        d->at = AT_INDEX;
        if (multitrack)
            unit = next_head(d);
        else if (++d->index >= 2)
            unit = DASD_ENDED | dasd_sense(d, 0, SENSE1_NO_RECORD, MSG_NONE);
    }
    return unit;
}

/* The record that a command for key or data means: the one whose count field
 * (or key) has just passed, else the next. */
static uint8_t
this_record(struct dasd *d, bool key, bool multitrack)
{
    if (d->at == AT_COUNT || (d->at == AT_KEY && !key))
        return dasd_load(d);
    return next_count(d, false, multitrack);
}

static void
send(struct command *cmd, const void *from, uint32_t len)
{
    memcpy(cmd->buf + cmd->len, from, len);
    cmd->len += len;
}

/* After the data field: the index points count anew. */
static uint8_t
passed_data(struct dasd *d)
{
    d->at = AT_DATA;
    d->index = 0;
    d->seq = d->seq == SEQ_ID || d->seq == SEQ_KEY || d->seq == SEQ_DATA
                 ? SEQ_DATA
                 : SEQ_NONE;
    return d->rec.datalen == 0 ? DASD_ENDED | US_UNIT_EXCEPTION : DASD_ENDED;
}

static uint8_t
read_home(struct dasd *d, struct command *cmd, bool multitrack)
{
    uint8_t unit = multitrack ? next_head(d) : dasd_load(d);

    if (unit)
        return unit;
    send(cmd, ckd_home(d->img), 5);
    d->at = AT_INDEX;
    d->index = 0;
    d->seq = SEQ_NONE;
    return DASD_ENDED;
}

static uint8_t
read_r0(struct dasd *d, struct command *cmd, bool multitrack)
{
    uint8_t unit = multitrack ? next_head(d) : dasd_load(d);

    if (unit)
        return unit;
    if (!ckd_first(d->img, &d->rec))
        return DASD_ENDED | dasd_sense(d, 0, SENSE1_NO_RECORD, MSG_NONE);
    d->seq = SEQ_NONE;
    send(cmd, d->rec.count, 8);
    send(cmd, d->rec.key, d->rec.keylen);
    send(cmd, d->rec.data, d->rec.datalen);
    return passed_data(d);
}

static uint8_t
read_ipl(struct dasd *d, struct command *cmd)
{
    uint8_t unit;

    d->cyl = d->head = 0;
    d->at = AT_INDEX;
    d->seq = SEQ_NONE;
    unit = next_count(d, false, false);
    if (unit)
        return unit;
    send(cmd, d->rec.data, d->rec.datalen);
    return passed_data(d);
}

/* Read count, data, key and data, or all three. */
static uint8_t
read_record(struct dasd *d, struct command *cmd, uint8_t base, bool multitrack)
{
    bool count = base == CKD_READ_COUNT || base == CKD_READ_CKD;
    bool key = base == CKD_READ_KD || base == CKD_READ_CKD;
    uint8_t unit = count ? next_count(d, false, multitrack)
                         : this_record(d, key, multitrack);

    if (unit)
        return unit;
    if (count) {
        d->seq = SEQ_NONE;
        send(cmd, d->rec.count, 8);
    }
    if (base == CKD_READ_COUNT)
        return DASD_ENDED;
    if (key)
        send(cmd, d->rec.key, d->rec.keylen);
    send(cmd, d->rec.data, d->rec.datalen);
    return passed_data(d);
}

uint8_t
dasd_read(struct dasd *d, struct command *cmd)
{
    uint8_t base = cmd->code & (uint8_t)~CKD_MT;
    bool multitrack = cmd->code & CKD_MT;
    uint8_t unit;

    if (base == CKD_READ_HA)
        unit = read_home(d, cmd, multitrack);
    else if (base == CKD_READ_R0)
        unit = read_r0(d, cmd, multitrack);
    else if (base == CKD_READ_IPL)
        unit = read_ipl(d, cmd);
    else
        unit = read_record(d, cmd, base, multitrack);
    d->moving = true;
    return unit;
}

/* Compares the field on the track with the program's argument. Equal, high and
 * equal-or-high are the bits X'20', X'40' and both of the command code. */
static bool
satisfied(struct command *cmd, const uint8_t *field, uint32_t len, bool *equal)
{
    int diff;

    cmd->used = cmd->len < len ? cmd->len : len;
    cmd->more = cmd->len < len;
    diff = memcmp(field, cmd->buf, cmd->used);
    *equal = diff == 0;
    return ((cmd->code & 0x20) && diff == 0) ||
           ((cmd->code & 0x40) && diff > 0);
}

uint8_t
dasd_search(struct dasd *d, struct command *cmd)
{
    uint8_t base = cmd->code & (uint8_t)~CKD_MT, unit;
    bool multitrack = cmd->code & CKD_MT, hit, equal;
    enum sequence seq = SEQ_NONE;

    if (base == CKD_SEARCH_HA_EQ) {
        unit = multitrack ? next_head(d) : dasd_load(d);
        if (unit == 0 && !multitrack && d->moving && ++d->index >= 2)
            unit = DASD_ENDED | dasd_sense(d, 0, SENSE1_NO_RECORD, MSG_NONE);
    } else if ((base & 0x1f) == (CKD_SEARCH_ID_EQ & 0x1f)) {
        unit = next_count(d, true, multitrack);
    } else {
        unit = this_record(d, true, multitrack);
    }
    d->moving = true;
    if (unit) { /* nothing to compare with: the argument is not taken */
        cmd->used = 0;
        return unit;
    }
    if (base == CKD_SEARCH_HA_EQ) {
        hit = satisfied(cmd, ckd_home(d->img) + 1, 4, &equal);
        d->at = AT_INDEX;
        seq = SEQ_HA;
    } else if ((base & 0x1f) == (CKD_SEARCH_ID_EQ & 0x1f)) {
        hit = satisfied(cmd, d->rec.count, 5, &equal);
        seq = base == CKD_SEARCH_ID_EQ ? SEQ_ID : SEQ_NONE;
    } else {
        hit = satisfied(cmd, d->rec.key, d->rec.keylen, &equal) &&
              d->rec.keylen > 0;
        d->at = AT_KEY;
        seq = base == CKD_SEARCH_KEY_EQ ? SEQ_KEY : SEQ_NONE;
    }
    d->seq = hit && equal ? seq : SEQ_NONE;
    return hit ? DASD_ENDED | US_STATUS_MODIFIER : DASD_ENDED;
}

static uint8_t
written(struct dasd *d, enum ckd_result result, const struct err *err)
{
    d->index = 0;
    switch (result) {
    case CKD_OK:
        return DASD_ENDED;
    case CKD_NO_ROOM:
        return DASD_ENDED | dasd_sense(d, 0, SENSE1_TRACK_FORMAT, MSG_NONE);
    default:
        device_message(d->dev, "%s", err->text);
        dasd_lose_orientation(d);
        return DASD_ENDED |
               dasd_sense(d, SENSE_EQUIPMENT, SENSE1_PERMANENT, MSG_NONE);
    }
}

static uint8_t
update(struct dasd *d, struct command *cmd, bool key)
{
    uint32_t size = d->rec.datalen + (key ? d->rec.keylen : 0u);
    enum ckd_result result;
    struct err err;
    uint8_t unit;

    cmd->used = cmd->len < size ? cmd->len : size;
    cmd->more = cmd->len < size;
    if (key)
        result = ckd_write_key_data(d->img, &d->rec, cmd->buf, cmd->used, &err);
    else
        result = ckd_write_data(d->img, &d->rec, cmd->buf, cmd->used, &err);
    unit = written(d, result, &err);
    return unit == DASD_ENDED ? passed_data(d) : unit;
}

/* Write CKD and write R0. */
static uint8_t
format(struct dasd *d, struct command *cmd, bool r0)
{
    struct ckd_rec made = {0};
    enum ckd_result result;
    struct err err;
    uint8_t unit;
    uint32_t size;

    if (cmd->len < 8)
        return DASD_ENDED | dasd_sense(d, SENSE_COMMAND_REJECT, 0, MSG_COUNT);
    size = 8u + cmd->buf[5] + (uint32_t)(cmd->buf[6] << 8 | cmd->buf[7]);
    cmd->used = cmd->len < size ? cmd->len : size;
    cmd->more = cmd->len < size;
    result = ckd_write_ckd(d->img, r0 ? NULL : &d->rec, cmd->buf, cmd->used,
                           &made, &err);
    unit = written(d, result, &err);
    if (unit != DASD_ENDED)
        return unit;
    if (made.count == NULL) { /* a count field that reads as end of track */
        dasd_lose_orientation(d);
        return unit;
    }
    d->rec = made;
    d->at = AT_DATA;
    d->seq = SEQ_FORMAT;
    return unit;
}

static uint8_t
erase(struct dasd *d)
{
    struct err err;
    enum ckd_result result = ckd_erase(d->img, &d->rec, &err);

    d->at = AT_DATA;
    d->seq = SEQ_NONE;
    return written(d, result, &err);
}

static uint8_t
write_home(struct dasd *d, struct command *cmd)
{
    struct err err;
    uint8_t unit;

    if (cmd->len < 5)
        return DASD_ENDED | dasd_sense(d, SENSE_COMMAND_REJECT, 0, MSG_COUNT);
    unit = written(d, ckd_write_home(d->img, cmd->buf, &err), &err);
    d->at = AT_INDEX;
    d->seq = unit == DASD_ENDED ? SEQ_HA : SEQ_NONE;
    return unit;
}

/* Passes over a count field that cannot be read. Ours all can. */
static uint8_t
space_count(struct dasd *d)
{
    uint8_t unit = next_count(d, d->seq == SEQ_HA, false);

    d->seq = SEQ_NONE;
    return unit ? unit : DASD_ENDED;
}

uint8_t
dasd_write(struct dasd *d, struct command *cmd)
{
    uint8_t unit = dasd_load(d);

    if (unit)
        return unit;
    d->moving = true;
    switch (cmd->code) {
    case CKD_WRITE_DATA:
        return update(d, cmd, false);
    case CKD_WRITE_KD:
        return update(d, cmd, true);
    case CKD_WRITE_CKD:
        return format(d, cmd, false);
    case CKD_WRITE_R0:
        return format(d, cmd, true);
    case CKD_WRITE_HA:
        return write_home(d, cmd);
    case CKD_ERASE:
        return erase(d);
    default:
        return space_count(d);
    }
}
