/* SPDX-License-Identifier: MIT */
/* CKD disk: what a command does with the track under the head: orientation,
 * alternate tracks, reads and searches, records that overflow to the next
 * track. Mask and sequence were checked before. A chain begins as if the index
 * point had just passed. GA26-1592 (3830 Storage Control and 3330), GA26-3599
 * (2314), "Commands", "Record Overflow". */
#include "devices/dasd_state.h"

#include <string.h>

/* Commands that may use a defective track: those for its home address and R0,
 * which lead to its alternate. */
static bool
for_home(uint8_t code)
{
    switch (code & ~CKD_MT) {
    case CKD_SEARCH_HA_EQ:
    case CKD_READ_HA:
    case CKD_READ_R0:
    case CKD_WRITE_HA & ~CKD_MT:
    case CKD_WRITE_R0 & ~CKD_MT:
        return true;
    default:
        return false;
    }
}

static uint8_t
load(struct dasd *d, unsigned cyl, unsigned head)
{
    struct err err;

    if (ckd_load(d->img, cyl, head, &err))
        return 0;
    device_message(d->dev, "%s", err.text);
    if (ckd_damaged(d->img))
        return DASD_ENDED |
               dasd_sense(d, SENSE_DATA, SENSE1_PERMANENT, FORMAT_DATA_COUNT);
    return DASD_ENDED |
           dasd_sense(d, SENSE_EQUIPMENT, SENSE1_PERMANENT, FORMAT_EQUIPMENT);
}

uint8_t
dasd_load(struct dasd *d, uint8_t code)
{
    const struct ckd_geometry *geo = ckd_geometry(d->img);
    uint8_t unit = load(d, d->cyl, d->head);
    struct ckd_rec r0;

    if (unit || for_home(code) || !(ckd_home(d->img)[0] & HA_DEFECTIVE))
        return unit;
    if (dasd_is_3880(d) && ckd_first(d->img, &r0) && r0.cyl < geo->cyls &&
        r0.head < geo->heads)
        return load(d, r0.cyl, r0.head); /* R0 names the alternate */
    return DASD_ENDED | dasd_sense(d, SENSE_TRACK_CONDITION, 0, MSG_NONE);
}

/* Multitrack: on to the next head of the cylinder. A multitrack command for
 * home address or R0 meets the index point first, hence always goes on. An
 * alternate track has no next one. */
static uint8_t
next_head(struct dasd *d, uint8_t code)
{
    uint8_t unit = load(d, d->cyl, d->head);

    if (unit)
        return unit;
    if ((d->mask & MASK_SEEK) == MASK_SEEK_NONE)
        return DASD_ENDED | dasd_sense(d, 0, SENSE1_FILE_PROTECTED, MSG_NONE);
    if ((ckd_home(d->img)[0] & HA_ALTERNATE) && !dasd_is_3880(d))
        return DASD_ENDED | dasd_sense(d, SENSE_TRACK_CONDITION, 0, MSG_NONE);
    if (d->head + 1 >= ckd_geometry(d->img)->heads)
        return DASD_ENDED | dasd_sense(d, 0, SENSE1_END_OF_CYLINDER, MSG_NONE);
    d->head++;
    d->at = AT_INDEX;
    return dasd_load(d, code);
}

static bool
is_r0(const struct dasd *d, const struct ckd_rec *r)
{
    struct ckd_rec first;

    return ckd_first(d->img, &first) && first.at == r->at;
}

/* No count field between two index points: no record found, and if the track
 * has none at all, a drive of the older kind misses address markers. */
static uint8_t
not_found(struct dasd *d)
{
    struct ckd_rec r;
    uint8_t b1 = SENSE1_NO_RECORD;

    if (dasd_short_sense(d) && !(ckd_first(d->img, &r) && ckd_next(d->img, &r)))
        b1 |= SENSE1_NO_MARKER;
    return DASD_ENDED | dasd_sense(d, 0, b1, MSG_NONE);
}

/* The first record of the track; with real mechanics and no orientation yet,
 * the first that has not passed the head. */
static bool
first_record(struct dasd *d)
{
    bool more = ckd_first(d->img, &d->rec);

    while (more && d->mechanics && !d->moving && dasd_passed(d, &d->rec))
        more = ckd_next(d->img, &d->rec);
    return more;
}

uint8_t
dasd_next_count(struct dasd *d, uint8_t code, bool with_r0)
{
    uint8_t unit = dasd_load(d, code);

    d->seq = SEQ_NONE; /* no write may rely on another record's search */
    while (unit == 0) {
        bool found =
            d->at == AT_INDEX ? first_record(d) : ckd_next(d->img, &d->rec);

        if (found && !with_r0 && is_r0(d, &d->rec))
            found = ckd_next(d->img, &d->rec);
        d->moving = true;
        d->at = AT_COUNT;
        if (found)
            return 0;
        d->at = AT_INDEX;
        d->revolved++;
        if (code & CKD_MT)
            unit = next_head(d, code);
        else if (++d->index >= 2)
            unit = not_found(d);
    }
    return unit;
}

/* The record that a command for key or data means: the one whose count field
 * (or key) has just passed, else the next. */
static uint8_t
this_record(struct dasd *d, uint8_t code, bool key)
{
    if (d->at == AT_COUNT || (d->at == AT_KEY && !key))
        return dasd_load(d, code);
    return dasd_next_count(d, code, false);
}

static void
send(struct command *cmd, const void *from, uint32_t len)
{
    if (len > cmd->max - cmd->len)
        len = cmd->max - cmd->len;
    memcpy(cmd->buf + cmd->len, from, len);
    cmd->len += len;
}

/* The count field as the program sees it: Hercules' files keep the flag of an
 * overflow segment in its first bit. */
static void
visible_count(const struct dasd *d, uint8_t count[8])
{
    memcpy(count, d->rec.count, 8);
    if (dasd_overflows(d))
        count[0] &= (uint8_t)~CKD_SEGMENT;
}

uint8_t
dasd_passed_data(struct dasd *d)
{
    d->at = AT_DATA;
    d->index = 0;
    d->seq = d->seq == SEQ_ID || d->seq == SEQ_KEY || d->seq == SEQ_DATA
                 ? SEQ_DATA
                 : SEQ_NONE;
    return d->rec.datalen == 0 ? DASD_ENDED | US_UNIT_EXCEPTION : DASD_ENDED;
}

static uint8_t
incomplete(struct dasd *d, uint8_t b1, uint8_t restart)
{
    uint8_t unit =
        DASD_ENDED | dasd_sense(d, 0, b1 | SENSE1_INCOMPLETE, MSG_NONE);

    d->dev->sense[dasd_short_sense(d) ? 5 : 3] = restart;
    return unit;
}

uint8_t
dasd_next_segment(struct dasd *d, uint8_t code, uint8_t restart)
{
    uint8_t unit;

    d->revolved++;
    if ((d->mask & MASK_SEEK) == MASK_SEEK_NONE)
        return incomplete(d, SENSE1_FILE_PROTECTED, restart);
    if (d->head + 1 >= ckd_geometry(d->img)->heads)
        return incomplete(d, SENSE1_END_OF_CYLINDER, restart);
    d->head++;
    unit = dasd_load(d, code);
    if (unit)
        return unit;
    if (!ckd_first(d->img, &d->rec) || !ckd_next(d->img, &d->rec))
        return incomplete(d, SENSE1_NO_RECORD, restart);
    return 0;
}

/* The data field, and those of the segments that follow on other tracks. */
static uint8_t
send_data(struct dasd *d, struct command *cmd)
{
    uint8_t unit = 0;

    send(cmd, d->rec.data, d->rec.datalen);
    while (dasd_overflows(d) && unit == 0) {
        unit = dasd_next_segment(d, cmd->code, CKD_READ_DATA);
        if (unit == 0)
            send(cmd, d->rec.data, d->rec.datalen);
    }
    return unit ? unit : dasd_passed_data(d);
}

/* Home address and R0 follow the index point. */
static uint8_t
at_index(struct dasd *d, uint8_t code)
{
    if (code & CKD_MT) {
        d->revolved++;
        return next_head(d, code);
    }
    if (d->at != AT_INDEX || !d->moving)
        d->revolved++;
    return dasd_load(d, code);
}

static uint8_t
read_home(struct dasd *d, struct command *cmd)
{
    uint8_t unit = at_index(d, cmd->code);

    if (unit)
        return unit;
    send(cmd, ckd_home(d->img), 5);
    d->at = AT_INDEX;
    d->index = 0;
    d->seq = SEQ_NONE;
    return DASD_ENDED;
}

static uint8_t
read_r0(struct dasd *d, struct command *cmd)
{
    uint8_t unit = at_index(d, cmd->code), count[8];

    if (unit)
        return unit;
    if (!ckd_first(d->img, &d->rec))
        return not_found(d);
    d->seq = SEQ_NONE;
    visible_count(d, count);
    send(cmd, count, 8);
    send(cmd, d->rec.key, d->rec.keylen);
    send(cmd, d->rec.data, d->rec.datalen);
    return dasd_passed_data(d);
}

static uint8_t
read_ipl(struct dasd *d, struct command *cmd)
{
    uint8_t unit;

    d->moved_usec = ckd_seek_usec(d->kind, d->cyl, d->drive->cyls);
    d->cyl = d->head = 0;
    d->at = AT_INDEX;
    d->moving = true; /* it waits for the index point */
    unit = dasd_next_count(d, cmd->code, false);
    if (unit)
        return unit;
    return send_data(d, cmd);
}

/* All that is left of the track. */
static uint8_t
read_multiple(struct dasd *d, struct command *cmd)
{
    uint8_t unit = dasd_next_count(d, cmd->code, false), count[8];

    if (unit)
        return unit;
    do {
        visible_count(d, count);
        send(cmd, count, 8);
        send(cmd, d->rec.key, (uint32_t)d->rec.keylen);
        send(cmd, d->rec.data, d->rec.datalen);
    } while (ckd_next(d->img, &d->rec));
    d->at = AT_INDEX;
    d->index = 0;
    d->revolved++;
    return DASD_ENDED;
}

/* Read count, data, key and data, or all three. */
static uint8_t
read_record(struct dasd *d, struct command *cmd, uint8_t base)
{
    bool count = base == CKD_READ_COUNT || base == CKD_READ_CKD;
    bool key = base == CKD_READ_KD || base == CKD_READ_CKD;
    uint8_t unit = count ? dasd_next_count(d, cmd->code, false)
                         : this_record(d, cmd->code, key);
    uint8_t field[8];

    if (unit)
        return unit;
    if (count) {
        visible_count(d, field);
        send(cmd, field, 8);
    }
    if (base == CKD_READ_COUNT)
        return DASD_ENDED;
    if (key)
        send(cmd, d->rec.key, d->rec.keylen);
    return send_data(d, cmd);
}

uint8_t
dasd_read(struct dasd *d, struct command *cmd)
{
    uint8_t base = cmd->code & (uint8_t)~CKD_MT, unit;

    if (base == CKD_READ_HA)
        unit = read_home(d, cmd);
    else if (base == CKD_READ_R0)
        unit = read_r0(d, cmd);
    else if (base == CKD_READ_IPL)
        unit = read_ipl(d, cmd);
    else if (base == CKD_READ_MULTIPLE)
        unit = read_multiple(d, cmd);
    else
        unit = read_record(d, cmd, base);
    d->moving = true;
    d->usage.bytes += cmd->len;
    return unit;
}

/* A comparison that goes on over several fields. */
struct compare {
    const uint8_t *arg;
    uint32_t left; /* bytes of the argument */
    int diff;      /* of the first bytes that differ */
};

/* With `scan`, X'FF' in the argument is equal to anything. */
static void
compare(struct compare *c, const uint8_t *field, uint32_t len, bool scan)
{
    if (len > c->left)
        len = c->left;
    for (uint32_t i = 0; i < len && c->diff == 0; i++)
        if (!scan || c->arg[i] != 0xff)
            c->diff = field[i] - c->arg[i];
    c->arg += len;
    c->left -= len;
}

/* Equal, high and equal-or-high are the bits X'20', X'40' and both of the
 * command code. */
static bool
satisfied(const struct command *cmd, const struct compare *c)
{
    return ((cmd->code & 0x20) && c->diff == 0) ||
           ((cmd->code & 0x40) && c->diff > 0);
}

/* Key and data (continued: data alone) against the argument. */
static uint8_t
scan(struct dasd *d, struct command *cmd, bool *hit)
{
    struct compare c = {cmd->buf, cmd->len, 0};
    bool from_key = (cmd->code & 0x0f) == 0x0d;
    uint8_t unit = this_record(d, cmd->code, from_key);
    uint32_t size = 0;

    while (unit == 0) {
        if (from_key && size == 0) {
            compare(&c, d->rec.key, d->rec.keylen, true);
            size = d->rec.keylen;
        }
        compare(&c, d->rec.data, d->rec.datalen, true);
        size += d->rec.datalen;
        if (!dasd_overflows(d))
            break;
        unit = dasd_next_segment(
            d, cmd->code, (uint8_t)((cmd->code & 0x60) | CKD_WRITE_DATA));
    }
    if (unit)
        return unit;
    cmd->used = cmd->len - c.left;
    cmd->more = cmd->len < size;
    *hit = satisfied(cmd, &c);
    if ((cmd->code & 0x1f) == (CKD_SCAN_SET & 0x1f)) /* decided before */
        *hit = (cmd->code & 0x7f) != CKD_SCAN_NONE;
    return dasd_passed_data(d) & (uint8_t)~DASD_ENDED;
}

/* Home address, ID or key against the argument. `seq` is what an equal one
 * allows. */
static uint8_t
search(struct dasd *d, struct command *cmd, bool *hit, enum sequence *seq)
{
    struct compare c = {cmd->buf, cmd->len, 0};
    uint8_t base = cmd->code & (uint8_t)~CKD_MT, unit, id[8];
    const uint8_t *field = id;
    uint32_t len = 5;

    if (base == CKD_SEARCH_HA_EQ) {
        unit = at_index(d, cmd->code);
        if (unit == 0 && !(cmd->code & CKD_MT) && d->moving && ++d->index >= 2)
            unit = not_found(d);
        field = ckd_home(d->img) + 1;
        len = 4;
        *seq = SEQ_HA;
        d->at = AT_INDEX;
    } else if ((base & 0x1f) == (CKD_SEARCH_ID_EQ & 0x1f)) {
        unit = dasd_next_count(d, cmd->code, true);
        if (unit == 0)
            visible_count(d, id);
        *seq = base == CKD_SEARCH_ID_EQ ? SEQ_ID : SEQ_NONE;
    } else {
        unit = this_record(d, cmd->code, true);
        field = d->rec.key;
        len = d->rec.keylen;
        *seq = base == CKD_SEARCH_KEY_EQ ? SEQ_KEY : SEQ_NONE;
        if (unit == 0)
            d->at = AT_KEY;
    }
    if (unit)
        return unit;
    compare(&c, field, len, false);
    cmd->used = cmd->len - c.left;
    cmd->more = cmd->len < len;
    *hit = len > 0 && satisfied(cmd, &c);
    if (!*hit || c.diff != 0)
        *seq = SEQ_NONE;
    return 0;
}

uint8_t
dasd_search(struct dasd *d, struct command *cmd)
{
    enum sequence seq = SEQ_NONE;
    bool hit = false,
         is_scan = (cmd->code & 0x0f) == 0x0d || (cmd->code & 0x0f) == 0x05;
    uint8_t unit = is_scan ? scan(d, cmd, &hit) : search(d, cmd, &hit, &seq);

    d->moving = true;
    if (unit & US_UNIT_CHECK) { /* nothing to compare with: not taken */
        cmd->used = 0;
        return unit;
    }
    d->usage.bytes += cmd->used;
    d->seq = seq;
    return DASD_ENDED | unit | (hit ? US_STATUS_MODIFIER : 0);
}
