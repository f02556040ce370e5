/* SPDX-License-Identifier: MIT */
/* A CMS minidisk on a volume image: where it lies, its blocks as EDF sees
 * them, and files between it and the host. */
#ifndef TOOLS_MINIDISK_H
#define TOOLS_MINIDISK_H

#include <stdbool.h>
#include <stdint.h>

#include "cms/fs/edf.h"
#include "image/ckd.h"
#include "lib/err.h"

struct minidisk {
    struct ckd *ckd;
    unsigned cyl, ncyl; /* on the volume */
    uint32_t blksize;   /* 0: not a CMS minidisk */
    uint32_t nblocks;   /* as formatted */
    uint32_t per_track;
    char name[32]; /* for messages: "MAINT 190" */
    struct edf_io io;
    struct err err; /* of the last failing block */
    struct edf_disk disk;
    bool mounted;
};

/* The minidisk at `cyl`; reads its label. A minidisk without one has blksize 0.
 * `ncyl` 0: as many as the label says. */
bool minidisk_find(struct minidisk *m, struct ckd *c, const char *name,
                   unsigned cyl, unsigned ncyl, struct err *err);
bool minidisk_mount(struct minidisk *m, bool writable, struct err *err);
void minidisk_unmount(struct minidisk *m);
/* Lays blocks on the first `cyls` cylinders, with minidisk-relative count
 * fields, and makes an empty file system on them. */
bool minidisk_format(struct minidisk *m, struct ckd *c, const char *name,
                     unsigned cyl, unsigned ncyl, unsigned cyls,
                     uint32_t blksize, const char *label, struct err *err);

/* One track of `per` unkeyed records of `size` bytes with the contents of data
 * (per * size bytes; NULL: zeros), counts saying cylinder `as_cyl`. */
bool minidisk_format_track(struct ckd *c, unsigned cyl, unsigned head,
                           unsigned as_cyl, unsigned per, uint32_t size,
                           const uint8_t *data, struct err *err);

/* ASCII to EBCDIC, padded with blanks to n bytes. */
void minidisk_ebcdic(uint8_t *to, const char *from, size_t n);

/* A CMS file from host bytes (text: UTF-8 lines). fm as "A1"; recfm V or F. */
struct host_file {
    const char *path; /* for messages */
    const uint8_t *bytes;
    size_t size;
    bool text;
    const char *fn, *ft, *fm;
    char recfm;
    uint32_t lrecl;
};
bool minidisk_put(struct minidisk *m, const struct host_file *f,
                  struct err *err);
/* The file's bytes, malloc'd; text: lines of UTF-8, without the blanks at the
 * end of lines. */
bool minidisk_get(struct minidisk *m, const char *fn, const char *ft, bool text,
                  uint8_t **bytes, size_t *size, struct err *err);

/* What an edf_rc means. */
const char *minidisk_reason(enum edf_rc rc);

#endif
