/* SPDX-License-Identifier: MIT */
/* One layer of a CKD image: the seam at which the kinds of files join, and
 * shadow files lie on others. A layer stores whole tracks by number
 * (cylinder * heads + head); what it does not hold is in the layer below.
 * Private to image/. */
#ifndef IMAGE_LAYER_H
#define IMAGE_LAYER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "image/ckd.h"

struct layer;

struct layer_ops {
    /* The layer's own copy of the track into buf[0..track_size); *present is
     * false when it has none. */
    bool (*read)(struct layer *l, unsigned track, uint8_t *buf, bool *present,
                 struct err *err);
    /* Begins to hold a track: `buf` is all of it. Until this returns, readers
     * after a crash find the track of the layer below. NULL: it holds every
     * track. */
    bool (*adopt)(struct layer *l, unsigned track, const uint8_t *buf,
                  struct err *err);
    /* Writes part of a track that the layer holds, before it returns. A write
     * that stays within a block of CKD_ATOM bytes of the track is not torn by
     * the end of the process; one that crosses may be torn there. */
    bool (*write)(struct layer *l, unsigned track, unsigned at,
                  const uint8_t *data, unsigned len, struct err *err);
    void (*close)(struct layer *l);
    /* Each write is atomic, whatever its length, and stores the whole track:
     * one write for a record instead of three. */
    bool whole;
};

/* pwrite copies page by page and a fatal signal ends it between pages only;
 * tracks start at multiples of 512, so that pieces of an aligned 512 bytes
 * never cross a page. */
enum { CKD_ATOM = 512, CKD_HEADER = 512, CKD_EOT_LEN = 8, CKD_HA_LEN = 5 };

struct layer {
    const struct layer_ops *ops;
    struct layer *below;
    char *path;
    int fd;
    bool read_only;
    atomic_bool dirty;
    atomic_uint sync_begun, sync_done; /* fsyncs: the last one that was begun,
                                        * that has ended well */
    struct ckd_geometry geo;
};

/* image/ckd_file.c: the image itself, as the lowest layer. */
struct layer *ckd_file_open(const char *path, unsigned flags, struct err *err);
struct cckd_params;
/* Makes a new file with this geometry: flat, or compressed (params). */
bool ckd_file_make(const char *path, const struct ckd_geometry *geo,
                   const struct cckd_params *params, struct err *err);
/* The header at the start of the file, which must begin with the eight letters
 * `id`, into the geometry except the cylinders. */
bool ckd_file_header(struct layer *l, const char *id, struct err *err);
/* image/cckd.c: a compressed image, or a shadow file. */
struct layer *cckd_open(const char *path, bool shadow, unsigned flags,
                        struct err *err);
/* image/ckd.c: an image whose lowest layer is `l`, which it closes, on failure,
 * too. NULL on failure. */
struct ckd *ckd_over(struct layer *l, struct err *err);
struct layer *ckd_top(struct ckd *c);
/* Another layer is the top one; the track buffer's contents are dropped. */
void ckd_set_top(struct ckd *c, struct layer *l);
/* The number of the loaded track; -1: none. */
int ckd_loaded(const struct ckd *c);
/* A whole track as the layers have it, in the image's track buffer, not
 * checked; NULL on failure. */
const uint8_t *ckd_raw_track(struct ckd *c, unsigned track, struct err *err);
bool ckd_put_track(struct ckd *c, unsigned track, const uint8_t *data,
                   struct err *err);
/* The lowest layer's file has another name now. */
bool ckd_renamed(struct ckd *c, const char *path);
/* Drops the track buffer's contents; returns c. */
struct ckd *ckd_forget(struct ckd *c);

static inline bool
all_zero(const uint8_t *p, size_t len)
{
    return p[0] == 0 && memcmp(p, p + 1, len - 1) == 0;
}

/* pread and pwrite in full; false with *err naming the layer's file. */
bool layer_pread(struct layer *l, void *buf, size_t len, int64_t at,
                 struct err *err);
bool layer_pwrite(struct layer *l, const void *buf, size_t len, int64_t at,
                  struct err *err);
/* Allocates a layer with its path; fd is -1. NULL: no storage. */
struct layer *layer_new(size_t size, const struct layer_ops *ops,
                        const char *path);
/* Opens its file. A pipe is not waited for: who looks at the file refuses it.
 */
bool layer_open(struct layer *l, bool read_only, struct err *err);
void layer_free(struct layer *l);

#endif
