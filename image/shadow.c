/* SPDX-License-Identifier: MIT */
/* Shadow files: the chain of a volume, and what an operator does with it. All
 * changes go to the newest file. What takes tracks from one file to another
 * (merge, compress) never writes into a file that holds any: it makes a new
 * file beside the old one, syncs it, and gives it the old one's name. Whenever
 * the program is killed, the old file or the new one has the name, and the
 * chain shows the same volume. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/cckd.h"
#include "image/layer.h"
#include "image/lock.h"
#include "image/replace.h"
#include "lib/folder.h"

bool
ckd_shadow_name(const char *pattern, unsigned n, char *path, size_t size,
                struct err *err)
{
    const char *slash = strrchr(pattern, '/');
    const char *name = slash ? slash + 1 : pattern;
    const char *dot = strrchr(name, '.');
    size_t at = dot ? (size_t)(dot - pattern) : strlen(pattern);

    if (at == (size_t)(name - pattern) || strlen(pattern) >= size)
        return err_set(err,
                       "%s: no place for the number of a shadow file (the "
                       "character before the last period, or the last one)",
                       pattern);
    memcpy(path, pattern, strlen(pattern) + 1);
    path[at - 1] = (char)('0' + n);
    return true;
}

/* How many there are: 1 to the first that is not. */
static bool
count(const char *pattern, unsigned *n, struct err *err)
{
    char path[PATH_MAX];

    for (*n = 0; *n < CKD_SHADOWS; ++*n) {
        if (!ckd_shadow_name(pattern, *n + 1, path, sizeof(path), err))
            return false;
        if (access(path, F_OK) != 0)
            break;
    }
    return true;
}

struct ckd *
ckd_open_chain(const char *path, const char *pattern, unsigned flags,
               struct err *err)
{
    char name[PATH_MAX];
    unsigned n = 0;
    struct ckd *c;

    if (!count(pattern, &n, err))
        return NULL;
    c = ckd_open(path, n > 0 ? CKD_READ_ONLY : flags, err);
    for (unsigned i = 1; c != NULL && i <= n; i++) {
        ckd_shadow_name(pattern, i, name, sizeof(name), err);
        if (!ckd_push_shadow(
                c, name, i < n || (flags & CKD_NO_WRITES) ? CKD_READ_ONLY : 0,
                err)) {
            ckd_close(c);
            c = NULL;
        }
    }
    return c;
}

static bool
is_shadow(const struct layer *l)
{
    return l->ops->whole && ((const struct cckd *)(const void *)l)->shadow;
}

unsigned
ckd_shadows(struct ckd *c)
{
    unsigned n = 0;

    for (struct layer *l = ckd_top(c); l != NULL; l = l->below)
        n += is_shadow(l);
    return n;
}

/* How the layer's file would be made anew. */
static struct cckd_params
params_of(const struct layer *l)
{
    struct cckd_params p = {.level = -1};

    if (l->ops->whole)
        p = cckd_params(l);
    return p;
}

static struct layer *
make_layer(const char *path, const struct layer *like, struct err *err)
{
    const struct cckd_params p = params_of(like);

    if (!ckd_file_make(path, &like->geo, like->ops->whole ? &p : NULL, err))
        return NULL;
    return p.shadow ? cckd_open(path, true, 0, err)
                    : ckd_file_open(path, 0, err);
}

/* Who is told how far it is. */
struct told {
    void (*fn)(void *arg, unsigned done, unsigned of);
    void *arg;
};

/* Every track of `upper`, and of `lower` where that has none, into `to`. */
static bool
fill(struct layer *to, struct layer *upper, struct layer *lower,
     const struct told *told, struct err *err)
{
    unsigned tracks = to->geo.cyls * to->geo.heads, size = to->geo.track_size;
    uint8_t *buf = malloc(size);
    bool ok = buf != NULL || err_set(err, "no storage");

    for (unsigned t = 0; ok && t < tracks; t++) {
        bool present = false;

        if (told->fn != NULL)
            told->fn(told->arg, t, tracks);
        if (upper != NULL)
            ok = upper->ops->read(upper, t, buf, &present, err);
        if (ok && !present && !(lower->below == NULL && cckd_unused(lower, t)))
            ok = lower->ops->read(lower, t, buf, &present, err);
        if (!ok || !present || all_zero(buf, size))
            continue;
        ok = to->ops->whole ? to->ops->adopt(to, t, buf, err)
                            : to->ops->write(to, t, 0, buf, size, err);
    }
    free(buf);
    return ok;
}

/* A new file of what `upper` (or NULL) and `lower` hold, under the lower one's
 * name: its layer; NULL, and nothing has changed, on failure. */
static struct layer *
rewrite(struct layer *upper, struct layer *lower, const struct told *told,
        struct err *err)
{
    char *name = strdup(lower->path);
    struct layer *l = NULL;
    struct replacement r;

    if (name == NULL)
        err_set(err, "%s: no storage", lower->path);
    else if (replace_begin(&r, lower->path, err))
        l = make_layer(r.temp, lower, err);
    if (l == NULL) {
        free(name);
        return NULL;
    }
    if (!fill(l, upper, lower, told, err) ||
        !replace_end(&r, l->fd, lower->fd, err)) {
        free(name);
        l->ops->close(l);
        unlink(r.temp);
        return NULL;
    }
    free(l->path);
    l->path = name;
    return l;
}

bool
ckd_shadow_add(struct ckd *c, const char *path, struct err *err)
{
    struct layer *top = ckd_top(c), *l;
    struct cckd_params p = params_of(top);
    char temp[PATH_MAX];

    if (ckd_shadows(c) == CKD_SHADOWS)
        return err_set(err, "%s: it has %d shadow files, and no more can be",
                       ckd_path(c), CKD_SHADOWS);
    if (!top->ops->whole)
        p.method = COMPRESS_ZLIB;
    p.shadow = true;
    if (snprintf(temp, sizeof(temp), "%s.new", path) >= (int)sizeof(temp))
        return err_set(err, "%s: its name is too long", path);
    unlink(temp);
    if (!ckd_file_make(temp, &top->geo, &p, err))
        return false;
    /* The name must be free, and the file under it whole. */
    if (link(temp, path) != 0) {
        err_set(err, "%s: %s", path, strerror(errno));
        unlink(temp);
        return false;
    }
    unlink(temp);
    l = cckd_open(path, true, 0, err);
    if (l != NULL && fsync(l->fd) != 0) {
        err_set(err, "%s: fsync: %s", path, strerror(errno));
        l->ops->close(l);
        l = NULL;
    }
    if (l == NULL || !ckd_sync(c, err) || !sync_folder(path, err)) {
        if (l != NULL)
            l->ops->close(l);
        unlink(path);
        return false;
    }
    cckd_freeze(top);
    top->read_only = true;
    l->below = top;
    ckd_set_top(c, l);
    return true;
}

/* Opens the layer's file again, for writing. */
static bool
thaw(struct layer *l, struct err *err)
{
    int fd = open(l->path, O_RDWR | O_CLOEXEC), old = l->fd;

    if (fd < 0)
        return err_set(err, "%s: %s", l->path, strerror(errno));
    flock(old, LOCK_UN);
    if (!lock_file(fd, false, l->path, NULL, err)) {
        flock(old, LOCK_SH | LOCK_NB);
        close(fd);
        return false;
    }
    l->fd = fd;
    l->read_only = false;
    close(old);
    return true;
}

static void
remove_file(struct layer *l)
{
    unlink(l->path);
    l->ops->close(l);
}

bool
ckd_shadow_drop(struct ckd *c, bool merge, struct err *err)
{
    struct layer *top = ckd_top(c), *below = top->below, *l;

    if (!is_shadow(top))
        return err_set(err, "%s: has no shadow file", ckd_path(c));
    if (!merge) {
        if (below->read_only && !thaw(below, err))
            return false;
        ckd_set_top(c, below);
        remove_file(top);
        return true;
    }
    l = rewrite(top, below, &(struct told){NULL, NULL}, err);
    if (l == NULL)
        return false;
    l->below = below->below;
    ckd_set_top(c, l);
    remove_file(top);
    below->ops->close(below);
    return true;
}

bool
ckd_compact(struct ckd *c, void (*progress)(void *arg, unsigned, unsigned),
            void *arg, struct err *err)
{
    const struct told told = {progress, arg};
    struct layer *top = ckd_top(c), *l;

    if (top->read_only)
        return err_set(err, "%s: opened for reading only", top->path);
    l = rewrite(NULL, top, &told, err);
    if (l == NULL)
        return false;
    l->below = top->below;
    ckd_set_top(c, l);
    top->ops->close(top);
    return true;
}

bool
ckd_layer(struct ckd *c, unsigned n, struct ckd_layer_info *info)
{
    struct layer *l = ckd_top(c);
    struct stat st;

    while (n > 0 && l != NULL) {
        l = l->below;
        n--;
    }
    if (l == NULL)
        return false;
    memset(info, 0, sizeof(*info));
    info->path = l->path;
    info->read_only = l->read_only;
    info->kind = "flat";
    info->tracks = l->geo.cyls * l->geo.heads;
    if (fstat(l->fd, &st) == 0) {
        info->size = (uint64_t)st.st_size;
        info->used = (uint64_t)st.st_blocks * 512;
    }
    if (l->ops->whole)
        cckd_layer_info(l, info);
    return true;
}
