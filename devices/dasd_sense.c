/* SPDX-License-Identifier: MIT */
/* What a disk says of itself: sense bytes, the buffered log, device
 * characteristics. GA26-5988 (2841), GA26-3599 (2314): six bytes; GA26-1592
 * (3830), GA26-1617, GA26-1661 (3880): 24 bytes. The bytes that tell a drive's
 * address and state agree with Hercules 3.13. */
#include <string.h>

#include "devices/dasd_state.h"

enum { ENVIRONMENTAL = 0x10 }; /* byte 2: the log is in these bytes */

static void
put_n(uint8_t *p, unsigned n, uint32_t v)
{
    while (n-- > 0) {
        p[n] = (uint8_t)v;
        v >>= 8;
    }
}

/* Byte 4: which drive of its string. */
static uint8_t
drive_byte(const struct dasd *d)
{
    unsigned n = d->dev->addr & 7;

    switch (d->kind->type) {
    case 0x3330: /* a binary number, and its complement before it */
        return (uint8_t)((~n & 7) << 3 | n);
    case 0x3340:
    case 0x3350: /* one bit a drive */
        return (uint8_t)(0x80 >> n);
    case 0x3375:
        return (uint8_t)n;
    case 0x3380:
        return (uint8_t)(d->dev->addr & 15);
    default:
        return 0;
    }
}

/* Byte 2 of a 3340: RPS, and the size of the data module. */
static uint8_t
module_byte(const struct dasd *d)
{
    if (d->kind->type != 0x3340)
        return 0;
    return d->drive->model == 2 ? 0x82 : 0x81;
}

static void
position(const struct dasd *d, uint8_t *s)
{
    s[5] = (uint8_t)d->cyl;
    if (dasd_is_3880(d))
        s[6] = (uint8_t)((d->cyl >> 4 & 0xf0) | (d->head & 0x0f));
    else
        s[6] = (uint8_t)((d->cyl & 0x100 ? 0x40 : 0) |
                         (d->cyl & 0x200 ? 0x20 : 0) | (d->head & 0x1f));
}

/* What does not depend on an error. */
static void
fixed_bytes(const struct dasd *d, uint8_t *s)
{
    switch (d->kind->type) {
    case 0x2311:
        s[3] = 0xc8; /* ready, on line */
        return;
    case 0x2305:
    case 0x2314:
        s[3] = 0x40; /* on line */
        return;
    default:
        s[2] |= module_byte(d);
        s[4] = drive_byte(d);
        if (d->kind->sense_len == 32)
            s[27] = 0x80; /* the first 24 bytes are a 3880's */
    }
}

/* Six bytes: other names for what the newer ones tell by byte 7. */
static void
short_sense(const struct dasd *d, uint8_t message)
{
    uint8_t *s = d->dev->sense;

    if (message == MSG_SEQUENCE)
        s[1] |= SENSE1_SEQUENCE;
    if (message == MSG_ARGUMENT)
        s[0] |= SENSE_SEEK;
    if (message == FORMAT_DATA_COUNT)
        s[1] = SENSE1_COUNT_CHECK;
    if (message == FORMAT_EQUIPMENT)
        s[1] &= (uint8_t) ~(SENSE1_WRITE_INHIBITED | SENSE1_PERMANENT);
}

uint8_t
dasd_sense(struct dasd *d, uint8_t b0, uint8_t b1, uint8_t message)
{
    uint8_t *s = d->dev->sense;

    memset(s, 0, sizeof(d->dev->sense));
    s[0] = b0;
    s[1] = b1;
    if (dasd_short_sense(d)) {
        short_sense(d, message);
    } else {
        position(d, s);
        s[7] = message;
        if (message == FORMAT_DATA_COUNT) {
            put_n(s + 8, 2, d->cyl);
            put_n(s + 10, 2, d->head);
        }
    }
    fixed_bytes(d, s);
    return US_UNIT_CHECK;
}

void
dasd_refresh_sense(struct device *dev)
{
    fixed_bytes(dasd_of(dev), dev->sense);
}

/* Format 6: bytes processed, access motions. */
void
dasd_read_log(struct dasd *d, struct command *cmd)
{
    uint8_t *s = cmd->buf;

    memset(s, 0, 32);
    s[2] = ENVIRONMENTAL;
    position(d, s);
    s[7] = FORMAT_USAGE;
    put_n(s + 8, 4, d->usage.bytes);
    put_n(s + 16, 2, d->usage.seeks);
    fixed_bytes(d, s);
    memset(&d->usage, 0, sizeof(d->usage));
    cmd->len = d->kind->sense_len;
}

/* SC26-7298 "Read Device Characteristics". */
void
dasd_characteristics(const struct dasd *d, struct command *cmd)
{
    const struct ckd_kind *k = d->kind;
    unsigned cyls = ckd_geometry(d->img)->cyls;
    unsigned primary = cyls > d->drive->cyls ? d->drive->cyls : cyls;
    uint8_t *p = cmd->buf;

    memset(p, 0, 64);
    memcpy(p, (const uint8_t *)&d->id + 1, 6); /* control unit and device */
    p[10] = 0x20;                              /* class: disk */
    p[11] = k->type == 0x3390 ? 0x26 : 0x0e;   /* unit type in a UCB */
    put_n(p + 12, 2, primary);
    put_n(p + 14, 2, k->heads);
    p[16] = k->sectors;
    put_n(p + 17, 3, k->capacity);
    put_n(p + 20, 2, (unsigned)k->capacity - k->r1);
    p[22] = k->space == SPACE_CELLS34 ? 2 : 1; /* capacity formula */
    if (k->space == SPACE_CELLS34) {
        p[23] = 34;
        put_n(p + 24, 2, 19 << 8 | 9);
        p[26] = 6;
        p[27] = 116;
    } else {
        p[23] = 32;
        put_n(p + 24, 2, k->overhead);
        put_n(p + 26, 2, k->key_overhead);
    }
    put_n(p + 28, 2, cyls > primary ? primary : 0); /* alternates */
    put_n(p + 30, 2, (cyls - primary) * k->heads);
    p[44] = k->space == SPACE_CELLS34 ? 6 : 0;
    cmd->len = 64;
}
