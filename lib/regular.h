/* SPDX-License-Identifier: MIT */
/* Files that a user names and that are read or written at once. A pipe, a
 * terminal or a socket could keep the caller for ever: they are refused. */
#ifndef LIB_REGULAR_H
#define LIB_REGULAR_H

#include <stdio.h>

#include "lib/err.h"

/* open(2) of a regular file, or of the null device, with close-on-exec; a file
 * that is made has mode 0666. -1 with *e ("FILE: reason"). Never waits. */
int regular_open(const char *path, int flags, struct err *e);
/* The same as a stream, for reading or (anew) for writing; NULL with *e. */
FILE *regular_read(const char *path, struct err *e);
FILE *regular_write(const char *path, struct err *e);

#endif
