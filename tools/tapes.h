/* SPDX-License-Identifier: MIT */
/* Tape files as a whole: copying one to another kind of file, listing what is
 * on one. */
#ifndef TOOLS_TAPES_H
#define TOOLS_TAPES_H

#include <stdbool.h>
#include <stdio.h>

#include "image/tape.h"
#include "lib/err.h"

/* Is this the name of a kind of tape file: aws, het (zlib) or het-bzip2? */
bool tapes_kind(const char *name, enum tape_method *method);

/* Copies tape `from` to a new file, block by block; `level` 0: the default. On
 * failure nothing is left of the new file. */
bool tapes_convert(const char *from, const char *to, enum tape_method method,
                   int level, struct err *err);

/* Does the file begin as a tape file does, and not as a disk image? */
bool tapes_probe(const char *path);

/* Prints volume label and, for each file of the tape, its labels, number of
 * blocks and their lengths. Fails where the tape cannot be read. */
bool tapes_list(const char *path, FILE *out, struct err *err);
/* Reads all of a tape, and back, and says how much there is on it. */
bool tapes_scan(const char *path, struct err *err);

#endif
