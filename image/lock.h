/* SPDX-License-Identifier: MIT */
/* Locks on whole files, held until the descriptor is closed or the process
 * ends, however it ends. */
#ifndef IMAGE_LOCK_H
#define IMAGE_LOCK_H

#include <stdbool.h>
#include <sys/types.h>

#include "lib/err.h"

/* Locks the open file exclusively (open for writing) or shared (for reading).
 * False if another descriptor holds it: *err names `path` and the holder's
 * pid, and *holder (may be NULL) is that pid, 0 when it is not known. */
bool lock_file(int fd, bool shared, const char *path, pid_t *holder,
               struct err *err);

#endif
