/* SPDX-License-Identifier: MIT */
/* fsync of folders; see folder.h. */
#include "config.h"

#include "lib/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool
sync_folder(const char *path, struct err *err)
{
    char copy[PATH_MAX];
    bool ok;
    int fd;

    snprintf(copy, sizeof(copy), "%s", path);
    fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP);
    if (!ok)
        err_set(err, "%s: fsync of its folder: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return ok;
}
