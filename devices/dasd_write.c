/* SPDX-License-Identifier: MIT */
/* CKD disk: writes. Update writes go through the segments of an overflow
 * record; format writes keep to what the drive's track holds. Mask and
 * sequence were checked before. GA26-1592 (3830 Storage Control and 3330),
 * "Write Commands"; the capacity formulas: image/drives.h. */
#include "devices/dasd_state.h"

#include <string.h>

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
        return DASD_ENDED | dasd_sense(d, SENSE_EQUIPMENT, SENSE1_PERMANENT,
                                       FORMAT_EQUIPMENT);
    }
}

uint32_t
dasd_record_size(struct dasd *d)
{
    const struct ckd_geometry *geo = ckd_geometry(d->img);
    uint32_t size = d->rec.datalen;
    struct ckd_rec r = d->rec;
    unsigned head = d->head;
    struct err err;

    if (!dasd_overflows(d) || dasd_load(d, CKD_READ_DATA) != 0)
        return size;
    while ((r.count[0] & CKD_SEGMENT) && ++head < geo->heads) {
        if (!ckd_load(d->img, d->cyl, head, &err) || !ckd_first(d->img, &r) ||
            !ckd_next(d->img, &r))
            break;
        size += r.datalen;
    }
    dasd_load(d, CKD_READ_DATA); /* d->rec leads into it again */
    return size;
}

/* `len` bytes into the record at the head. */
static uint8_t
update_one(struct dasd *d, const uint8_t *from, uint32_t len, bool key)
{
    enum ckd_result result = CKD_OK;
    struct err err;

    if (d->fake_write)
        return DASD_ENDED;
    if (key)
        result = ckd_write_key_data(d->img, &d->rec, from, len, &err);
    else
        result = ckd_write_data(d->img, &d->rec, from, len, &err);
    return written(d, result, &err);
}

static uint8_t
update(struct dasd *d, struct command *cmd, bool key)
{
    uint32_t left = cmd->len, size = 0;
    const uint8_t *from = cmd->buf;
    uint8_t unit;

    for (;;) {
        uint32_t n = d->rec.datalen + (key ? d->rec.keylen : 0u);

        size += n;
        if (n > left)
            n = left;
        unit = update_one(d, from, n, key);
        from += n;
        left -= n;
        if (unit != DASD_ENDED || !dasd_overflows(d))
            break;
        key = false;
        unit = dasd_next_segment(d, cmd->code, CKD_WRITE_DATA);
        if (unit)
            break;
    }
    cmd->used = cmd->len - left;
    cmd->more = cmd->len < size;
    return unit == DASD_ENDED ? dasd_passed_data(d) : unit;
}

/* Does the drive's track take a record of this size behind the one at the
 * head? R0 has its own place while it is no longer than a standard one. */
static bool
fits(const struct dasd *d, unsigned keylen, unsigned datalen)
{
    const struct ckd_kind *k = d->kind;
    unsigned used = ckd_space_last(k, keylen, datalen), size;
    struct ckd_rec r;
    bool more = ckd_first(d->img, &r);

    if (more && (size = (unsigned)r.keylen + r.datalen) > 8)
        used += size - 8;
    while (more && r.at < d->rec.at) {
        more = ckd_next(d->img, &r);
        if (more)
            used += ckd_space_of(k, r.keylen, r.datalen);
    }
    return used <= k->capacity;
}

/* Write CKD, write special CKD, and write R0. */
static uint8_t
format(struct dasd *d, struct command *cmd)
{
    bool r0 = cmd->code == CKD_WRITE_R0;
    struct ckd_rec made = {0};
    enum ckd_result result;
    unsigned datalen;
    struct err err;
    uint8_t unit;
    uint32_t size;

    if (cmd->len < 8)
        return DASD_ENDED | dasd_sense(d, SENSE_COMMAND_REJECT, 0, MSG_COUNT);
    datalen = (unsigned)(cmd->buf[6] << 8 | cmd->buf[7]);
    size = 8u + cmd->buf[5] + datalen;
    cmd->used = cmd->len < size ? cmd->len : size;
    cmd->more = cmd->len < size;
    if (cmd->code == CKD_WRITE_SPECIAL)
        cmd->buf[0] |= CKD_SEGMENT;
    d->seq = SEQ_FORMAT;
    if (!r0 && !fits(d, cmd->buf[5], datalen))
        return written(d, CKD_NO_ROOM, NULL);
    if (d->fake_write)
        return DASD_ENDED;
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
    return unit;
}

static uint8_t
erase(struct dasd *d)
{
    enum ckd_result result = CKD_OK;
    struct err err;

    if (!d->fake_write)
        result = ckd_erase(d->img, &d->rec, &err);
    d->at = AT_DATA;
    d->seq = SEQ_NONE;
    return written(d, result, &err);
}

static uint8_t
write_home(struct dasd *d, struct command *cmd)
{
    enum ckd_result result = CKD_OK;
    struct err err;
    uint8_t unit;

    if (cmd->len < 5)
        return DASD_ENDED | dasd_sense(d, SENSE_COMMAND_REJECT, 0, MSG_COUNT);
    if (!d->fake_write)
        result = ckd_write_home(d->img, cmd->buf, &err);
    unit = written(d, result, &err);
    d->at = AT_INDEX;
    d->seq = unit == DASD_ENDED ? SEQ_HA : SEQ_NONE;
    return unit;
}

/* Passes over a count field that cannot be read. Ours all can. */
static uint8_t
space_count(struct dasd *d, uint8_t code)
{
    uint8_t unit = dasd_next_count(d, code, d->seq == SEQ_HA);

    return unit ? unit : DASD_ENDED;
}

uint8_t
dasd_write(struct dasd *d, struct command *cmd)
{
    uint8_t unit = dasd_load(d, cmd->code);

    if (unit)
        return unit;
    if (cmd->code == CKD_SPACE_COUNT) {
        unit = space_count(d, cmd->code);
        d->moving = true;
        return unit;
    }
    d->moving = true;
    if (cmd->code != CKD_WRITE_HA && cmd->code != CKD_WRITE_R0 &&
        d->rec.count == NULL) /* a snapshot lost it */
        return DASD_ENDED | dasd_sense(d, 0, SENSE1_NO_RECORD, MSG_NONE);
    switch (cmd->code) {
    case CKD_WRITE_DATA:
        return update(d, cmd, false);
    case CKD_WRITE_KD:
        return update(d, cmd, true);
    case CKD_WRITE_HA:
        return write_home(d, cmd);
    case CKD_ERASE:
        return erase(d);
    default:
        return format(d, cmd);
    }
}
