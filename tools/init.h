/* SPDX-License-Identifier: MIT */
/* Empty fixed-block volumes, and the size that a volume is to have. */
#ifndef TOOLS_INIT_H
#define TOOLS_INIT_H

#include <stdbool.h>

#include "lib/err.h"

struct ckd;

/* A size in decimal, from 1 to max. */
bool init_size(const char *text, unsigned max, unsigned *n, struct err *err);
/* Makes `path`, which must not exist: a disk of this drive, a name of
 * image/fbadrives.def. `volser` NULL: no label; `size` NULL: the drive's, else
 * blocks of 512 bytes. A file that could not be made whole is removed. */
bool init_fba(const char *path, const char *drive, const char *volser,
              const char *size, struct err *err);
/* Writes home address and R0 of every track of an uncompressed file, so that
 * it has no holes. */
bool init_tracks(struct ckd *c, struct err *err);

#endif
