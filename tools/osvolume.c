/* SPDX-License-Identifier: MIT */
/* Making a volume, and what is on an OS volume. */
#include "config.h"

#include "tools/osvolume.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/drives.h"
#include "lib/codepage.h"
#include "tools/convert.h"
#include "tools/dataset.h"
#include "tools/progress.h"
#include "tools/source.h"
#include "tools/init.h"
#include "tools/vtoc.h"

bool
osvolume_init(const char *path, const char *drive, const char *kind, int level,
              const char *volser, unsigned cyls, struct err *err)
{
    const struct ckd_drive *d = drive_named(drive);
    enum ckd_container container;
    struct ckd_geometry geo;
    struct ckd *c;
    bool ok;

    if (d == NULL)
        return err_set(err, "%s: no such drive", drive);
    if (!convert_kind(kind, &container))
        return err_set(err, "%s: not flat, stored, zlib or bzip2", kind);
    geo = ckd_drive_geometry(d, cyls);
    if (!ckd_create_level(path, &geo, container, level ? level : -1, err))
        return false;
    c = ckd_open(path, 0, err);
    ok = c != NULL && init_tracks(c, err) &&
         (volser == NULL || vtoc_make(c, volser, err)) && ckd_sync(c, err);
    ckd_close(c);
    if (!ok)
        unlink(path);
    return ok;
}

static bool
show_member(void *arg, const struct member *m)
{
    FILE *out = arg;

    fprintf(out, "%-8s %u.%u%s\n", m->name, m->track, m->rec,
            m->alias ? " alias" : "");
    return true;
}

bool
osvolume_list(const char *path, const char *name, struct err *err)
{
    struct ckd *c = ckd_open(path, CKD_READ_ONLY, err);
    char dsname[VTOC_NAME], member[9];
    struct vtoc_dataset d;
    struct vtoc v;
    bool ok;

    if (c == NULL)
        return false;
    if (name == NULL)
        ok = vtoc_list(c, stdout, err);
    else
        ok = dataset_name(name, dsname, member, err) && vtoc_open(&v, c, err) &&
             vtoc_find(&v, dsname, &d, err) &&
             dataset_members(&v, &d, show_member, stdout, err);
    ckd_close(c);
    return ok;
}

struct out {
    FILE *f;
    bool binary;
};

static bool
write_record(void *arg, const uint8_t *rec, size_t len)
{
    struct out *o = arg;
    char *text;

    if (o->binary)
        return fwrite(rec, 1, len, o->f) == len;
    while (len > 0 && rec[len - 1] == 0x40)
        len--;
    text = malloc(2 * len + 1);
    if (text == NULL)
        return false;
    len = codepage_to_utf8(CP_1047, rec, len, text);
    text[len++] = '\n';
    len = fwrite(text, 1, len, o->f) == len;
    free(text);
    return len != 0;
}

static bool
copy_out(struct vtoc *v, const struct vtoc_dataset *d, const char *member,
         const char *file, bool binary, struct err *err)
{
    struct out o = {file ? fopen(file, "we") : stdout, binary};
    bool ok;

    if (o.f == NULL)
        return err_set(err, "%s: %s", file, strerror(errno));
    ok = dataset_read(v, d, member, write_record, &o, err);
    if (fflush(o.f) != 0 || ferror(o.f))
        ok = ok && err_set(err, "%s: %s", file ? file : "standard output",
                           strerror(errno));
    if (file != NULL)
        fclose(o.f);
    return ok;
}

bool
osvolume_get(const char *path, const char *name, const char *file, bool binary,
             struct err *err)
{
    struct ckd *c = ckd_open(path, CKD_READ_ONLY, err);
    char dsname[VTOC_NAME], member[9];
    struct vtoc_dataset d;
    struct vtoc v;
    bool ok = c != NULL && dataset_name(name, dsname, member, err) &&
              vtoc_open(&v, c, err) && vtoc_find(&v, dsname, &d, err) &&
              copy_out(&v, &d, member[0] ? member : NULL, file, binary, err);

    ckd_close(c);
    return ok;
}

bool
osvolume_put(const char *path, const char *name, const char *file, bool binary,
             struct err *err)
{
    char dsname[VTOC_NAME], member[9];
    struct vtoc_dataset d;
    struct source s;
    struct vtoc v;
    struct ckd *c;
    bool ok;

    if (!source_read_path(&s, file, err))
        return false;
    c = ckd_open(path, 0, err);
    ok = c != NULL && dataset_name(name, dsname, member, err) &&
         (member[0] == '\0' ||
          err_set(err, "%s: members are not written", name)) &&
         vtoc_open(&v, c, err) && vtoc_find(&v, dsname, &d, err) &&
         (dataset_put(&v, &d, s.bytes, s.size, !binary, err) ||
          err_prefix(err, "%s", file)) &&
         ckd_sync(c, err);
    ckd_close(c);
    free(s.bytes);
    return ok;
}

static void
show_progress(void *arg, unsigned done, unsigned of)
{
    (void)of;
    progress_show(arg, done);
}

bool
osvolume_compress(const char *path, struct err *err)
{
    struct ckd *c = ckd_open(path, 0, err);
    struct progress p = {.on = false};
    struct stat before, after;
    bool ok = c != NULL;

    if (ok && stat(path, &before) != 0)
        ok = err_set(err, "%s: %s", path, strerror(errno));
    if (ok)
        p = progress_begin(ckd_geometry(c)->cyls * ckd_geometry(c)->heads,
                           path);
    ok = ok && ckd_compact(c, show_progress, &p, err);
    progress_end(&p);
    ckd_close(c);
    if (ok && stat(path, &after) == 0)
        printf("%s: %lld bytes, were %lld\n", path, (long long)after.st_size,
               (long long)before.st_size);
    return ok;
}
