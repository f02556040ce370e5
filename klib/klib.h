/* SPDX-License-Identifier: MIT */
/* Storage and string routines of the guest world: the part of the C library
 * that gcc may call by itself, and the few that CP and CMS want beside it.
 * Lengths are in bytes. No routine keeps state; none needs more than 100 bytes
 * of stack. Declared here because a freestanding build has no string.h; the
 * host's unit tests take the host's own. */
#ifndef KLIB_KLIB_H
#define KLIB_KLIB_H

#include <stddef.h>
#include <stdint.h>

#ifdef CAMBRIDGE_GUEST
void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *to, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *p, int c, size_t n);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strcpy(char *restrict to, const char *restrict from);
char *strncpy(char *restrict to, const char *restrict from, size_t n);
char *strchr(const char *s, int c);
#else
#include <string.h>
#endif

/* The EBCDIC new line, which a 3215 takes as the end of a line. */
enum { K_NL = 0x15 };

#define K_ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#endif
