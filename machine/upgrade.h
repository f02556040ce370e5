/* SPDX-License-Identifier: MIT */
/* Bringing a volume of the state folder up to the installed build. */
#ifndef MACHINE_UPGRADE_H
#define MACHINE_UPGRADE_H

#include <stdbool.h>

#include "lib/err.h"

/* When the installed volume was made by another build than `own`: copies the
 * extents that the volume builder owns, the build id last. What users own is
 * never touched. An interrupted copy is repeated at the next start. */
bool upgrade_volume(const char *name, const char *installed, const char *own,
                    struct err *e);

#endif
