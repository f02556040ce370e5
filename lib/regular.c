/* SPDX-License-Identifier: MIT */
/* Opens regular files alone; see regular.h. */
#include "config.h"

#include "lib/regular.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
is_null_device(const struct stat *st)
{
    struct stat null;

    return S_ISCHR(st->st_mode) && stat("/dev/null", &null) == 0 &&
           st->st_rdev == null.st_rdev;
}

int
regular_open(const char *path, int flags, struct err *e)
{
    struct stat st;
    /* A pipe without a reader gives ENXIO, one without a writer opens. */
    int fd = open(path, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0666);

    if (fd < 0 && errno != ENXIO) {
        err_set(e, "%s: %s", path, strerror(errno));
        return -1;
    }
    if (fd >= 0 && fstat(fd, &st) == 0 &&
        (S_ISREG(st.st_mode) || is_null_device(&st)))
        return fd;
    if (fd >= 0)
        close(fd);
    err_set(e, "%s: not a regular file", path);
    return -1;
}

static FILE *
stream(const char *path, int flags, const char *mode, struct err *e)
{
    int fd = regular_open(path, flags, e);
    FILE *f = fd < 0 ? NULL : fdopen(fd, mode);

    if (fd >= 0 && f == NULL) {
        err_set(e, "%s: %s", path, strerror(errno));
        close(fd);
    }
    return f;
}

FILE *
regular_read(const char *path, struct err *e)
{
    return stream(path, O_RDONLY, "r", e);
}

FILE *
regular_write(const char *path, struct err *e)
{
    return stream(path, O_WRONLY | O_CREAT | O_TRUNC, "w", e);
}
