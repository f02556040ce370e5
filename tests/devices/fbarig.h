/* SPDX-License-Identifier: MIT */
/* What the tests of fixed-block disks share: a machine with a 3310 of 101
 * blocks, its file in a folder of its own, and short ways to give channel
 * programs. */
#ifndef TESTS_DEVICES_FBARIG_H
#define TESTS_DEVICES_FBARIG_H

#include <check.h>

#include "image/ckd.h"
#include "image/fba.h"
#include "tests/devices/rig.h"

enum { DISK = 0x160, ENDED = 0x0c00, UCHECK = 0x0e00, BLOCKS = 101 };
enum { EXTENT_AT = 0x3000, LOCATE_AT = 0x3020 };
enum {
    IPL = 0x02,
    WRITE = 0x41,
    READ = 0x42,
    LOCATE = 0x43,
    EXTENT = 0x63,
    RDC = 0x64
};

/* Made anew for each test; the disk's file is `path`. */
extern struct rig rig;
extern char path[128];
extern struct device *disk;

/* Attaches the file as this type, with up to two operands more (or NULL); in
 * the place of what is there. */
struct device *mount(const char *type, const char *a, const char *b);
void remount(const char *type, const char *a, const char *b);
/* The data area. */
const uint8_t *data(unsigned i);

/* Begins a program with a define extent: blocks first..last of the data set,
 * which begins at block `from` of the drive. */
void extent(uint8_t mask, uint32_t from, uint32_t first, uint32_t last);
/* Adds a locate. */
void locate(uint8_t operation, uint8_t copies, unsigned count, uint32_t block);
void expect_sense(uint8_t b0, uint8_t b1, uint8_t b7);
/* The program so far, and a CCW that ends it, is rejected. */
void expect_reject(uint8_t message);
/* Writes `count` blocks, each filled with its number; reads them. */
unsigned fill(uint32_t block, unsigned count);
unsigned fetch(uint32_t block, unsigned count);

/* Runs the tests of t, each on its own machine; the exit status. */
int fba_run(TCase *t);

#endif
