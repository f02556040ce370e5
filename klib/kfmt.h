/* SPDX-License-Identifier: MIT */
/* Bounded formatting of text. Conversions: %s %c %d %i %u %x %X %p %%; flags
 * '-' and '0'; width and precision, also by '*'; lengths l, ll, z, h and hh.
 * %X and %p give capital hexadecimal; %p always eight digits. A null %s is
 * "(null)". An unknown conversion is copied as it stands. Text is in the
 * compiler's execution character set: EBCDIC in the guest world. Stack use is
 * below 200 bytes. */
#ifndef KLIB_KFMT_H
#define KLIB_KFMT_H

#include <stdarg.h>
#include <stddef.h>

/* Writes at most size - 1 characters and a zero byte to buf (nothing when size
 * is 0). Returns the number of characters the whole text has, which is size or
 * more when it was cut. */
int k_vsnprintf(char *buf, size_t size, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));
int k_snprintf(char *buf, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Appends at buf[at] (at: the length so far, which may exceed size when the
 * text has been cut). Returns the new length. */
size_t k_append(char *buf, size_t size, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
