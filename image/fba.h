/* SPDX-License-Identifier: MIT */
/* Fixed-block disks: files of blocks of 512 bytes and nothing else, as
 * Hercules' dasdinit makes them, and the drives. A file is opened as a struct
 * ckd, whose locks, layers, syncs and snapshots serve it, too; its "tracks" are
 * groups of FBA_GROUP blocks, and the functions here are the only ones for its
 * contents. A write of one block is not torn by the end of the process. */
#ifndef IMAGE_FBA_H
#define IMAGE_FBA_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"

struct ckd;

enum { FBA_BLOCK = 512, FBA_GROUP = 8, FBA_BLOCKS_MAX = 8 * 1024 * 1024 };

struct fba_drive {
    const char *name;
    uint16_t type, cu_type;
    uint8_t model;            /* device model in SENSE ID */
    unsigned group, position; /* blocks of each */
    unsigned blocks;
};

/* By the name of a device line, in either case; NULL: none. */
const struct fba_drive *fba_drive_named(const char *name);
/* The smallest of the type with so many blocks, else the largest; NULL. */
const struct fba_drive *fba_drive_for(uint16_t type, unsigned blocks);

/* Opens and locks a file (flags of ckd_open) as a drive of this type. The drive
 * begins `origin` blocks into the file, and has `blocks` blocks, or with 0 all
 * that follow. Close it with ckd_close. NULL on failure. */
struct ckd *fba_open(const char *path, uint16_t type, unsigned flags,
                     unsigned origin, unsigned blocks, struct err *err);
/* Makes a new sparse file of zeros; it must not exist. */
bool fba_create(const char *path, unsigned blocks, struct err *err);

/* Has the file more in it than the drive? */
bool fba_is_part(struct ckd *c);
unsigned fba_blocks(const struct ckd *c);
/* `n` blocks from number `block` on, which must exist. */
bool fba_read(struct ckd *c, unsigned block, unsigned n, uint8_t *data,
              struct err *err);
/* The same, in the file when it returns. */
bool fba_write(struct ckd *c, unsigned block, unsigned n, const uint8_t *data,
               struct err *err);

#endif
