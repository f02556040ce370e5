/* SPDX-License-Identifier: MIT */
/* Messages in VM/370's form: DMS, three letters of the module, three digits, a
 * letter of severity, the text. */
#ifndef CMS_MSG_H
#define CMS_MSG_H

/* Types "id text" and returns rc, so that a routine can end with it. */
int msg(int rc, const char *id, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
