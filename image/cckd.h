/* SPDX-License-Identifier: MIT */
/* Shared by the files of the compressed CKD layer; its creation. */
#ifndef IMAGE_CCKD_H
#define IMAGE_CCKD_H

#include "image/compress.h"
#include "image/layer.h"

/* The second header, at byte 512. Numbers are little-endian unless options
 * says otherwise; `cyls` always is. */
struct cckd_second {
    uint8_t version[3];
    uint8_t options;
    uint8_t nl1[4], nl2[4]; /* entries of a first- and second-level table */
    uint8_t size[4];        /* of the file, when it was closed */
    uint8_t used[4];
    uint8_t free[4]; /* position of the first free block; 0: none */
    uint8_t free_total[4], free_largest[4], free_number[4];
    uint8_t free_imbed[4]; /* unused bytes behind images, all told */
    uint8_t cyls[4];
    uint8_t nullfmt;
    uint8_t compress; /* enum compression, of images to be written */
    uint8_t level[2]; /* signed; -1: the method's default */
    uint8_t zero[464];
};
_Static_assert(sizeof(struct cckd_second) == 512, "second header");

enum {
    L1_AT = 1024, /* the first-level table */
    L2_ENTRIES = 256,
    L2_ENTRY = 8,
    L2_SIZE = L2_ENTRIES * L2_ENTRY,
};
enum { CCKD_BIG_ENDIAN = 0x02, CCKD_WRITTEN = 0x40, CCKD_OPENED = 0x80 };
#define CCKD_BELOW UINT32_C(0xffffffff)

struct cckd_entry {
    uint32_t pos;
    uint16_t len;  /* position 0: the null format */
    uint16_t size; /* with unused bytes behind */
};

/* Bytes of the file. */
struct cckd_extent {
    uint64_t at, len;
};

/* All that is in use, in order of position. */
struct cckd_space {
    struct cckd_extent *used;
    size_t n;
    uint64_t imbed; /* unused bytes behind images */
};

struct cckd_gap;

struct cckd {
    struct layer l;
    struct cckd_second second;
    bool big, shadow;
    bool marked; /* the file is marked as in use */
    int level;
    unsigned tracks;
    uint32_t nl1;
    uint32_t *l1;
    struct cckd_entry *entry; /* of each track */
    uint64_t end;             /* where the next image goes */
    unsigned odd_size; /* number + 1 of a track whose entry gave a size that
                        * cannot be; 0: none */
    int loaded;        /* track in `track`, or -1 */
    uint8_t *track, *packed;

    /* Space not in use (cckd_space.c), from the first write on. */
    bool reuse; /* false: the file is damaged, and only appended to */
    struct cckd_gap *gap;
    size_t gaps, gaps_room;
};

uint32_t cckd_get(const struct cckd *k, const uint8_t *b, unsigned n);
void cckd_put(const struct cckd *k, uint8_t *b, unsigned n, uint32_t v);

/* cckd_space.c: space for an image of `len` bytes, whose entry is filled in;
 * false when there is none but behind the end. */
bool cckd_take(struct cckd *k, uint32_t len, struct cckd_entry *e);
/* Nothing refers to these bytes any more. */
void cckd_give(struct cckd *k, uint64_t at, uint64_t len);
/* Before the first write: finds what the tables leave unused. */
void cckd_find_gaps(struct cckd *k);

/* cckd_free.c: lists everything in use; the caller frees used. False: no
 * storage. */
bool cckd_collect(const struct cckd *k, struct cckd_space *s);
/* Lists the free space, cuts the file behind the last image and
 * takes the mark off. When something is wrong the mark stays, which says that
 * the list is not to be trusted. */
void cckd_write_free(struct cckd *k);
/* Do images and tables overlap? *err says which. */
bool cckd_check(struct layer *l, struct err *err);

struct cckd_params {
    enum compression method;
    int level;       /* 1 to 9; -1: the method's default */
    uint8_t nullfmt; /* of tracks that were never written */
    bool shadow;     /* all of its tracks are in the file below */
};
/* Those of an open file. */
struct cckd_params cckd_params(const struct layer *l);
/* Fills a new file behind its first header. */
bool cckd_make(int fd, unsigned cyls, unsigned heads,
               const struct cckd_params *p);

/* The layer is a compressed file, and the track as it was made. */
bool cckd_unused(const struct layer *l, unsigned track);
/* Nothing more is written: as when it is closed. Any layer. */
void cckd_freeze(struct layer *l);
void cckd_layer_info(const struct layer *l, struct ckd_layer_info *info);

#endif
