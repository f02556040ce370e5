/* SPDX-License-Identifier: MIT */
/* Where things lie: the program's own files and the state folder. */
#ifndef MACHINE_PATHS_H
#define MACHINE_PATHS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"

enum { PATHS_MAX = 4096 };

/* dir/name into out. False when it does not fit. */
bool paths_join(char out[PATHS_MAX], const char *dir, const char *name);

/* The folder that has the default system's files (cambridge.conf,
 * cambridge.rc, volumes): share/cambridge beside the program in the build
 * tree, ../share/cambridge when installed. */
bool paths_share(char out[PATHS_MAX], struct err *e);
/* A program beside this one. */
bool paths_beside(char out[PATHS_MAX], const char *name, struct err *e);

/* The state folder, made if absent: `state`, or where the XDG Base Directory
 * Specification puts it. An absolute path. */
bool paths_state(char out[PATHS_MAX], const char *state, struct err *e);

#endif
