/* SPDX-License-Identifier: MIT */
/* Messages of CMS. */
#include "cms/msg.h"

#include <stdarg.h>

#include "cms/console.h"
#include "klib/kfmt.h"

/* Runs of blanks become one, and none stays before a quote or at the end:
 * names come padded. DMSERR did so too. */
static size_t
compress(char *line, size_t len)
{
    size_t to = 0;

    for (size_t i = 0; i < len; i++) {
        if (line[i] == '\'' && to > 1 && line[to - 1] == ' ' && i > 0 &&
            line[i - 1] == ' ' &&
            (i + 1 == len || line[i + 1] == ' ' || line[i + 1] == ':'))
            to--;
        if (line[i] != ' ' || (to > 0 && line[to - 1] != ' '))
            line[to++] = line[i];
    }
    while (to > 0 && line[to - 1] == ' ')
        to--;
    return to;
}

int
msg(int rc, const char *id, const char *fmt, ...)
{
    char line[CON_LINE + 1];
    size_t at = k_append(line, sizeof line, 0, "%s ", id);
    va_list ap;

    va_start(ap, fmt);
    at += (size_t)k_vsnprintf(line + at, sizeof line - at, fmt, ap);
    va_end(ap);
    if (at > sizeof line - 1)
        at = sizeof line - 1;
    con_write(line, compress(line, at));
    return rc;
}
