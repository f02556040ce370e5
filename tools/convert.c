/* SPDX-License-Identifier: MIT */
/* Copying and scanning whole disk images, track by track. */
#include "config.h"

#include "tools/convert.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tools/progress.h"

bool
convert_kind(const char *name, enum ckd_container *kind)
{
    static const char *const names[] = {[CKD_FLAT] = "flat",
                                        [CKD_STORED] = "stored",
                                        [CKD_ZLIB] = "zlib",
                                        [CKD_BZIP2] = "bzip2"};

    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(name, names[i]) == 0) {
            *kind = (enum ckd_container)i;
            return true;
        }
    return false;
}

static bool
copy(struct ckd *to, struct ckd *from, struct err *err)
{
    const struct ckd_geometry *geo = ckd_geometry(from);
    struct progress p = progress_begin(geo->cyls, ckd_path(to));

    for (unsigned cyl = 0; cyl < geo->cyls; cyl++) {
        progress_show(&p, cyl);
        for (unsigned head = 0; head < geo->heads; head++)
            if (!ckd_copy_track(to, from, cyl, head, err) ||
                !ckd_fill_hole(to, cyl, head, err)) {
                progress_end(&p);
                return false;
            }
    }
    progress_end(&p);
    return ckd_sync(to, err);
}

bool
convert_image(const char *from, char *const shadow[], unsigned n,
              const char *to, enum ckd_container kind, int level,
              struct err *err)
{
    struct ckd *in = ckd_open(from, CKD_READ_ONLY, err), *out;
    bool ok = in != NULL;

    for (unsigned i = 0; ok && i < n; i++)
        ok = ckd_push_shadow(in, shadow[i], CKD_READ_ONLY, err);
    if (!ok || !ckd_create_level(to, ckd_geometry(in), kind, level, err)) {
        ckd_close(in);
        return false;
    }
    out = ckd_open(to, 0, err);
    ok = out != NULL && copy(out, in, err);
    ckd_close(out);
    ckd_close(in);
    if (!ok && unlink(to) != 0)
        err_prefix(err, "%s not removed: %s", to, strerror(errno));
    return ok;
}

bool
scan_image(const char *path, struct err *err)
{
    struct ckd *c = ckd_open(path, CKD_READ_ONLY, err);
    const struct ckd_geometry *geo;
    unsigned bad = 0, records = 0;
    struct progress p;

    if (c == NULL)
        return false;
    geo = ckd_geometry(c);
    p = progress_begin(geo->cyls * geo->heads, path);
    if (!ckd_check(c, err)) {
        printf("%s\n", err->text);
        bad++;
    }
    for (unsigned track = 0; track < geo->cyls * geo->heads; track++) {
        struct ckd_rec r;

        if (track % geo->heads == 0)
            progress_show(&p, track);
        if (!ckd_load(c, track / geo->heads, track % geo->heads, err)) {
            printf("%s\n", err->text);
            bad++;
            continue;
        }
        for (bool more = ckd_first(c, &r); more; more = ckd_next(c, &r))
            records++;
    }
    progress_end(&p);
    printf("%s: %04X, %u cylinders of %u heads, %u records, %u errors\n", path,
           geo->devtype, geo->cyls, geo->heads, records, bad);
    ckd_close(c);
    return bad == 0 || err_set(err, "%s: %u errors", path, bad);
}
