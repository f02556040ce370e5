/* SPDX-License-Identifier: MIT */
/* Strings ended by a zero byte: those of C's string.h that the guest world
 * uses. */
#include "klib/klib.h"

size_t
strlen(const char *s)
{
    const char *p = s;

    while (*p != 0)
        p++;
    return (size_t)(p - s);
}

size_t
strnlen(const char *s, size_t max)
{
    size_t n = 0;

    while (n < max && s[n] != 0)
        n++;
    return n;
}

int
strcmp(const char *a, const char *b)
{
    while (*a != 0 && *a == *b) {
        a++;
        b++;
    }
    return (int)(unsigned char)*a - (int)(unsigned char)*b;
}

int
strncmp(const char *a, const char *b, size_t n)
{
    for (; n > 0; n--, a++, b++) {
        if (*a != *b)
            return (int)(unsigned char)*a - (int)(unsigned char)*b;
        if (*a == 0)
            break;
    }
    return 0;
}

char *
strcpy(char *restrict to, const char *restrict from)
{
    char *t = to;

    while ((*t++ = *from++) != 0)
        ;
    return to;
}

char *
strncpy(char *restrict to, const char *restrict from, size_t n)
{
    size_t i = 0;

    for (; i < n && from[i] != 0; i++)
        to[i] = from[i];
    for (; i < n; i++)
        to[i] = 0;
    return to;
}

char *
strchr(const char *s, int c)
{
    uintptr_t at = (uintptr_t)s;

    for (;; at++) {
        if (*(const char *)at == (char)c)
            return (char *)at;
        if (*(const char *)at == 0)
            return NULL;
    }
}
