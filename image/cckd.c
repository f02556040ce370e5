/* SPDX-License-Identifier: MIT */
/* Hercules' compressed CKD images as a layer: the base (CKD_C370) and shadow
 * files above one (CKD_S370). Owns the tables and the order of a write; where a
 * track image goes is cckd_space.c's, the list of free space that is written
 * when a changed file is closed cckd_free.c's.
 *
 * File: the CKD header; a second header of 512 bytes (struct second); the
 * first-level table, one position for each 256 tracks; second-level tables of
 * 256 entries (position, length, size), and track images, anywhere. Position 0:
 * a track without an image, made up by its "null format"; X'FFFFFFFF': in the
 * file below. A track image is its home address, with the compression in place
 * of the flag byte, and the rest of the track, compressed.
 *
 * Order of a write: the new image goes where nothing is; then its entry is
 * written, in one piece. So what a reader finds after a crash is the old image
 * or the new. An entry that crosses a page could be torn: its table is then
 * copied to the end first, on a multiple of eight. */
#include "config.h"

#include "image/layer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/cckd.h"
#include "image/compress.h"
#include "image/lock.h"

enum { PAGE = 4096, COUNT = 8 };

static struct cckd *
cckd_of(struct layer *l)
{
    return (struct cckd *)(void *)l;
}

uint32_t
cckd_get(const struct cckd *k, const uint8_t *b, unsigned n)
{
    uint32_t v = 0;

    for (unsigned i = 0; i < n; i++)
        v = v << 8 | b[k->big ? i : n - 1 - i];
    return v;
}

void
cckd_put(const struct cckd *k, uint8_t *b, unsigned n, uint32_t v)
{
    for (unsigned i = 0; i < n; i++)
        b[k->big ? n - 1 - i : i] = (uint8_t)(v >> (8 * i));
}

/* A track without an image: 0 with an end-of-file record 1, 1 with R0 only, 2
 * with twelve records of 4096 bytes. */
static bool
null_track(const struct cckd *k, unsigned track, unsigned format, uint8_t *p,
           struct err *err)
{
    unsigned cyl = track / k->l.geo.heads, head = track % k->l.geo.heads;
    unsigned last = format == 0 ? 1 : format == 2 ? 12 : 0;
    unsigned size = format == 2 ? 4096 : 0;

    if (format > 2 ||
        CKD_HA_LEN + COUNT + 8 + last * (COUNT + size) + CKD_EOT_LEN >
            k->l.geo.track_size)
        return err_set(err, "%s: track %u: null format %u is unknown",
                       k->l.path, track, format);
    memset(p, 0, k->l.geo.track_size);
    *p++ = 0;
    for (unsigned rec = 0; rec <= last; rec++) {
        uint8_t at[4] = {(uint8_t)(cyl >> 8), (uint8_t)cyl,
                         (uint8_t)(head >> 8), (uint8_t)head};

        if (rec == 0) {
            memcpy(p, at, 4);
            p += 4;
        }
        memcpy(p, at, 4);
        p[4] = (uint8_t)rec;
        p[6] = rec ? (uint8_t)(size >> 8) : 0;
        p[7] = rec ? (uint8_t)size : 8;
        p += COUNT + (rec ? size : 8);
    }
    memset(p, 0xff, CKD_EOT_LEN);
    return true;
}

/* Cylinder and head, four bytes: as in a home address, and of a track. */
static uint32_t
address(const uint8_t *home)
{
    return (uint32_t)home[1] << 24 | (uint32_t)home[2] << 16 |
           (uint32_t)home[3] << 8 | home[4];
}

static uint32_t
number(const struct cckd *k, unsigned track)
{
    return track / k->l.geo.heads << 16 | track % k->l.geo.heads;
}

/* Brings a track that this layer holds into k->track. */
static bool
fetch(struct cckd *k, unsigned track, struct err *err)
{
    const struct cckd_entry *e = &k->entry[track];
    unsigned room = k->l.geo.track_size - CKD_HA_LEN;
    uint32_t size = room;

    if (k->loaded == (int)track)
        return true;
    k->loaded = -1;
    if (e->pos == 0) {
        if (!null_track(k, track, e->len, k->track, err))
            return false;
        k->loaded = (int)track;
        return true;
    }
    if (!layer_pread(&k->l, k->packed, e->len, e->pos, err))
        return false;
    if ((k->packed[0] & ~3u) != 0 || k->packed[0] == 3)
        return err_set(err, "%s: at byte %u: compression X'%02X' is unknown",
                       k->l.path, e->pos, k->packed[0]);
    if (address(k->packed) != number(k, track))
        return err_set(err, "%s: at byte %u: image of another track, not %u",
                       k->l.path, e->pos, track);
    memcpy(k->track, k->packed, CKD_HA_LEN);
    k->track[0] = 0;
    if (!expand_bytes(k->packed[0], k->track + CKD_HA_LEN, &size,
                      k->packed + CKD_HA_LEN, e->len - CKD_HA_LEN))
        return err_set(err, "%s: at byte %u: the image of track %u is damaged",
                       k->l.path, e->pos, track);
    memset(k->track + CKD_HA_LEN + size, 0, room - size);
    k->loaded = (int)track;
    return true;
}

static bool
cckd_read(struct layer *l, unsigned track, uint8_t *buf, bool *present,
          struct err *err)
{
    struct cckd *k = cckd_of(l);

    *present = k->entry[track].pos != CCKD_BELOW;
    if (!*present)
        return l->below != NULL ||
               err_set(err, "%s: track %u is in no file", l->path, track);
    if (!fetch(k, track, err))
        return false;
    memcpy(buf, k->track, l->geo.track_size);
    return true;
}

/* Bytes of the track up to and with its end. */
static unsigned
track_length(const struct cckd *k)
{
    static const uint8_t eot[CKD_EOT_LEN] = {0xff, 0xff, 0xff, 0xff,
                                             0xff, 0xff, 0xff, 0xff};
    unsigned at = CKD_HA_LEN, size = k->l.geo.track_size;

    while (at + COUNT <= size && memcmp(k->track + at, eot, COUNT) != 0) {
        const uint8_t *p = k->track + at;

        at += COUNT + p[5] + (unsigned)(p[6] << 8 | p[7]);
    }
    return at + CKD_EOT_LEN < size ? at + CKD_EOT_LEN : size;
}

/* Before the first write: marks the file as in use. Hercules, and we, trust
 * the tables alone in a file so marked, and build the free space anew. */
static bool
mark_open(struct cckd *k, struct err *err)
{
    if (k->marked)
        return true;
    k->second.options |= CCKD_OPENED | CCKD_WRITTEN;
    if (!layer_pwrite(&k->l, &k->second.options, 1,
                      CKD_HEADER + offsetof(struct cckd_second, options), err))
        return false;
    k->marked = true;
    cckd_find_gaps(k);
    return true;
}

static bool
append(struct cckd *k, const void *data, uint32_t len, uint32_t *pos,
       struct err *err)
{
    if (k->end + len >= CCKD_BELOW)
        return err_set(err,
                       "%s: the file has reached 4 GB: copy it with "
                       "cambridge-volume convert to drop unused space",
                       k->l.path);
    if (!layer_pwrite(&k->l, data, len, (int64_t)k->end, err))
        return false;
    *pos = (uint32_t)k->end;
    k->end += len;
    return true;
}

static void
put_entry(const struct cckd *k, uint8_t *b, const struct cckd_entry *e)
{
    cckd_put(k, b, 4, e->pos);
    cckd_put(k, b + 4, 2, e->len);
    cckd_put(k, b + 6, 2, e->size);
}

/* Writes the second-level table of a track anew at the end of the file, with
 * the entry of this track as given. */
static bool
new_table(struct cckd *k, unsigned track, const struct cckd_entry *e,
          struct err *err)
{
    unsigned i1 = track / L2_ENTRIES, first = i1 * L2_ENTRIES;
    uint8_t table[L2_SIZE], l1[4];
    uint64_t gap = -k->end & 7, end = k->end;
    uint32_t pos = 0, old = k->l1[i1];

    memset(table, 0, sizeof(table));
    for (unsigned i = 0; i < L2_ENTRIES && first + i < k->tracks; i++)
        put_entry(k, table + i * L2_ENTRY,
                  first + i == track ? e : &k->entry[first + i]);
    /* Free space of less than eight bytes cannot be listed. */
    k->end += gap ? gap + 8 : 0;
    cckd_give(k, end, k->end - end);
    if (!append(k, table, sizeof(table), &pos, err))
        return false;
    cckd_put(k, l1, 4, pos);
    if (!layer_pwrite(&k->l, l1, 4, L1_AT + 4 * (int64_t)i1, err))
        return false;
    k->l1[i1] = pos;
    if (old != 0 && old != CCKD_BELOW)
        cckd_give(k, old, L2_SIZE);
    return true;
}

static bool
set_entry(struct cckd *k, unsigned track, struct cckd_entry e, struct err *err)
{
    uint32_t l2 = k->l1[track / L2_ENTRIES];
    uint64_t at = l2 + (uint64_t)(track % L2_ENTRIES) * L2_ENTRY;
    struct cckd_entry old = k->entry[track];
    uint8_t b[L2_ENTRY];

    if (l2 == 0 || l2 == CCKD_BELOW || at % PAGE > PAGE - L2_ENTRY) {
        if (!new_table(k, track, &e, err))
            return false;
    } else {
        put_entry(k, b, &e);
        if (!layer_pwrite(&k->l, b, sizeof(b), (int64_t)at, err))
            return false;
    }
    k->entry[track] = e;
    if (old.pos != 0 && old.pos != CCKD_BELOW)
        cckd_give(k, old.pos, old.size);
    return true;
}

/* A track that is one of the null formats has no image: Hercules' tools take
 * such short ones for errors. */
static bool
store_null(struct cckd *k, unsigned track, unsigned len, bool *done,
           struct err *err)
{
    static const unsigned length[] = {37, 29, 49277};
    struct err none;

    *done = false;
    for (uint16_t format = 0; format <= 2; format++) {
        if (len != length[format] ||
            !null_track(k, track, format, k->packed, &none) ||
            memcmp(k->track, k->packed, len) != 0)
            continue;
        *done = true;
        k->loaded = (int)track;
        if (k->entry[track].pos == 0 && k->entry[track].len == format)
            return true;
        return mark_open(k, err) &&
               set_entry(k, track, (struct cckd_entry){0, format, format}, err);
    }
    return true;
}

/* Puts an image where there is room. */
static bool
place(struct cckd *k, uint32_t len, struct cckd_entry *e, struct err *err)
{
    if (cckd_take(k, len, e))
        return layer_pwrite(&k->l, k->packed, len, e->pos, err);
    e->len = e->size = (uint16_t)len;
    return append(k, k->packed, len, &e->pos, err);
}

/* Writes k->track as the image of a track. */
static bool
store(struct cckd *k, unsigned track, struct err *err)
{
    unsigned len = track_length(k);
    uint32_t size = len - CKD_HA_LEN - 1;
    struct cckd_entry e;
    unsigned method = k->second.compress;
    bool empty;

    k->loaded = -1;
    if (k->track[0] != 0 || address(k->track) != number(k, track))
        return err_set(err,
                       "%s: a compressed image cannot hold a home address of "
                       "X'%02X%08X' on track %u",
                       k->l.path, k->track[0], address(k->track), track);
    if (!store_null(k, track, len, &empty, err))
        return false;
    if (empty)
        return true;
    memcpy(k->packed, k->track, CKD_HA_LEN);
    if (compress_bytes(method, k->level, k->packed + CKD_HA_LEN, &size,
                       k->track + CKD_HA_LEN, len - CKD_HA_LEN)) {
        k->packed[0] = (uint8_t)method;
        len = size + CKD_HA_LEN;
    } else {
        memcpy(k->packed, k->track, len);
    }
    if (len > UINT16_MAX)
        return err_set(err, "%s: track %u: its image is too long", k->l.path,
                       track);
    if (!mark_open(k, err) || !place(k, len, &e, err) ||
        !set_entry(k, track, e, err))
        return false;
    k->loaded = (int)track;
    return true;
}

static bool
cckd_adopt(struct layer *l, unsigned track, const uint8_t *buf, struct err *err)
{
    struct cckd *k = cckd_of(l);

    memcpy(k->track, buf, l->geo.track_size);
    return store(k, track, err);
}

static bool
cckd_write(struct layer *l, unsigned track, unsigned at, const uint8_t *data,
           unsigned len, struct err *err)
{
    struct cckd *k = cckd_of(l);

    if (!fetch(k, track, err))
        return false;
    memcpy(k->track + at, data, len);
    return store(k, track, err);
}

static void
cckd_release(struct layer *l)
{
    struct cckd *k = cckd_of(l);

    free(k->l1);
    free(k->entry);
    free(k->track);
    free(k->packed);
    free(k->gap);
    layer_free(l);
}

static void
cckd_close(struct layer *l)
{
    cckd_freeze(l);
    cckd_release(l);
}

static const struct layer_ops cckd_ops = {
    .read = cckd_read,
    .adopt = cckd_adopt,
    .write = cckd_write,
    .close = cckd_close,
    .whole = true,
};

/* The second header, from the file into k. */
static bool
read_second(struct cckd *k, struct err *err)
{
    struct cckd_second *s = &k->second;
    struct layer *l = &k->l;
    struct stat st;

    if (fstat(l->fd, &st) != 0)
        return err_set(err, "%s: %s", l->path, strerror(errno));
    if (!layer_pread(l, s, sizeof(*s), CKD_HEADER, err))
        return false;
    k->end = (uint64_t)st.st_size;
    k->big = s->options & CCKD_BIG_ENDIAN;
    l->geo.cyls = s->cyls[0] | (unsigned)s->cyls[1] << 8 |
                  (unsigned)s->cyls[2] << 16 | (unsigned)s->cyls[3] << 24;
    k->nl1 = cckd_get(k, s->nl1, 4);
    if (l->geo.cyls < 1 || l->geo.cyls > 65535)
        return err_set(err, "%s: %u cylinders in its second header", l->path,
                       l->geo.cyls);
    k->tracks = l->geo.cyls * l->geo.heads;
    if (cckd_get(k, s->nl2, 4) != L2_ENTRIES || k->nl1 > 65536 ||
        k->nl1 < (k->tracks + L2_ENTRIES - 1) / L2_ENTRIES)
        return err_set(err,
                       "%s: tables of %u and %u entries in its second header",
                       l->path, k->nl1, cckd_get(k, s->nl2, 4));
    if (s->compress > COMPRESS_BZIP2 || s->nullfmt > 2)
        return err_set(err,
                       "%s: compression %u, null format %u in its second "
                       "header",
                       l->path, s->compress, s->nullfmt);
    k->level = (int)(int16_t)cckd_get(k, s->level, 2);
    if (k->level < 1 || k->level > 9)
        k->level = s->compress == COMPRESS_BZIP2 ? 5 : 1;
    if (k->end > UINT32_MAX)
        return err_set(err, "%s: longer than 4 GB", l->path);
    if (L1_AT + 4 * (uint64_t)k->nl1 > k->end)
        return err_set(err, "%s: the file ends within its tables", l->path);
    return true;
}

/* One second-level table into k->entry. */
static bool
read_table(struct cckd *k, unsigned i1, struct err *err)
{
    uint32_t pos = k->l1[i1];
    uint8_t table[L2_SIZE];
    bool none = pos == 0 || pos == CCKD_BELOW;

    if (!none && (pos < L1_AT + 4 * k->nl1 || pos + (uint64_t)L2_SIZE > k->end))
        return err_set(err, "%s: table %u at byte %u is outside the file",
                       k->l.path, i1, pos);
    if (!none && !layer_pread(&k->l, table, sizeof(table), pos, err))
        return false;
    for (unsigned i = 0; i < L2_ENTRIES; i++) {
        unsigned track = i1 * L2_ENTRIES + i;
        struct cckd_entry *e = &k->entry[track];
        uint8_t *b = table + i * L2_ENTRY;

        if (track >= k->tracks)
            break;
        e->pos = none ? pos : cckd_get(k, b, 4);
        e->len = (uint16_t)(none ? k->second.nullfmt : cckd_get(k, b + 4, 2));
        e->size = (uint16_t)(none ? 0 : cckd_get(k, b + 6, 2));
        if (e->pos == 0 || e->pos == CCKD_BELOW)
            continue;
        if (e->size < e->len || e->pos + (uint64_t)e->size > k->end) {
            e->size = e->len;
            k->odd_size = track + 1;
        }
        if (e->pos < L1_AT + 4 * k->nl1 || e->pos + (uint64_t)e->len > k->end ||
            e->len <= CKD_HA_LEN || e->len > k->l.geo.track_size)
            return err_set(err,
                           "%s: track %u: image of %u bytes at byte %u is "
                           "outside the file or too long",
                           k->l.path, track, e->len, e->pos);
    }
    return true;
}

static bool
read_tables(struct cckd *k, struct err *err)
{
    uint8_t b[4];

    k->l1 = calloc(k->nl1, sizeof(*k->l1));
    k->entry = calloc(k->tracks, sizeof(*k->entry));
    k->track = malloc(k->l.geo.track_size);
    k->packed = malloc(k->l.geo.track_size);
    if (k->l1 == NULL || k->entry == NULL || k->track == NULL ||
        k->packed == NULL)
        return err_set(err, "%s: no storage", k->l.path);
    for (unsigned i = 0; i < k->nl1; i++) {
        if (!layer_pread(&k->l, b, 4, L1_AT + 4 * (int64_t)i, err))
            return false;
        k->l1[i] = cckd_get(k, b, 4);
        if (!read_table(k, i, err))
            return false;
    }
    return true;
}

struct layer *
cckd_open(const char *path, bool shadow, unsigned flags, struct err *err)
{
    struct layer *l = layer_new(sizeof(struct cckd), &cckd_ops, path);
    struct cckd *k;

    if (l == NULL) {
        err_set(err, "%s: no storage", path);
        return NULL;
    }
    k = cckd_of(l);
    k->loaded = -1;
    k->shadow = shadow;
    if (layer_open(l, flags & CKD_READ_ONLY, err) &&
        lock_file(l->fd, l->read_only, path, NULL, err) &&
        ckd_file_header(l, shadow ? "CKD_S370" : "CKD_C370", err) &&
        read_second(k, err) && read_tables(k, err))
        return l;
    cckd_release(l);
    return NULL;
}
