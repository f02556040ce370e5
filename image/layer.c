/* SPDX-License-Identifier: MIT */
/* What the layers share: allocation, reads and writes in full. */
#include "config.h"

#include "image/layer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct layer *
layer_new(size_t size, const struct layer_ops *ops, const char *path)
{
    struct layer *l = calloc(1, size);

    if (l == NULL)
        return NULL;
    l->path = strdup(path);
    if (l->path == NULL) {
        free(l);
        return NULL;
    }
    l->ops = ops;
    l->fd = -1;
    return l;
}

bool
layer_open(struct layer *l, bool read_only, struct err *err)
{
    l->read_only = read_only;
    l->fd =
        open(l->path, (read_only ? O_RDONLY : O_RDWR) | O_CLOEXEC | O_NONBLOCK);
    return l->fd >= 0 || err_set(err, "%s: %s", l->path, strerror(errno));
}

void
layer_free(struct layer *l)
{
    if (l->fd >= 0)
        close(l->fd);
    free(l->path);
    free(l);
}

bool
layer_pread(struct layer *l, void *buf, size_t len, int64_t at, struct err *err)
{
    uint8_t *p = buf;

    while (len > 0) {
        ssize_t n = pread(l->fd, p, len, at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set(err, "%s: read: %s", l->path, strerror(errno));
        if (n == 0)
            return err_set(err, "%s: read: the file ends at byte %lld", l->path,
                           (long long)at);
        p += n;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

bool
layer_pwrite(struct layer *l, const void *buf, size_t len, int64_t at,
             struct err *err)
{
    const uint8_t *p = buf;

    if (l->read_only)
        return err_set(err, "%s: opened for reading only", l->path);
    atomic_store(&l->dirty, true);
    while (len > 0) {
        ssize_t n = pwrite(l->fd, p, len, at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set(err, "%s: write: %s", l->path, strerror(errno));
        p += n;
        at += n;
        len -= (size_t)n;
    }
    return true;
}
