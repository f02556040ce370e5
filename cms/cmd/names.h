/* SPDX-License-Identifier: MIT */
/* File identifiers of an output file, in which "=" stands for a part of the
 * input's. */
#ifndef CMS_CMD_NAMES_H
#define CMS_CMD_NAMES_H

#include "cms/file.h"

/* Takes tokens i up to i + 2 (before end); what is missing is "=". */
void names_take(const struct cms_args *args, unsigned i, unsigned end,
                struct fileid *pattern);
/* Fills the pattern from the input's name. The number of a mode without one is
 * the input's. */
void names_complete(const struct fileid *pattern, const struct fileid *input,
                    struct fileid *result);

#endif
