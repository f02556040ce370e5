/* SPDX-License-Identifier: MIT */
/* What the tests of the EDF file system share: a disk in storage whose writes
 * and allocations can fail, files by number, and a script of operations. */
#ifndef TESTS_CMS_EDFRIG_H
#define TESTS_CMS_EDFRIG_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "cms/fs/edf.h"

/* The disk: writes fail from the `fuse`-th on; the first to fail may be done
 * in part. Allocations fail likewise. */
struct disk {
    uint8_t *bytes;
    uint32_t blksize, nblocks;
    long fuse, tear, alloc_fuse;
    long writes, allocs;
    long held; /* bytes allocated */
    unsigned clock;
};

extern const uint8_t fm[2], ft[8]; /* of all files */
extern unsigned seen_complaints[16];

struct edf_io disk_io(struct disk *d);
/* A new disk, formatted. */
void disk_make(struct disk *d, uint32_t blksize, uint32_t nblocks);
void disk_mount(struct disk *d, struct edf_disk *e, bool writable);
/* For edf_check; ctx points to a bool: quiet. */
void disk_print(void *ctx, enum edf_complaint what, const struct edf_fst *fst,
                uint32_t number);
uint32_t disk_complaints(struct edf_disk *e, bool quiet);
/* A sum over all that the disk shows: names, formats, records. */
uint64_t disk_contents(struct disk *d);
/* Step k of a script of file operations, on the mounted disk. */
enum edf_rc disk_step(struct edf_disk *e, unsigned k, unsigned seed);

void file_name(uint8_t fn[8], unsigned n);
enum edf_rc file_open(struct edf_disk *e, struct edf_file *f, unsigned n,
                      uint8_t recfm, uint32_t lrecl, enum edf_open how);
/* Contents of record `rec` of file n: never empty of meaning. */
void file_fill(uint8_t *p, uint32_t len, unsigned n, uint32_t rec);

/* A number below n; rnd_state is the seed. */
extern unsigned rnd_state;
unsigned rnd(unsigned n);

/* Runs the tests of t; the exit status. */
int edf_run(TCase *t);

#endif
