/* SPDX-License-Identifier: MIT */
/* A copy-on-write overlay. The file: a header, a map of one byte per track (1:
 * the overlay holds it), then a slot for each track, in order; slots of tracks
 * it does not hold are holes. A track enters by being written to its slot
 * whole, and then by its byte of the map, so that a crash leaves the track of
 * the layer below or the copy. The header names the size and the time of the
 * last change of the layer below: an overlay over a file that was written
 * since is refused (changes within one tick of the file system's clock are not
 * seen). */
#include "config.h"

#include "image/layer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arch/bytes.h"
#include "image/lock.h"

struct overlay_header {
    char id[8]; /* "CAMOVL01" in ASCII */
    be32 tracks;
    be32 tracksize;
    be64 base_size;
    be64 base_sec;
    be32 base_nsec;
    uint8_t zero[4096 - 36];
};
_Static_assert(sizeof(struct overlay_header) == 4096, "overlay header");

struct overlay {
    struct layer l;
    unsigned tracks;
    int64_t slots; /* where they begin */
    uint8_t *map;
};

static const char overlay_id[8] = {'C', 'A', 'M', 'O', 'V', 'L', '0', '1'};

static struct overlay *
overlay_of(struct layer *l)
{
    return (struct overlay *)(void *)l;
}

static int64_t
slot_at(const struct overlay *o, unsigned track)
{
    return o->slots + (int64_t)track * o->l.geo.track_size;
}

static bool
overlay_read(struct layer *l, unsigned track, uint8_t *buf, bool *present,
             struct err *err)
{
    struct overlay *o = overlay_of(l);

    *present = o->map[track] != 0;
    if (!*present)
        return true;
    return layer_pread(l, buf, l->geo.track_size, slot_at(o, track), err);
}

static bool
overlay_adopt(struct layer *l, unsigned track, const uint8_t *buf,
              struct err *err)
{
    struct overlay *o = overlay_of(l);
    const uint8_t one = 1;

    if (!layer_pwrite(l, buf, l->geo.track_size, slot_at(o, track), err) ||
        !layer_pwrite(l, &one, 1, sizeof(struct overlay_header) + track, err))
        return false;
    o->map[track] = 1;
    return true;
}

static bool
overlay_write(struct layer *l, unsigned track, unsigned at, const uint8_t *data,
              unsigned len, struct err *err)
{
    struct overlay *o = overlay_of(l);

    return layer_pwrite(l, data, len, slot_at(o, track) + at, err);
}

static void
overlay_close(struct layer *l)
{
    free(overlay_of(l)->map);
    layer_free(l);
}

static const struct layer_ops overlay_ops = {
    .read = overlay_read,
    .adopt = overlay_adopt,
    .write = overlay_write,
    .close = overlay_close,
};

static bool
describe_base(struct overlay *o, struct layer *below, struct overlay_header *h,
              struct err *err)
{
    struct stat st;

    if (fstat(below->fd, &st) != 0)
        return err_set(err, "%s: %s", below->path, strerror(errno));
    memset(h, 0, sizeof(*h));
    memcpy(h->id, overlay_id, sizeof(h->id));
    put32(&h->tracks, o->tracks);
    put32(&h->tracksize, below->geo.track_size);
    put64(&h->base_size, (uint64_t)st.st_size);
    put64(&h->base_sec, (uint64_t)st.st_mtim.tv_sec);
    put32(&h->base_nsec, (uint32_t)st.st_mtim.tv_nsec);
    return true;
}

/* A new file gets its header last, so that a file without one is unused. */
static bool
overlay_load(struct overlay *o, struct layer *below, struct err *err)
{
    struct overlay_header want, have;
    struct layer *l = &o->l;
    struct stat st;

    if (!describe_base(o, below, &want, err))
        return false;
    if (fstat(l->fd, &st) != 0)
        return err_set(err, "%s: %s", l->path, strerror(errno));
    memset(&have, 0, sizeof(have));
    if (st.st_size > 0 && !layer_pread(l, &have, sizeof(have), 0, err))
        return false;
    if (st.st_size == 0 || have.id[0] == 0) {
        if (ftruncate(l->fd, slot_at(o, o->tracks)) != 0)
            return err_set(err, "%s: %s", l->path, strerror(errno));
        return layer_pwrite(l, &want, sizeof(want), 0, err);
    }
    if (memcmp(have.id, want.id, sizeof(have.id)) != 0)
        return err_set(err, "%s: not an overlay", l->path);
    if (memcmp(&have, &want, sizeof(have)) != 0)
        return err_set(err,
                       "%s: %s was changed since this overlay was made "
                       "over it, or is another volume",
                       l->path, below->path);
    return layer_pread(l, o->map, o->tracks, sizeof(have), err);
}

struct layer *
overlay_open(const char *path, struct layer *below, struct err *err)
{
    struct layer *l = layer_new(sizeof(struct overlay), &overlay_ops, path);
    struct overlay *o;

    if (l == NULL) {
        err_set(err, "%s: no storage", path);
        return NULL;
    }
    o = overlay_of(l);
    l->geo = below->geo;
    o->tracks = l->geo.cyls * l->geo.heads;
    o->slots = (int64_t)(sizeof(struct overlay_header) + o->tracks + 4095) &
               ~(int64_t)4095;
    o->map = calloc(o->tracks, 1);
    l->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (o->map == NULL || l->fd < 0) {
        err_set(err, "%s: %s", path, strerror(errno));
    } else if (lock_file(l->fd, false, path, NULL, err) &&
               overlay_load(o, below, err)) {
        l->below = below;
        return l;
    }
    overlay_close(l);
    return NULL;
}
