/* SPDX-License-Identifier: MIT */
/* Subcommands of cambridge-volume on new and OS volumes. */
#ifndef TOOLS_OSVOLUME_H
#define TOOLS_OSVOLUME_H

#include <stdbool.h>

#include "lib/err.h"

/* Makes a volume of a drive ("3350", "3330-11"); kind as in convert, `level`
 * 0: the default. With a volume serial number it gets IPL records, label and
 * VTOC, else it is empty. `cyls` 0: the drive's. */
bool osvolume_init(const char *path, const char *drive, const char *kind,
                   int level, const char *volser, unsigned cyls,
                   struct err *err);
/* What is on the volume; with a name, the members of a partitioned data set. */
bool osvolume_list(const char *path, const char *name, struct err *err);
/* Copies a sequential data set or a member to a file (NULL: standard output):
 * each record a line of UTF-8 without the blanks behind it, or the bytes as
 * they are. */
bool osvolume_get(const char *path, const char *name, const char *file,
                  bool binary, struct err *err);
/* The reverse, into a sequential data set that is there. */
bool osvolume_put(const char *path, const char *name, const char *file,
                  bool binary, struct err *err);
/* Makes an image anew without unused space. */
bool osvolume_compress(const char *path, struct err *err);

#endif
