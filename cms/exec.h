/* SPDX-License-Identifier: MIT */
/* EXEC files: lists of commands with arguments and control statements. VM/370:
 * DMSEXC, DMSEXT. */
#ifndef CMS_EXEC_H
#define CMS_EXEC_H

#include <stdbool.h>

#include "cms/command.h"

/* Is there an EXEC of this name (8 characters)? */
bool exec_exists(const char *name);
/* Runs the EXEC named by the command itself: args->tok[0]. */
int exec_implied(const struct cms_args *args);
/* Forgets EXECs that were running. */
void exec_reset(void);

#endif
