/* SPDX-License-Identifier: MIT */
/* Messages of CMS. */
#include "cms/msg.h"

#include <stdarg.h>

#include "cms/console.h"
#include "klib/kfmt.h"

int
msg(int rc, const char *id, const char *fmt, ...)
{
    char line[CON_LINE + 1];
    size_t at = k_append(line, sizeof line, 0, "%s ", id);
    va_list ap;

    va_start(ap, fmt);
    at += (size_t)k_vsnprintf(line + at, sizeof line - at, fmt, ap);
    va_end(ap);
    con_write(line, at < sizeof line ? at : sizeof line - 1);
    return rc;
}
