/* SPDX-License-Identifier: MIT */
/* The option `period`: how long the disk takes, in machine time. The index
 * point passes at the multiples of the rotation; a command ends when the last
 * field it uses has passed the head, and what it found is kept until then. A
 * seek and a set sector end with channel end, and with device end when the
 * access mechanism or the sector has arrived. Where on the circumference a
 * record lies follows from the drive's track capacity formula. Also without
 * the option: the sector of a record. */
#include "devices/dasd_state.h"

static uint64_t
rotation(const struct dasd *d)
{
    return (uint64_t)d->kind->rotation * TOD_USEC;
}

/* The circumference in bytes: home address and R0, then what records share. */
static unsigned
circumference(const struct dasd *d)
{
    return (unsigned)d->kind->overhead + d->kind->capacity;
}

/* Bytes between the index point and the record's count field. */
static unsigned
begin_of(const struct dasd *d, const struct ckd_rec *to)
{
    unsigned at = d->kind->overhead;
    struct ckd_rec r;

    if (to == NULL || !ckd_first(d->img, &r))
        return 0;
    if (r.at >= to->at)
        return at / 2; /* R0 */
    while (ckd_next(d->img, &r) && r.at < to->at)
        at += ckd_space_of(d->kind, r.keylen, r.datalen);
    return at < circumference(d) ? at : circumference(d) - 1;
}

unsigned
dasd_sector(const struct dasd *d, const struct ckd_rec *r)
{
    return begin_of(d, r) * d->kind->sectors / circumference(d);
}

/* Time from the index point to this many bytes behind it. */
static uint64_t
phase(const struct dasd *d, unsigned at)
{
    if (at > circumference(d))
        at = circumference(d);
    return rotation(d) * at / circumference(d);
}

bool
dasd_passed(const struct dasd *d, const struct ckd_rec *r)
{
    return phase(d, begin_of(d, r)) < device_now(d->dev) % rotation(d);
}

/* Bytes from the index point to where the head is now, going by what has
 * passed of the current record. */
static unsigned
head_at(const struct dasd *d)
{
    unsigned gap = d->kind->overhead / 3, at;

    if (d->at == AT_INDEX)
        return 0;
    at = begin_of(d, &d->rec);
    if (d->at == AT_COUNT)
        return at + gap;
    if (d->at == AT_KEY)
        return at + 2 * gap + d->rec.keylen;
    return at + ckd_space_of(d->kind, d->rec.keylen, d->rec.datalen) - gap;
}

static void
wait(struct dasd *d, uint64_t until, uint8_t unit)
{
    d->arriving = unit;
    evq_at(device_evq(d->dev), &d->arrival, until);
}

/* The sector that set sector names, or the end of a seek. */
static uint8_t
arrive_later(struct dasd *d, uint64_t until)
{
    d->at_time = until;
    wait(d, until, US_DEVICE_END);
    return US_CHANNEL_END;
}

static uint8_t
reach_sector(struct dasd *d, unsigned sector, uint64_t now)
{
    uint64_t r = rotation(d), at;

    if (sector >= d->kind->sectors)
        return DASD_ENDED;
    at = now - now % r + r * sector / d->kind->sectors;
    dasd_lose_orientation(d);
    return arrive_later(d, at <= now ? at + r : at);
}

uint8_t
dasd_arrive(struct dasd *d, const struct command *cmd, uint8_t unit)
{
    uint64_t now = device_now(d->dev), r = rotation(d), from, at;
    bool control = (cmd->code & 3) == 3;

    if (!d->mechanics || unit == US_UNIT_CHECK)
        return unit;
    if (control) {
        if (unit != DASD_ENDED)
            return unit;
        if (cmd->code == CKD_SET_SECTOR)
            return reach_sector(d, cmd->buf[0], now);
        if (d->moved_usec > 0)
            return arrive_later(d, now + (uint64_t)d->moved_usec * TOD_USEC);
        if (cmd->code != CKD_SPACE_COUNT)
            return unit;
    }
    from = d->was_moving ? d->at_time : now;
    from += (uint64_t)d->moved_usec * TOD_USEC; /* read IPL */
    at = from - from % r + d->revolved * r + phase(d, head_at(d));
    if (at < from)
        at += r;
    d->at_time = at < now ? now : at;
    if (at <= now)
        return unit;
    wait(d, at, unit);
    return 0;
}

void
dasd_arrival(void *arg, uint64_t now)
{
    struct dasd *d = arg;
    uint8_t unit = d->arriving ? d->arriving : DASD_ENDED;

    (void)now;
    d->arriving = 0;
    device_complete(d->dev, unit);
}

void
dasd_cancel(struct dasd *d)
{
    if (evq_queued(&d->arrival))
        evq_cancel(device_evq(d->dev), &d->arrival);
    d->arriving = 0;
}
