/* SPDX-License-Identifier: MIT */
/* The default system's volumes in its state folder. */
#ifndef MACHINE_VOLUMES_H
#define MACHINE_VOLUMES_H

#include <stdbool.h>

#include "lib/err.h"

/* For each disk of the configuration file whose image is named without a
 * folder: makes it in `dir` from share/volumes when it is not there, and
 * brings what the volume builder owns in it up to date when it was made by
 * another build. Says on standard output what it does. */
bool volumes_prepare(const char *config, const char *share, const char *dir,
                     struct err *e);

/* Copies a file, leaving holes where it has zeros; `to` appears whole or not
 * at all. */
bool volumes_copy(const char *from, const char *to, struct err *e);

#endif
