/* SPDX-License-Identifier: MIT */
/* Host errors: a result plus a text that names file, unit and cause. Reported
 * once, at the top. */
#ifndef LIB_ERR_H
#define LIB_ERR_H

#include <stdbool.h>

struct err {
    char text[512];
};

/* Sets the text; returns false, so that `return err_set(e, ...)` reads well. */
bool err_set(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Puts "prefix: " before the text. Returns false. */
bool err_prefix(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
