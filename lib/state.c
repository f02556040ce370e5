/* SPDX-License-Identifier: MIT */
/* The default state folder. */
#include "lib/state.h"

#include <stdio.h>
#include <stdlib.h>

bool
state_default_dir(char *out, size_t size)
{
    const char *base = getenv("XDG_STATE_HOME"), *rest = "/cambridge";
    int n;

    if (base == NULL || base[0] != '/') {
        base = getenv("HOME");
        rest = "/.local/state/cambridge";
    }
    if (base == NULL || base[0] != '/')
        return false;
    n = snprintf(out, size, "%s%s", base, rest);
    return n > 0 && (size_t)n < size;
}
