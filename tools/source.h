/* SPDX-License-Identifier: MIT */
/* The files that a volume is built from, found in the folders given. */
#ifndef TOOLS_SOURCE_H
#define TOOLS_SOURCE_H

#include <glob.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

struct source {
    uint8_t *bytes;
    size_t size;
};

/* Reads a whole file from the first folder that has it (an absolute name: as
 * it is). The caller frees bytes. */
bool source_read(struct source *s, const char *name, const char *const *folders,
                 unsigned nfolders, struct err *err);
/* The files that a pattern matches, sorted, from the first folder with any. */
bool source_glob(glob_t *g, const char *pattern, const char *const *folders,
                 unsigned nfolders, struct err *err);
bool source_read_path(struct source *s, const char *path, struct err *err);

#endif
