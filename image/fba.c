/* SPDX-License-Identifier: MIT */
/* Fixed-block files as the lowest layer of an image, and their drives. */
#include "config.h"

#include "image/fba.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/layer.h"
#include "image/lock.h"

enum { GROUP_BYTES = FBA_GROUP * FBA_BLOCK, HEADS = 16 };

struct fba_layer {
    struct layer l;
    int64_t origin; /* bytes */
};

static const struct fba_drive drives[] = {
#define FBA_DRIVE(id, name, type, cu, model, group, position, blocks)          \
    {name, type, cu, model, group, position, blocks},
#include "image/fbadrives.def"
#undef FBA_DRIVE
};
enum { DRIVES = sizeof(drives) / sizeof(drives[0]) };

const struct fba_drive *
fba_drive_named(const char *name)
{
    for (unsigned i = 0; i < DRIVES; i++)
        if (strcasecmp(drives[i].name, name) == 0)
            return &drives[i];
    return NULL;
}

const struct fba_drive *
fba_drive_for(uint16_t type, unsigned blocks)
{
    const struct fba_drive *best = NULL;

    for (unsigned i = 0; i < DRIVES; i++) {
        if (drives[i].type != type)
            continue;
        best = &drives[i];
        if (blocks <= best->blocks)
            break;
    }
    return best;
}

static int64_t
group_at(const struct layer *l, unsigned group)
{
    return ((const struct fba_layer *)(const void *)l)->origin +
           (int64_t)group * GROUP_BYTES;
}

/* Bytes of the group that the file has: the last one may be short. */
static unsigned
group_size(const struct layer *l, unsigned group)
{
    unsigned first = group * FBA_GROUP, n = 0;

    if (first < l->geo.blocks)
        n = l->geo.blocks - first;
    return (n > FBA_GROUP ? FBA_GROUP : n) * FBA_BLOCK;
}

static bool
fba_group(struct layer *l, unsigned group, uint8_t *buf, bool *present,
          struct err *err)
{
    unsigned size = group_size(l, group);

    *present = true;
    memset(buf + size, 0, GROUP_BYTES - size);
    return layer_pread(l, buf, size, group_at(l, group), err);
}

static bool
fba_part(struct layer *l, unsigned group, unsigned at, const uint8_t *data,
         unsigned len, struct err *err)
{
    unsigned size = group_size(l, group);

    if (at >= size)
        return true; /* behind the end, where only zeros are put back */
    return layer_pwrite(l, data, len < size - at ? len : size - at,
                        group_at(l, group) + at, err);
}

static const struct layer_ops fba_ops = {
    .read = fba_group,
    .write = fba_part,
    .close = layer_free,
};

/* The part of the file that is the drive. */
static bool
set_size(struct layer *l, uint16_t type, unsigned origin, unsigned blocks,
         struct err *err)
{
    char id[9] = "";
    struct stat st;
    int64_t have;

    if (fstat(l->fd, &st) != 0)
        return err_set(err, "%s: %s", l->path, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return err_set(err, "%s: not a regular file", l->path);
    if (pread(l->fd, id, 8, 0) == 8 &&
        (memcmp(id, "FBA_C370", 8) == 0 || memcmp(id, "CKD_", 4) == 0))
        return err_set(err, "%s: %s: not an uncompressed fixed-block file",
                       l->path, id);
    if (st.st_size % FBA_BLOCK != 0)
        return err_set(err, "%s: %lld bytes are no blocks of %d", l->path,
                       (long long)st.st_size, FBA_BLOCK);
    have = st.st_size / FBA_BLOCK - origin;
    if (have < 1 || (blocks != 0 && have < blocks))
        return err_set(err, "%s: %lld blocks; %u from block %u on are wanted",
                       l->path, (long long)(st.st_size / FBA_BLOCK),
                       blocks ? blocks : 1, origin);
    if (blocks == 0 && have > FBA_BLOCKS_MAX)
        return err_set(err, "%s: more than %d blocks", l->path, FBA_BLOCKS_MAX);
    l->geo.blocks = blocks ? blocks : (unsigned)have;
    l->geo.devtype = type;
    l->geo.heads = HEADS;
    l->geo.cyls = (l->geo.blocks + HEADS * FBA_GROUP - 1) / (HEADS * FBA_GROUP);
    l->geo.track_size = GROUP_BYTES;
    return true;
}

struct ckd *
fba_open(const char *path, uint16_t type, unsigned flags, unsigned origin,
         unsigned blocks, struct err *err)
{
    struct layer *l = layer_new(sizeof(struct fba_layer), &fba_ops, path);

    if (l == NULL) {
        err_set(err, "%s: no storage", path);
        return NULL;
    }
    ((struct fba_layer *)(void *)l)->origin = (int64_t)origin * FBA_BLOCK;
    if (layer_open(l, flags & CKD_READ_ONLY, err) &&
        lock_file(l->fd, l->read_only, path, NULL, err) &&
        set_size(l, type, origin, blocks, err))
        return ckd_over(l, err);
    layer_free(l);
    return NULL;
}

bool
fba_create(const char *path, unsigned blocks, struct err *err)
{
    bool ok;
    int fd;

    if (blocks < 1 || blocks > FBA_BLOCKS_MAX)
        return err_set(err, "%s: %u blocks; from 1 to %d are possible", path,
                       blocks, FBA_BLOCKS_MAX);
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return err_set(err, "%s: %s", path, strerror(errno));
    ok = ftruncate(fd, (off_t)blocks * FBA_BLOCK) == 0 ||
         err_set(err, "%s: %s", path, strerror(errno));
    if (close(fd) != 0 && ok)
        ok = err_set(err, "%s: %s", path, strerror(errno));
    if (!ok)
        unlink(path);
    return ok;
}

bool
fba_is_part(struct ckd *c)
{
    struct layer *l = ckd_top(c);
    struct stat st;

    while (l->below != NULL)
        l = l->below;
    return l->ops == &fba_ops &&
           (fstat(l->fd, &st) != 0 ||
            st.st_size != (off_t)l->geo.blocks * FBA_BLOCK);
}

unsigned
fba_blocks(const struct ckd *c)
{
    return ckd_geometry(c)->blocks;
}

static bool
in_range(const struct ckd *c, unsigned block, unsigned n, struct err *err)
{
    unsigned have = fba_blocks(c);

    return (block < have && n <= have - block) ||
           err_set(err, "%s: %u blocks from number %u on: it has %u",
                   ckd_path(c), n, block, have);
}

bool
fba_read(struct ckd *c, unsigned block, unsigned n, uint8_t *data,
         struct err *err)
{
    if (!in_range(c, block, n, err))
        return false;
    while (n > 0) {
        unsigned in = block % FBA_GROUP, part = FBA_GROUP - in;
        const uint8_t *buf = ckd_raw_track(c, block / FBA_GROUP, err);

        if (buf == NULL)
            return false;
        if (part > n)
            part = n;
        memcpy(data, buf + in * FBA_BLOCK, part * FBA_BLOCK);
        data += part * FBA_BLOCK;
        block += part;
        n -= part;
    }
    return true;
}

bool
fba_write(struct ckd *c, unsigned block, unsigned n, const uint8_t *data,
          struct err *err)
{
    struct layer *l = ckd_top(c);

    if (!in_range(c, block, n, err))
        return false;
    if (l->read_only)
        return err_set(err, "%s: opened for reading only", l->path);
    while (n > 0) {
        unsigned in = block % FBA_GROUP, part = FBA_GROUP - in;
        unsigned group = block / FBA_GROUP;

        if (part > n)
            part = n;
        if (!l->ops->write(l, group, in * FBA_BLOCK, data, part * FBA_BLOCK,
                           err))
            return false;
        data += part * FBA_BLOCK;
        block += part;
        n -= part;
    }
    return true;
}
