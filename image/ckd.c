/* SPDX-License-Identifier: MIT */
/* Tracks and records of a CKD image, over a stack of layers. Owns the track
 * buffer and the order of writes; a layer owns where the bytes lie.
 *
 * Order of a format write. A track ends at the first count field of eight
 * X'FF'. The new record's count field stands where that mark, or an older
 * record, stood. So: the mark is written there (if an older record stood
 * there); then key, data and the next mark behind; the count field last, which
 * makes the record reachable. A count field that crosses a page may be torn
 * (image/layer.h): then its second part is written first, and while its first
 * part is still X'FF' the reader takes it for the end of the track. */
#include "config.h"

#include "image/ckd.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arch/ckd.h"
#include "image/cckd.h"

enum { COUNT_LEN = 8, NO_TRACK = (int)-1 };
/* Home address, R0 with 8 bytes of data, end of track. */
enum { EMPTY_LEN = CKD_HA_LEN + COUNT_LEN + 8 + CKD_EOT_LEN };

struct ckd {
    struct layer *top;
    struct ckd_geometry geo;
    const char *path; /* of the lowest layer */
    int track;        /* in buf, or NO_TRACK */
    unsigned cyl, head;
    bool hole;    /* buf was made up for a track that was never written */
    bool present; /* the top layer holds the track */
    bool damaged; /* the last load found records that do not parse */
    uint8_t *buf;
};

static const uint8_t eot[CKD_EOT_LEN] = {0xff, 0xff, 0xff, 0xff,
                                         0xff, 0xff, 0xff, 0xff};

struct ckd *
ckd_over(struct layer *l, struct err *err)
{
    struct ckd *c = calloc(1, sizeof(*c));

    if (c != NULL)
        c->buf = malloc(l->geo.track_size);
    if (c == NULL || c->buf == NULL) {
        err_set(err, "%s: no storage", l->path);
        free(c);
        l->ops->close(l);
        return NULL;
    }
    c->top = l;
    c->geo = l->geo;
    c->path = l->path;
    c->track = NO_TRACK;
    return c;
}

struct ckd *
ckd_open(const char *path, unsigned flags, struct err *err)
{
    struct layer *l = ckd_file_open(path, flags, err);

    return l == NULL ? NULL : ckd_over(l, err);
}

struct layer *
ckd_top(struct ckd *c)
{
    return c->top;
}

void
ckd_set_top(struct ckd *c, struct layer *l)
{
    c->top = l;
    c->track = NO_TRACK;
    while (l->below != NULL)
        l = l->below;
    c->path = l->path;
}

struct ckd *
ckd_forget(struct ckd *c)
{
    c->track = NO_TRACK;
    return c;
}

bool
ckd_renamed(struct ckd *c, const char *path)
{
    struct layer *l = c->top;
    char *name = strdup(path);

    if (name == NULL)
        return false;
    while (l->below != NULL)
        l = l->below;
    free(l->path);
    l->path = name;
    c->path = name;
    return true;
}

bool
ckd_push_shadow(struct ckd *c, const char *path, unsigned flags,
                struct err *err)
{
    struct layer *l = cckd_open(path, true, flags, err);

    if (l == NULL)
        return false;
    if (l->geo.devtype != c->geo.devtype || l->geo.cyls != c->geo.cyls ||
        l->geo.heads != c->geo.heads ||
        l->geo.track_size != c->geo.track_size) {
        err_set(err, "%s: is no shadow file of %s: its geometry differs", path,
                c->path);
        l->ops->close(l);
        return false;
    }
    l->below = c->top;
    c->top = l;
    c->track = NO_TRACK;
    return true;
}

bool
ckd_check(struct ckd *c, struct err *err)
{
    for (struct layer *l = c->top; l != NULL; l = l->below)
        if (l->ops->whole && !cckd_check(l, err))
            return false;
    return true;
}

void
ckd_close(struct ckd *c)
{
    if (c == NULL)
        return;
    while (c->top != NULL) {
        struct layer *l = c->top;

        c->top = l->below;
        l->ops->close(l);
    }
    free(c->buf);
    free(c);
}

const struct ckd_geometry *
ckd_geometry(const struct ckd *c)
{
    return &c->geo;
}

const char *
ckd_path(const struct ckd *c)
{
    return c->path;
}

bool
ckd_read_only(const struct ckd *c)
{
    return c->top->read_only;
}

bool
ckd_dirty(const struct ckd *c)
{
    for (struct layer *l = c->top; l != NULL; l = l->below)
        if (atomic_load(&l->dirty))
            return true;
    return false;
}

bool
ckd_sync(struct ckd *c, struct err *err)
{
    for (struct layer *l = c->top; l != NULL; l = l->below) {
        unsigned n;

        /* Cleared first: a write during the fsync makes it dirty again. */
        if (!atomic_exchange(&l->dirty, false))
            continue;
        n = atomic_fetch_add(&l->sync_begun, 1) + 1;
        if (fsync(l->fd) != 0) {
            atomic_store(&l->dirty, true);
            return err_set(err, "%s: fsync: %s", l->path, strerror(errno));
        }
        atomic_store(&l->sync_done, n);
    }
    return true;
}

static bool
is_hole(const uint8_t *buf)
{
    for (unsigned i = 0; i < EMPTY_LEN; i++)
        if (buf[i] != 0)
            return false;
    return true;
}

/* Home address, R0 and end of track for cylinder and head. */
static void
make_empty(uint8_t *buf, unsigned cyl, unsigned head)
{
    memset(buf, 0, EMPTY_LEN);
    for (uint8_t *p = buf + 1;; p = buf + CKD_HA_LEN) {
        p[0] = (uint8_t)(cyl >> 8);
        p[1] = (uint8_t)cyl;
        p[2] = (uint8_t)(head >> 8);
        p[3] = (uint8_t)head;
        if (p != buf + 1)
            break;
    }
    buf[CKD_HA_LEN + 7] = 8; /* R0's data length */
    memcpy(buf + EMPTY_LEN - CKD_EOT_LEN, eot, CKD_EOT_LEN);
}

/* Where, within a field of `len` bytes at `at`, a write of it may be torn; 0
 * if nowhere. */
static unsigned
tear(unsigned at, unsigned len)
{
    unsigned first = CKD_ATOM - at % CKD_ATOM;

    return first < len ? first : 0;
}

static bool
at_end(const struct ckd *c, unsigned at)
{
    unsigned part;

    if (at + COUNT_LEN > c->geo.track_size)
        return true;
    part = tear(at, COUNT_LEN);
    return memcmp(c->buf + at, eot, part ? part : CKD_EOT_LEN) == 0;
}

/* Describes the record at `at`; false at the end of the track. */
static bool
describe(const struct ckd *c, unsigned at, struct ckd_rec *r)
{
    const uint8_t *p = c->buf + at;

    if (at_end(c, at))
        return false;
    r->at = at;
    r->cyl = (uint16_t)(p[0] << 8 | p[1]);
    r->head = (uint16_t)(p[2] << 8 | p[3]);
    r->rec = p[4];
    r->keylen = p[5];
    r->datalen = (uint16_t)(p[6] << 8 | p[7]);
    r->count = p;
    r->key = p + COUNT_LEN;
    r->data = r->key + r->keylen;
    return true;
}

static unsigned
behind(const struct ckd_rec *r)
{
    return r == NULL ? CKD_HA_LEN : r->at + COUNT_LEN + r->keylen + r->datalen;
}

static bool
check_track(const struct ckd *c, struct err *err)
{
    struct ckd_rec r;
    bool more = describe(c, CKD_HA_LEN, &r);

    for (; more; more = describe(c, behind(&r), &r))
        if (behind(&r) > c->geo.track_size)
            return err_set(err,
                           "record %u at byte %u passes the end of the "
                           "track",
                           r.rec, r.at);
    return true;
}

static bool
read_layers(struct ckd *c, unsigned track, struct err *err)
{
    bool present = false;

    for (struct layer *l = c->top; l != NULL && !present; l = l->below) {
        if (!l->ops->read(l, track, c->buf, &present, err))
            return false;
        if (l == c->top)
            c->present = present;
    }
    return true;
}

bool
ckd_load(struct ckd *c, unsigned cyl, unsigned head, struct err *err)
{
    unsigned track;
    bool ok;

    if (cyl >= c->geo.cyls || head >= c->geo.heads)
        return err_set(err,
                       "%s: cylinder %u head %u: outside the volume of "
                       "%u cylinders of %u heads",
                       c->path, cyl, head, c->geo.cyls, c->geo.heads);
    track = cyl * c->geo.heads + head;
    if ((int)track == c->track)
        return true;
    c->track = NO_TRACK;
    c->cyl = cyl;
    c->head = head;
    c->damaged = false;
    ok = read_layers(c, track, err);
    if (ok) {
        c->hole = is_hole(c->buf);
        if (c->hole)
            make_empty(c->buf, cyl, head);
        c->damaged = !check_track(c, err);
        ok = !c->damaged ||
             err_prefix(err, "%s: cylinder %u head %u", c->path, cyl, head);
    }
    if (ok)
        c->track = (int)track;
    return ok;
}

int
ckd_loaded(const struct ckd *c)
{
    return c->track;
}

bool
ckd_damaged(const struct ckd *c)
{
    return c->damaged;
}

const uint8_t *
ckd_raw_track(struct ckd *c, unsigned track, struct err *err)
{
    c->track = NO_TRACK;
    return read_layers(c, track, err) ? c->buf : NULL;
}

const uint8_t *
ckd_home(const struct ckd *c)
{
    return c->buf;
}

bool
ckd_first(const struct ckd *c, struct ckd_rec *r)
{
    return describe(c, CKD_HA_LEN, r);
}

bool
ckd_next(const struct ckd *c, struct ckd_rec *r)
{
    return describe(c, behind(r), r);
}

bool
ckd_find(const struct ckd *c, uint8_t rec, struct ckd_rec *r)
{
    bool more = ckd_first(c, r);

    while (more && r->rec != rec)
        more = ckd_next(c, r);
    return more;
}

unsigned
ckd_room(const struct ckd *c, const struct ckd_rec *after)
{
    unsigned at = behind(after) + CKD_EOT_LEN;

    return at < c->geo.track_size ? c->geo.track_size - at : 0;
}

/* Writes a part of the buffer to the file. */
static bool
flush(struct ckd *c, unsigned at, unsigned len, struct err *err)
{
    struct layer *l = c->top;

    if (l->ops->write(l, (unsigned)c->track, at, c->buf + at, len, err))
        return true;
    err_prefix(err, "cylinder %u head %u", c->cyl, c->head);
    c->track = NO_TRACK; /* what the file holds is not known: read it again */
    return false;
}

/* Before the first write to a track: the top layer must hold it, and a track
 * that was never written gets its home address and R0. Those 29 bytes start at
 * a multiple of 512 and are not torn. */
static bool
own_track(struct ckd *c, struct err *err)
{
    struct layer *l = c->top;

    if (l->read_only)
        return err_set(err, "%s: opened for reading only", l->path);
    if (!c->present) {
        if (!l->ops->adopt(l, (unsigned)c->track, c->buf, err)) {
            c->track = NO_TRACK;
            return false;
        }
        c->present = true;
        c->hole = false;
    }
    if (c->hole && !flush(c, 0, EMPTY_LEN, err))
        return false;
    c->hole = false;
    return true;
}

static enum ckd_result
update(struct ckd *c, unsigned at, unsigned size, const uint8_t *data,
       unsigned len, struct err *err)
{
    if (!own_track(c, err))
        return CKD_IO;
    if (len > size)
        len = size;
    memcpy(c->buf + at, data, len);
    memset(c->buf + at + len, 0, size - len);
    return flush(c, at, size, err) ? CKD_OK : CKD_IO;
}

enum ckd_result
ckd_write_data(struct ckd *c, const struct ckd_rec *r, const uint8_t *data,
               unsigned len, struct err *err)
{
    return update(c, r->at + COUNT_LEN + r->keylen, r->datalen, data, len, err);
}

enum ckd_result
ckd_write_key_data(struct ckd *c, const struct ckd_rec *r, const uint8_t *data,
                   unsigned len, struct err *err)
{
    return update(c, r->at + COUNT_LEN, (unsigned)r->keylen + r->datalen, data,
                  len, err);
}

/* Puts the end-of-track mark at `at`, unless it is there. */
static bool
end_at(struct ckd *c, unsigned at, struct err *err)
{
    if (memcmp(c->buf + at, eot, CKD_EOT_LEN) == 0)
        return true;
    memcpy(c->buf + at, eot, CKD_EOT_LEN);
    return flush(c, at, CKD_EOT_LEN, err);
}

/* The record at `at` and the end of the track behind it are in the buffer, but
 * for the count field: writes it all, the count field last. */
static bool
reveal(struct ckd *c, unsigned at, const uint8_t *count, unsigned size,
       struct err *err)
{
    unsigned part = tear(at, COUNT_LEN), behind_count = size + CKD_EOT_LEN;

    if (c->top->ops->whole) {
        memcpy(c->buf + at, count, COUNT_LEN);
        return flush(c, at, COUNT_LEN + behind_count, err);
    }
    if (!flush(c, at + COUNT_LEN, behind_count, err))
        return false;
    memcpy(c->buf + at, count, COUNT_LEN);
    if (part != 0 && !flush(c, at + part, COUNT_LEN - part, err))
        return false;
    return flush(c, at, part ? part : COUNT_LEN, err);
}

enum ckd_result
ckd_write_ckd(struct ckd *c, const struct ckd_rec *after, const uint8_t *ckd,
              unsigned len, struct ckd_rec *made, struct err *err)
{
    unsigned at = behind(after);
    uint8_t count[COUNT_LEN] = {0};
    unsigned size;

    memcpy(count, ckd, len < COUNT_LEN ? len : COUNT_LEN);
    size = count[5] + (unsigned)(count[6] << 8 | count[7]);
    if (COUNT_LEN + size > ckd_room(c, after))
        return CKD_NO_ROOM;
    if (!own_track(c, err) || (!c->top->ops->whole && !end_at(c, at, err)))
        return CKD_IO;
    len = len < COUNT_LEN ? 0 : len - COUNT_LEN;
    if (len > size)
        len = size;
    at += COUNT_LEN;
    memcpy(c->buf + at, ckd + COUNT_LEN, len);
    memset(c->buf + at + len, 0, size - len);
    memcpy(c->buf + at + size, eot, CKD_EOT_LEN);
    at -= COUNT_LEN;
    if (!reveal(c, at, count, size, err))
        return CKD_IO;
    if (made != NULL)
        describe(c, at, made);
    return CKD_OK;
}

enum ckd_result
ckd_erase(struct ckd *c, const struct ckd_rec *after, struct err *err)
{
    unsigned at = behind(after);

    if (at + CKD_EOT_LEN > c->geo.track_size)
        return CKD_OK; /* the track ends here as it is */
    return own_track(c, err) && end_at(c, at, err) ? CKD_OK : CKD_IO;
}

enum ckd_result
ckd_write_home(struct ckd *c, const uint8_t ha[5], struct err *err)
{
    if (!own_track(c, err))
        return CKD_IO;
    memcpy(c->buf, ha, CKD_HA_LEN);
    memcpy(c->buf + CKD_HA_LEN, eot, CKD_EOT_LEN);
    return flush(c, 0, CKD_HA_LEN + CKD_EOT_LEN, err) ? CKD_OK : CKD_IO;
}

bool
ckd_copy_track(struct ckd *c, struct ckd *from, unsigned cyl, unsigned head,
               struct err *err)
{
    uint8_t empty[EMPTY_LEN];
    unsigned size = c->geo.track_size;

    if (from->geo.track_size != size)
        return err_set(err, "%s: geometry differs from %s", c->path,
                       from->path);
    make_empty(empty, cyl, head);
    if (!ckd_load(from, cyl, head, err))
        return false;
    if (memcmp(from->buf, empty, EMPTY_LEN) == 0)
        return true;
    if (!ckd_load(c, cyl, head, err) || !own_track(c, err))
        return false;
    memcpy(c->buf, from->buf, size);
    return flush(c, 0, size, err);
}

bool
ckd_put_track(struct ckd *c, unsigned track, const uint8_t *data,
              struct err *err)
{
    c->cyl = track / c->geo.heads;
    c->head = track % c->geo.heads;
    if (ckd_raw_track(c, track, err) == NULL)
        return false;
    c->track = (int)track;
    c->hole = false;
    if (!own_track(c, err))
        return false;
    memcpy(c->buf, data, c->geo.track_size);
    return flush(c, 0, c->geo.track_size, err);
}

bool
ckd_fill_hole(struct ckd *c, unsigned cyl, unsigned head, struct err *err)
{
    return c->top->ops->whole ||
           (ckd_load(c, cyl, head, err) && (!c->hole || own_track(c, err)));
}
