/* SPDX-License-Identifier: MIT */
/* New files in the place of old ones; see replace.h. */
#include "config.h"

#include "image/replace.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/folder.h"

bool
replace_begin(struct replacement *r, const char *path, struct err *err)
{
    if (realpath(path, r->path) == NULL)
        return err_set(err, "%s: %s", path, strerror(errno));
    if (snprintf(r->temp, sizeof(r->temp), "%s.new", r->path) >=
        (int)sizeof(r->temp))
        return err_set(err, "%s: its name is too long", path);
    return unlink(r->temp) == 0 || errno == ENOENT ||
           err_set(err, "%s: %s", r->temp, strerror(errno));
}

bool
replace_end(const struct replacement *r, int fd, int old, struct err *err)
{
    struct err ignored;
    struct stat st;

    if (fstat(old, &st) != 0 || fchmod(fd, st.st_mode & 07777) != 0)
        return err_set(err, "%s: %s", r->temp, strerror(errno));
    if (fsync(fd) != 0)
        return err_set(err, "%s: fsync: %s", r->temp, strerror(errno));
    if (rename(r->temp, r->path) != 0)
        return err_set(err, "%s: %s", r->path, strerror(errno));
    sync_folder(r->path, &ignored);
    return true;
}
