/* SPDX-License-Identifier: MIT */
/* What programs of the user area that are written in C have: their arguments,
 * and the nucleus' functions by SVC 202. */
#ifndef CMS_USER_USER_H
#define CMS_USER_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "klib/kscan.h"

/* The program's main routine. tok[0] is its name; the last token is followed
 * by eight X'FF'. Returns the return code. */
int user_main(const char (*tok)[8], const void *extended);

/* SVC 202 (cms/user/crt.S). */
int cms_svc(void *plist);
/* Token n, without blanks; empty when there are not so many. */
struct k_token user_token(const char (*tok)[8], unsigned n);
/* Types a line. */
void user_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* First byte after this program, and the first that it may not use. */
uint32_t user_free_begin(void);
uint32_t user_free_end(void);

#endif
