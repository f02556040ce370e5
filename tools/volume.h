/* SPDX-License-Identifier: MIT */
/* A finished system volume, read: descriptor, directory, minidisks. */
#ifndef TOOLS_VOLUME_H
#define TOOLS_VOLUME_H

#include <stdbool.h>
#include <stdio.h>

#include "arch/cpvol.h"
#include "cp/direct/direct.h"
#include "image/ckd.h"
#include "lib/err.h"
#include "tools/minidisk.h"

/* The descriptor; false when the volume has none. */
bool volume_descriptor(struct ckd *c, struct cpvol_desc *d, struct err *err);
/* EBCDIC of n bytes to a string without blanks at its end. */
void volume_text(char *to, const uint8_t *from, size_t n);

/* Finds a minidisk by "USER ADDR" in the volume's directory or, for user "@",
 * by first cylinder (addr: decimal). It need not be CMS's. */
bool volume_minidisk(struct ckd *c, const char *user, const char *addr,
                     struct minidisk *m, struct err *err);
/* Calls fn for every minidisk of the directory that lies on this volume, until
 * it returns false. */
bool volume_each(struct ckd *c, bool (*fn)(void *ctx, struct minidisk *m),
                 void *ctx, struct err *err);

/* The subcommand dump: descriptor and saved systems in words. */
bool volume_dump(struct ckd *c, FILE *out, struct err *err);

#endif
