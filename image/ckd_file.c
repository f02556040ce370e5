/* SPDX-License-Identifier: MIT */
/* The lowest layer: a file in Hercules' uncompressed CKD format. Knows the
 * header, the drive table and where a track lies; nothing of records. Files
 * that continue in a second file are refused. */
#include "config.h"

#include "image/layer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/cckd.h"
#include "image/drives.h"
#include "image/lock.h"

/* Numbers in the header are little-endian, whatever the host. */
struct ckd_header {
    char id[8];           /* "CKD_P370" in ASCII */
    uint8_t heads[4];     /* tracks per cylinder */
    uint8_t tracksize[4]; /* bytes, a multiple of 512 */
    uint8_t type;         /* last two digits of the drive type: X'50' */
    uint8_t sequence;     /* 0: the only file of the volume */
    uint8_t highcyl[2];   /* of this file, when the volume has several */
    uint8_t zero[492];
};
_Static_assert(sizeof(struct ckd_header) == CKD_HEADER, "header");

static uint32_t
le32(const uint8_t b[4])
{
    return (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 |
           b[0];
}

static void
put_le32(uint8_t b[4], uint32_t v)
{
    for (int i = 0; i < 4; i++)
        b[i] = (uint8_t)(v >> (8 * i));
}

static int64_t
track_at(const struct layer *l, unsigned track)
{
    return CKD_HEADER + (int64_t)track * l->geo.track_size;
}

static bool
file_read(struct layer *l, unsigned track, uint8_t *buf, bool *present,
          struct err *err)
{
    *present = true;
    return layer_pread(l, buf, l->geo.track_size, track_at(l, track), err);
}

static bool
file_write(struct layer *l, unsigned track, unsigned at, const uint8_t *data,
           unsigned len, struct err *err)
{
    return layer_pwrite(l, data, len, track_at(l, track) + at, err);
}

static const struct layer_ops file_ops = {
    .read = file_read,
    .write = file_write,
    .close = layer_free,
};

/* The drive type of which the header has the last two digits; 0: none. */
static uint16_t
type_in_header(uint8_t digits)
{
    static const uint16_t hundreds[] = {0x2300, 0x3300};

    for (unsigned i = 0; i < 2; i++)
        if (drive_for(hundreds[i] | digits, 0) != NULL)
            return hundreds[i] | digits;
    return 0;
}

bool
ckd_file_header(struct layer *l, const char *id, struct err *err)
{
    struct ckd_header h;
    struct stat st;

    if (fstat(l->fd, &st) != 0)
        return err_set(err, "%s: %s", l->path, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return err_set(err, "%s: not a regular file", l->path);
    if (st.st_size < CKD_HEADER)
        return err_set(err, "%s: not a CKD image: shorter than its header",
                       l->path);
    if (!layer_pread(l, &h, sizeof(h), 0, err))
        return false;
    if (memcmp(h.id, id, 8) != 0)
        return err_set(err, "%s: not a CKD image: no %s at its start", l->path,
                       id);
    if (h.sequence != 0 || h.highcyl[0] != 0 || h.highcyl[1] != 0)
        return err_set(err,
                       "%s: one of several files of a volume, which "
                       "this version does not read",
                       l->path);
    l->geo.heads = le32(h.heads);
    l->geo.track_size = le32(h.tracksize);
    l->geo.devtype = type_in_header(h.type);
    if (l->geo.devtype == 0)
        return err_set(err, "%s: drive type X'%02X' in the header is unknown",
                       l->path, h.type);
    if (l->geo.heads < 1 || l->geo.heads > 255 || l->geo.track_size < 512 ||
        l->geo.track_size > 65536 || l->geo.track_size % 512 != 0)
        return err_set(err, "%s: %u heads of %u bytes a track in the header",
                       l->path, l->geo.heads, l->geo.track_size);
    return true;
}

/* The number of cylinders, from the size. */
static bool
file_size(struct layer *l, struct err *err)
{
    struct stat st;
    int64_t body, cylsize = (int64_t)l->geo.heads * l->geo.track_size;

    if (fstat(l->fd, &st) != 0)
        return err_set(err, "%s: %s", l->path, strerror(errno));
    body = st.st_size - CKD_HEADER;
    l->geo.cyls = (unsigned)(body / cylsize);
    if (l->geo.cyls < 1 || body / cylsize > 65535)
        return err_set(err, "%s: size of %lld bytes is not that of a volume",
                       l->path, (long long)st.st_size);
    if (body % cylsize != 0)
        return err_set(err, "%s: truncated in cylinder %u", l->path,
                       l->geo.cyls);
    return true;
}

static bool
is_compressed(const struct layer *l)
{
    char id[8];

    return pread(l->fd, id, sizeof(id), 0) == (ssize_t)sizeof(id) &&
           memcmp(id, "CKD_C370", 8) == 0;
}

struct layer *
ckd_file_open(const char *path, unsigned flags, struct err *err)
{
    struct layer *l = layer_new(sizeof(*l), &file_ops, path);

    if (l == NULL) {
        err_set(err, "%s: no storage", path);
        return NULL;
    }
    if (!layer_open(l, flags & CKD_READ_ONLY, err)) {
        layer_free(l);
        return NULL;
    }
    if (is_compressed(l)) {
        layer_free(l);
        return cckd_open(path, false, flags, err);
    }
    if (lock_file(l->fd, l->read_only, path, NULL, err) &&
        ckd_file_header(l, "CKD_P370", err) && file_size(l, err))
        return l;
    layer_free(l);
    return NULL;
}

bool
ckd_create(const char *path, uint16_t devtype, unsigned cyls, struct err *err)
{
    const struct ckd_drive *d = drive_for(devtype, cyls);
    struct ckd_geometry geo;

    if (d == NULL)
        return err_set(err, "%s: drive type %X is unknown", path, devtype);
    geo = ckd_drive_geometry(d, cyls);
    return ckd_create_as(path, &geo, CKD_FLAT, err);
}

struct ckd_geometry
ckd_drive_geometry(const struct ckd_drive *d, unsigned cyls)
{
    return (struct ckd_geometry){.devtype = d->kind->type,
                                 .cyls = cyls ? cyls : d->cyls,
                                 .heads = d->kind->heads,
                                 .track_size = d->kind->track_size};
}

bool
ckd_file_make(const char *path, const struct ckd_geometry *geo,
              const struct cckd_params *params, struct err *err)
{
    struct ckd_header h = {.type = (uint8_t)geo->devtype};
    int64_t size =
        CKD_HEADER + (int64_t)geo->cyls * geo->heads * geo->track_size;
    bool ok;
    int fd;

    if (geo->cyls > 65535)
        return err_set(err, "%s: %u cylinders are too many", path, geo->cyls);
    memcpy(h.id,
           params == NULL   ? "CKD_P370"
           : params->shadow ? "CKD_S370"
                            : "CKD_C370",
           8);
    put_le32(h.heads, geo->heads);
    put_le32(h.tracksize, geo->track_size);
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return err_set(err, "%s: %s", path, strerror(errno));
    ok = pwrite(fd, &h, sizeof(h), 0) == (ssize_t)sizeof(h);
    if (ok && params == NULL)
        ok = ftruncate(fd, size) == 0;
    else if (ok)
        ok = cckd_make(fd, geo->cyls, geo->heads, params);
    if (!ok)
        err_set(err, "%s: write: %s", path, strerror(errno));
    if (close(fd) != 0 && ok)
        ok = err_set(err, "%s: write: %s", path, strerror(errno));
    if (!ok)
        unlink(path);
    return ok;
}

bool
ckd_create_level(const char *path, const struct ckd_geometry *geo,
                 enum ckd_container container, int level, struct err *err)
{
    const struct cckd_params p = {
        .method = (enum compression)(container - CKD_STORED),
        .level = level,
        .nullfmt = 1};

    return ckd_file_make(path, geo, container == CKD_FLAT ? NULL : &p, err);
}

bool
ckd_create_as(const char *path, const struct ckd_geometry *geo,
              enum ckd_container container, struct err *err)
{
    return ckd_create_level(path, geo, container, -1, err);
}
