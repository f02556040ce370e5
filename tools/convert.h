/* SPDX-License-Identifier: MIT */
/* Whole disk images: from one kind of file to another, and reading all of one
 * to see whether it is sound. */
#ifndef TOOLS_CONVERT_H
#define TOOLS_CONVERT_H

#include "image/ckd.h"

/* "flat", "stored", "zlib" or "bzip2". */
bool convert_kind(const char *name, enum ckd_container *kind);
/* Copies `from` with the shadow files given, into the new file `to`. On a
 * failure `to` is removed. `level` of compression: 1 to 9, -1: the default.
 * Progress goes to standard error if it is a terminal. */
bool convert_image(const char *from, char *const shadow[], unsigned n,
                   const char *to, enum ckd_container kind, int level,
                   struct err *err);
/* Checks the tables of the image and reads each track; what is wrong is
 * printed, and fails in the end. */
bool scan_image(const char *path, struct err *err);

#endif
