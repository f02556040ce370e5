/* SPDX-License-Identifier: MIT */
/* Folders, whose entries must last as the files do. */
#ifndef LIB_FOLDER_H
#define LIB_FOLDER_H

#include "lib/err.h"

/* fsync of the folder that `path` lies in: a file that was made there, or has
 * got its name there, has it after a loss of power, too. Where a file system
 * has no fsync of folders, nothing. */
bool sync_folder(const char *path, struct err *err);

#endif
