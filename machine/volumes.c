/* SPDX-License-Identifier: MIT */
/* Makes the state folder's volumes from the installed ones. */
#include "config.h"

#include "machine/volumes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/drives.h"
#include "lib/folder.h"
#include "machine/configuration.h"
#include "machine/paths.h"
#include "machine/upgrade.h"

enum { BLOCK = 4096, CHUNK = 64 * BLOCK };

static bool
is_zero(const char *p, size_t n)
{
    return n == 0 || (p[0] == 0 && memcmp(p, p + 1, n - 1) == 0);
}

/* Writes the blocks of buf that are not zero; the others become holes. */
static bool
write_sparse(int fd, const char *buf, size_t n, off_t at)
{
    for (size_t i = 0; i < n; i += BLOCK) {
        size_t len = n - i < BLOCK ? n - i : BLOCK;
        if (is_zero(buf + i, len))
            continue;
        if (pwrite(fd, buf + i, len, at + (off_t)i) != (ssize_t)len)
            return false;
    }
    return true;
}

static bool
copy_data(int in, int out)
{
    static const int end = CHUNK;
    char *buf = malloc(CHUNK);
    off_t at = 0;
    ssize_t n = 0;
    bool ok = buf != NULL;

    while (ok) {
        /* To the next data; on a file system without holes: here. */
        off_t data = lseek(in, at, SEEK_DATA);
        if (data < 0 && errno == ENXIO)
            break;
        if (data > at)
            at = data;
        n = pread(in, buf, (size_t)end, at);
        if (n <= 0)
            break;
        ok = write_sparse(out, buf, (size_t)n, at);
        at += n;
    }
    free(buf);
    return ok && n >= 0;
}

bool
volumes_copy(const char *from, const char *to, struct err *e)
{
    char temp[PATHS_MAX];
    struct stat st;
    int in, out;
    bool ok;

    if (snprintf(temp, sizeof temp, "%s.new", to) >= PATHS_MAX)
        return err_set(e, "%s: the name is too long", to);
    in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return err_set(e, "%s: %s", from, strerror(errno));
    out = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (out < 0) {
        err_set(e, "%s: %s", temp, strerror(errno));
        close(in);
        return false;
    }
    ok = fstat(in, &st) == 0 && ftruncate(out, st.st_size) == 0 &&
         copy_data(in, out) && fsync(out) == 0;
    if (!ok)
        err_set(e, "copying %s to %s: %s", from, temp, strerror(errno));
    close(in);
    if (close(out) != 0 && ok)
        ok = err_set(e, "%s: %s", temp, strerror(errno));
    if (ok && rename(temp, to) != 0)
        ok = err_set(e, "%s: %s", to, strerror(errno));
    if (!ok)
        unlink(temp);
    return ok && sync_folder(to, e);
}

/* A disk whose image is a plain file name. */
static const char *
own_volume(const struct config_device *d)
{
    if (d->argc < 1 || strchr(d->argv[0], '/') != NULL ||
        drive_named(d->type) == NULL)
        return NULL;
    return d->argv[0];
}

static bool
prepare_one(const char *name, const char *share, const char *dir, struct err *e)
{
    char installed[PATHS_MAX], own[PATHS_MAX], folder[PATHS_MAX];

    if (!paths_join(folder, share, "volumes") ||
        !paths_join(installed, folder, name) || !paths_join(own, dir, name))
        return err_set(e, "volume %s: the name is too long", name);
    if (access(own, F_OK) == 0) {
        if (access(installed, R_OK) != 0)
            return true;
        return upgrade_volume(name, installed, own, e);
    }
    if (access(installed, R_OK) != 0)
        return err_set(e, "volume %s: neither in %s nor in %s", name, dir,
                       folder);
    printf("Making volume %s\n", name);
    fflush(stdout);
    return volumes_copy(installed, own, e);
}

bool
volumes_prepare(const char *config, const char *share, const char *dir,
                struct err *e)
{
    struct config c;
    bool ok;

    config_init(&c);
    ok = config_read(&c, config, NULL, NULL, e);
    for (unsigned i = 0; ok && i < c.ndevices; i++) {
        const char *name = own_volume(&c.devices[i]);
        if (name != NULL)
            ok = prepare_one(name, share, dir, e);
    }
    config_free(&c);
    return ok;
}
