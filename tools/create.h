/* SPDX-License-Identifier: MIT */
/* Builds a system volume as a control file says. */
#ifndef TOOLS_CREATE_H
#define TOOLS_CREATE_H

#include <stdbool.h>

#include "lib/err.h"
#include "tools/control.h"

struct create {
    const struct control *control;
    const char *const *folders; /* where files are looked for */
    unsigned nfolders;
    const char *version; /* the build id begins with it */
    const char *output;  /* the image; OUTPUT.own beside it */
};

/* Makes the image and the list of what the builder owns. Both appear whole or
 * not at all; an image that is in use is refused.
 *
 * The list, OUTPUT.own, is text for the upgrade at a machine's start
 * (machine/upgrade.c): a line `build ID`, and for each minidisk that the
 * builder owns a line `system CYL NCYL` (cylinders of the volume). The NUCLEUS
 * and SAVED extents of the descriptor and cylinder 0 track 0 are the builder's
 * too and are not listed. The build id is VERSION-HASH; the hash is over
 * everything that goes into what the builder owns. */
bool create_volume(const struct create *c, struct err *err);

#endif
