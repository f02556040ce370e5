/* SPDX-License-Identifier: MIT */
/* File names of the default system. */
#include "config.h"

#include "machine/paths.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool
paths_join(char out[PATHS_MAX], const char *dir, const char *name)
{
    int n = snprintf(out, PATHS_MAX, "%s/%s", dir, name);

    return n > 0 && n < PATHS_MAX;
}

static bool
own_folder(char out[PATHS_MAX], struct err *e)
{
    ssize_t n = readlink("/proc/self/exe", out, PATHS_MAX - 1);
    char *slash;

    if (n < 0)
        return err_set(e, "/proc/self/exe: %s", strerror(errno));
    out[n] = '\0';
    slash = strrchr(out, '/');
    if (slash != NULL)
        *slash = '\0';
    return true;
}

bool
paths_beside(char out[PATHS_MAX], const char *name, struct err *e)
{
    char dir[PATHS_MAX];

    return own_folder(dir, e) &&
           (paths_join(out, dir, name) || err_set(e, "a path is too long"));
}

bool
paths_share(char out[PATHS_MAX], struct err *e)
{
    static const char *const places[] = {"share/cambridge",
                                         "../share/cambridge", NULL};
    char file[PATHS_MAX];

    for (int i = 0; places[i] != NULL; i++) {
        if (!paths_beside(out, places[i], e))
            return false;
        if (paths_join(file, out, "cambridge.conf") && access(file, R_OK) == 0)
            return true;
    }
    return err_set(e,
                   "cambridge.conf is not in %s: the installation is "
                   "not complete",
                   out);
}

/* mkdir -p. */
static bool
make_folders(char *path, struct err *e)
{
    for (char *p = path + 1;; p++) {
        char ch = *p;
        if (ch != '/' && ch != '\0')
            continue;
        *p = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST)
            return err_set(e, "%s: %s", path, strerror(errno));
        *p = ch;
        if (ch == '\0')
            return true;
    }
}

bool
paths_state(char out[PATHS_MAX], const char *state, struct err *e)
{
    const char *xdg = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    char path[PATHS_MAX];
    bool fits;

    if (state != NULL && state[0] == '\0')
        return err_set(e, "the state folder has no name");
    if (state != NULL)
        fits = snprintf(path, sizeof path, "%s", state) < PATHS_MAX;
    else if (xdg != NULL && xdg[0] == '/')
        fits = paths_join(path, xdg, "cambridge");
    else if (home != NULL && home[0] == '/')
        fits = paths_join(path, home, ".local/state/cambridge");
    else
        return err_set(e, "HOME is not set: give --state DIR");
    if (!fits)
        return err_set(e, "the state folder's name is too long");
    if (!make_folders(path, e))
        return false;
    if (realpath(path, out) == NULL)
        return err_set(e, "%s: %s", path, strerror(errno));
    return true;
}
