/* SPDX-License-Identifier: MIT */
/* CKD disks in snapshots: where the head stands and what the chain has done,
 * a digest of all that was written since the last snapshot (instead of the
 * contents, which are too many to be compared again and again), and the
 * volume itself. */
#include "devices/dasd_state.h"

#include <string.h>

void
dasd_note_write(struct dasd *d, const struct command *cmd)
{
    struct digest g;
    struct digest_value v;
    uint64_t where = (uint64_t)d->cyl << 32 | (uint64_t)d->head << 16 |
                     (uint64_t)cmd->code << 8 |
                     (d->at == AT_INDEX ? 0u : d->rec.rec);

    digest_init(&g);
    digest_add(&g, &d->written, sizeof(d->written));
    digest_add(&g, &where, sizeof(where));
    digest_add(&g, cmd->buf, cmd->len);
    v = digest_end(&g);
    d->written = v.hi ^ v.lo;
}

void
dasd_save(struct device *dev, struct pack *p)
{
    const struct dasd *d = dasd_of(dev);

    pack_num(p, d->cyl);
    pack_num(p, d->head);
    pack_num(p, d->mask);
    pack_flag(p, d->mask_set);
    pack_num(p, d->at);
    pack_flag(p, d->moving);
    pack_num(p, d->seq);
    pack_num(p, d->index);
    pack_num(p, d->at == AT_INDEX ? 0 : d->rec.at); /* else it is stale */
    pack_num(p, d->written);
    pack_flag(p, d->counted);
    pack_num(p, d->usage.bytes);
    pack_num(p, d->usage.seeks);
    pack_num(p, d->arriving);
    pack_num(p, d->at_time);
    device_pack_event(p, &d->arrival);
}

/* The track under the head, or its alternate. */
static bool
load_track(struct dasd *d)
{
    uint8_t sense[sizeof(d->dev->sense)];
    bool ok;

    memcpy(sense, d->dev->sense, sizeof(sense));
    ok = dasd_load(d, CKD_READ_DATA) == 0;
    memcpy(d->dev->sense, sense, sizeof(sense));
    return ok;
}

/* The record at `at` of the track under the head; none if there is none. */
static void
find_record(struct dasd *d, unsigned at)
{
    bool more;

    memset(&d->rec, 0, sizeof(d->rec));
    if (at == 0 || !load_track(d))
        return;
    for (more = ckd_first(d->img, &d->rec); more && d->rec.at != at;
         more = ckd_next(d->img, &d->rec))
        ;
    if (!more)
        memset(&d->rec, 0, sizeof(d->rec));
}

void
dasd_restore(struct device *dev, struct unpack *u)
{
    struct dasd *d = dasd_of(dev);
    const struct ckd_geometry *geo = ckd_geometry(d->img);
    unsigned at;

    d->cyl = (unsigned)unpack_num(u, geo->cyls - 1);
    d->head = (unsigned)unpack_num(u, geo->heads - 1);
    d->mask = (uint8_t)unpack_num(u, 0xff);
    d->mask_set = unpack_flag(u);
    d->at = (enum orientation)unpack_num(u, AT_DATA);
    d->moving = unpack_flag(u);
    d->seq = (enum sequence)unpack_num(u, SEQ_FORMAT);
    d->index = (unsigned)unpack_num(u, UINT32_MAX);
    at = (unsigned)unpack_num(u, geo->track_size);
    d->written = unpack_num(u, UINT64_MAX);
    d->counted = unpack_flag(u);
    d->usage.bytes = (uint32_t)unpack_num(u, UINT32_MAX);
    d->usage.seeks = (uint16_t)unpack_num(u, UINT16_MAX);
    d->arriving = (uint8_t)unpack_num(u, 0xff);
    d->at_time = unpack_num(u, UINT64_MAX);
    device_unpack_event(dev, u, &d->arrival);
    find_record(d, at);
    if (d->rec.at == 0 && d->at != AT_INDEX) {
        d->at = AT_INDEX;
        d->seq = SEQ_NONE;
    }
}

void
dasd_save_media(struct device *dev, struct pack *p)
{
    ckd_pack(p, dasd_of(dev)->img);
}

bool
dasd_load_media(struct device *dev, struct unpack *u, struct err *err)
{
    struct dasd *d = dasd_of(dev);
    struct ckd *img = ckd_unpack(u, d->img, err);

    if (img == NULL)
        return false;
    if (img != d->img)
        ckd_close(d->img);
    d->img = img;
    return true;
}
