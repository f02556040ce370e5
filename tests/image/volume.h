/* SPDX-License-Identifier: MIT */
/* What the tests of volumes share: files in a folder that goes at the end,
 * and records to write on them. */
#ifndef TESTS_IMAGE_VOLUME_H
#define TESTS_IMAGE_VOLUME_H

#include <check.h>

#include "image/ckd.h"

extern struct err err;

/* The path of a file in the folder; good for seven calls more. */
const char *in_dir(const char *name);
/* A new volume, open. */
struct ckd *fresh(const char *name, uint16_t type, unsigned cyls);
/* Count, key and data of a record filled with `fill`, as if of cylinder 1 head
 * 2; how long it all is. */
unsigned record(uint8_t *p, unsigned rec, unsigned kl, unsigned dl,
                uint8_t fill);
/* Runs the tests of t; the exit status. */
int volume_run(TCase *t);

#endif
