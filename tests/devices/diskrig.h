/* SPDX-License-Identifier: MIT */
/* What the tests of CKD disks share: a machine with a disk of any kind, its
 * image in a folder of its own, and short ways to give channel programs. */
#ifndef TESTS_DEVICES_DISKRIG_H
#define TESTS_DEVICES_DISKRIG_H

#include <check.h>

#include "arch/ckd.h"
#include "image/ckd.h"
#include "image/drives.h"
#include "tests/devices/rig.h"

enum { DISK = 0x155, ENDED = 0x0c00, UCHECK = 0x0e00, CYLS = 3 };
enum { SEEK_AT = 0x3000, ID_AT = 0x3010, MASK_AT = 0x3020 };

/* Made anew for each test; the image of `mount` is the file `path`, and the
 * drive has `sense_len` bytes of sense. */
extern struct rig rig;
extern char path[128];
extern unsigned sense_len;

/* A new image of the drive at DISK, with one option or NULL. */
void mount(const char *type, unsigned cyls, const char *option);
/* The data area. */
const uint8_t *data(unsigned i);
/* The sense bytes, fetched by a program of its own; and those expected. */
const uint8_t *sense(void);
void expect(uint8_t b0, uint8_t b1);

void put_count(uint32_t at, unsigned cyl, unsigned head, unsigned rec,
               unsigned kl, unsigned dl);
/* Begin a program: mask; mask and seek. */
void begin(uint8_t mask, unsigned cyl, unsigned head);
void seek(uint8_t mask, unsigned cyl, unsigned head);
/* Adds a search for this record. */
void search_id(unsigned cyl, unsigned head, unsigned rec);
/* Formats one record behind record `rec` - 1 with command `code`; its bytes
 * are `fill`. Returns the status. */
unsigned write_record(uint8_t code, unsigned cyl, unsigned head, unsigned rec,
                      unsigned kl, unsigned dl, uint8_t fill);
/* One command behind a seek; unit and channel status. */
unsigned single(uint8_t code, uint16_t count, uint8_t mask, unsigned cyl,
                unsigned head);

/* Runs the tests of t, each on its own machine; the exit status. */
int disk_run(TCase *t);

#endif
