/* SPDX-License-Identifier: MIT */
/* Upgrade of a CP-owned volume: arch/cpvol.h. The tracks that the builder owns
 * are copied as they lie in the image files, and cylinder 0 track 0, which has
 * the build id, last. */
#include "config.h"

#include "machine/upgrade.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arch/cpvol.h"
#include "image/ckd.h"
#include "lib/codepage.h"

enum { FILE_HEADER = 512 };

struct pair {
    struct ckd *from, *to;
    int from_fd, to_fd;
    struct cpvol_desc old, new;
};

/* A volume without a descriptor is not CP's: found is false. */
static bool
descriptor(struct ckd *c, struct cpvol_desc *d, bool *found, struct err *e)
{
    static const uint8_t eye[8] = {0xc3, 0xd7, 0xe5, 0xd6,
                                   0xd3, 0xf0, 0xf0, 0xf1}; /* CPVOL001 */
    struct ckd_rec r;

    *found = false;
    if (!ckd_load(c, 0, 0, e))
        return false;
    if (!ckd_find(c, CPVOL_DESC_REC, &r) || r.datalen != sizeof *d)
        return true;
    memcpy(d, r.data, sizeof *d);
    *found = memcmp(d->eye, eye, sizeof eye) == 0;
    return true;
}

/* User data lies by the old descriptor: only extents of the builder may have
 * moved, and none may now cover what users have. */
static bool
same_layout(const struct pair *p)
{
    for (unsigned i = 0; i < CPVOL_EXTENTS; i++) {
        const struct cpvol_extent *a = &p->old.extent[i];
        const struct cpvol_extent *b = &p->new.extent[i];
        if (a->type != b->type || get16(&a->cyl) != get16(&b->cyl) ||
            get16(&a->ncyl) != get16(&b->ncyl))
            return false;
    }
    return true;
}

static bool
copy_tracks(struct pair *p, unsigned first, unsigned count, struct err *e)
{
    size_t size = ckd_geometry(p->to)->track_size;
    char *buf = malloc(size);
    bool ok = buf != NULL;

    for (unsigned t = first; ok && t < first + count; t++) {
        off_t at = FILE_HEADER + (off_t)t * (off_t)size;
        ok = pread(p->from_fd, buf, size, at) == (ssize_t)size &&
             pwrite(p->to_fd, buf, size, at) == (ssize_t)size;
    }
    free(buf);
    return ok || err_set(e, "copying tracks: %s", strerror(errno));
}

static bool
copy_cylinders(struct pair *p, unsigned cyl, unsigned n, struct err *e)
{
    unsigned heads = ckd_geometry(p->to)->heads;
    unsigned first = cyl * heads, count = n * heads;

    if (cyl > ckd_geometry(p->to)->cyls || n > ckd_geometry(p->to)->cyls - cyl)
        return err_set(e, "cylinders %u-%u are not there", cyl, cyl + n - 1);
    if (first == 0 && count > 0) { /* track 0 comes last */
        first++;
        count--;
    }
    return copy_tracks(p, first, count, e);
}

/* Extents that the builder owns: the nucleus and the saved systems. */
static bool
copy_extents(struct pair *p, struct err *e)
{
    for (unsigned i = 0; i < CPVOL_EXTENTS; i++) {
        const struct cpvol_extent *x = &p->new.extent[i];
        if (x->type != CPVOL_NUCLEUS && x->type != CPVOL_SAVED)
            continue;
        if (!copy_cylinders(p, get16(&x->cyl), get16(&x->ncyl), e))
            return false;
    }
    return true;
}

/* The cylinders of system disks, which lie among the minidisks: a line
 * `system CYL NCYL` each in the list beside the installed volume. */
static bool
copy_listed(struct pair *p, const char *installed, struct err *e)
{
    char path[4096], line[256];
    unsigned cyl, n;
    bool ok = true;
    FILE *f;

    if (snprintf(path, sizeof path, "%s.own", installed) >= (int)sizeof path)
        return err_set(e, "the name is too long");
    f = fopen(path, "re");
    if (f == NULL)
        return errno == ENOENT || err_set(e, "%s: %s", path, strerror(errno));
    while (ok && fgets(line, sizeof line, f) != NULL)
        if (sscanf(line, "system %u %u", &cyl, &n) == 2)
            ok = copy_cylinders(p, cyl, n, e);
    fclose(f);
    return ok;
}

static void
show_build(const struct cpvol_desc *d, char out[33])
{
    for (int i = 0; i < 32; i++)
        out[i] = (char)codepage_to_latin1(CP_1047, d->build[i]);
    out[32] = '\0';
    for (int i = 31; i >= 0 && out[i] == ' '; i--)
        out[i] = '\0';
}

static bool
upgrade(struct pair *p, const char *name, const char *installed, struct err *e)
{
    char from[33], to[33];

    if (memcmp(p->old.build, p->new.build, sizeof p->old.build) == 0)
        return true;
    show_build(&p->old, from);
    show_build(&p->new, to);
    if (!same_layout(p))
        return err_set(e,
                       "build %s cannot be upgraded to %s: the volume is "
                       "laid out in another way",
                       from, to);
    printf("Upgrading volume %s from build %s to %s\n", name, from, to);
    fflush(stdout);
    if (!copy_extents(p, e) || !copy_listed(p, installed, e))
        return false;
    if (fsync(p->to_fd) != 0)
        return err_set(e, "%s", strerror(errno));
    if (!copy_tracks(p, 0, 1, e))
        return false;
    return fsync(p->to_fd) == 0 || err_set(e, "%s", strerror(errno));
}

static bool
compare(struct pair *p, const char *name, const char *installed, struct err *e)
{
    const struct ckd_geometry *a = ckd_geometry(p->from);
    const struct ckd_geometry *b = ckd_geometry(p->to);
    bool is_new, is_old;

    if (!descriptor(p->from, &p->new, &is_new, e) ||
        !descriptor(p->to, &p->old, &is_old, e))
        return false;
    if (!is_new)
        return true; /* not CP's: users own all of it */
    if (!is_old || a->devtype != b->devtype || a->heads != b->heads ||
        a->track_size != b->track_size)
        return err_set(e, "the installed volume is of another kind");
    return upgrade(p, name, installed, e);
}

bool
upgrade_volume(const char *name, const char *installed, const char *own,
               struct err *e)
{
    struct pair p = {.from = NULL};
    bool ok;

    p.from = ckd_open(installed, CKD_READ_ONLY, e);
    p.to = p.from != NULL ? ckd_open(own, 0, e) : NULL;
    p.from_fd = open(installed, O_RDONLY | O_CLOEXEC);
    p.to_fd = open(own, O_RDWR | O_CLOEXEC);
    ok = p.from != NULL && p.to != NULL;
    if (ok && (p.from_fd < 0 || p.to_fd < 0))
        ok = err_set(e, "%s: %s", own, strerror(errno));
    if (ok && !compare(&p, name, installed, e))
        ok = err_prefix(e, "volume %s", own);
    if (p.from_fd >= 0)
        close(p.from_fd);
    if (p.to_fd >= 0)
        close(p.to_fd);
    ckd_close(p.from);
    ckd_close(p.to);
    return ok;
}
