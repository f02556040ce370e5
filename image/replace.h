/* SPDX-License-Identifier: MIT */
/* A file that is made anew beside an old one and takes its name when it is
 * whole: killed at any moment, the name is that of one or of the other. Private
 * to image/. */
#ifndef IMAGE_REPLACE_H
#define IMAGE_REPLACE_H

#include <limits.h>
#include <stdbool.h>

#include "lib/err.h"

struct replacement {
    char path[PATH_MAX]; /* of the old file, links followed */
    char temp[PATH_MAX]; /* of the new one: NAME.new */
};

/* Finds the names, and removes what an earlier attempt left. */
bool replace_begin(struct replacement *r, const char *path, struct err *err);
/* The new file `fd` is whole: it gets the old one's permissions, is synced, and
 * takes the name. On failure it still has its own. */
bool replace_end(const struct replacement *r, int fd, int old, struct err *err);

#endif
