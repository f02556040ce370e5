/* SPDX-License-Identifier: MIT */
/* Reading source files whole. */
#include "config.h"

#include "tools/source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool
source_read_path(struct source *s, const char *path, struct err *err)
{
    FILE *f = fopen(path, "re");
    struct stat st;

    s->bytes = NULL;
    if (f == NULL)
        return err_set(err, "%s: %s", path, strerror(errno));
    if (fstat(fileno(f), &st) != 0 || !S_ISREG(st.st_mode)) {
        fclose(f);
        return err_set(err, "%s: not a regular file", path);
    }
    s->size = (size_t)st.st_size;
    s->bytes = malloc(s->size + 1);
    if (s->bytes == NULL || fread(s->bytes, 1, s->size, f) != s->size) {
        free(s->bytes);
        s->bytes = NULL;
        fclose(f);
        return err_set(err, "%s: cannot read", path);
    }
    fclose(f);
    return true;
}

bool
source_glob(glob_t *g, const char *pattern, const char *const *folders,
            unsigned nfolders, struct err *err)
{
    char path[4096];

    if (pattern[0] == '/' || nfolders == 0) {
        if (glob(pattern, GLOB_ERR, NULL, g) == 0)
            return true;
    }
    for (unsigned i = 0; i < nfolders && pattern[0] != '/'; i++) {
        snprintf(path, sizeof(path), "%s/%s", folders[i], pattern);
        if (glob(path, GLOB_ERR, NULL, g) == 0)
            return true;
    }
    return err_set(err, "%s: not found in any folder", pattern);
}

bool
source_read(struct source *s, const char *name, const char *const *folders,
            unsigned nfolders, struct err *err)
{
    glob_t g;
    bool ok;

    if (!source_glob(&g, name, folders, nfolders, err))
        return false;
    ok = source_read_path(s, g.gl_pathv[0], err);
    globfree(&g);
    return ok;
}
