/* SPDX-License-Identifier: MIT */
/* Reads a USER DIRECT source line by line, and the helpers its statements
 * share. The statements are in dirstmt.c, minidisks in dirdisk.c, the object
 * in dirwrite.c. */
#include "cp/direct/dirparse.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
dir_error(struct dir_state *s, unsigned line, const char *fmt, ...)
{
    char text[256];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    s->b->errors++;
    if (s->b->error != NULL)
        s->b->error(s->b->arg, line, text);
}

bool
dir_hex(const char *t, unsigned max, unsigned *v)
{
    unsigned long n = 0;

    if (*t == '\0')
        return false;
    for (; *t != '\0'; t++) {
        if (!isxdigit((unsigned char)*t))
            return false;
        n = n * 16 + (isdigit((unsigned char)*t)
                          ? (unsigned)(*t - '0')
                          : (unsigned)(toupper((unsigned char)*t) - 'A') + 10);
        if (n > max)
            return false;
    }
    *v = (unsigned)n;
    return true;
}

bool
dir_dec(const char *t, unsigned max, unsigned *v)
{
    unsigned long n = 0;

    if (*t == '\0')
        return false;
    for (; *t != '\0'; t++) {
        if (!isdigit((unsigned char)*t))
            return false;
        n = n * 10 + (unsigned)(*t - '0');
        if (n > max)
            return false;
    }
    *v = (unsigned)n;
    return true;
}

bool
dir_addr(struct dir_state *s, const char *t, unsigned *v)
{
    if (dir_hex(t, 0xfff, v))
        return true;
    dir_error(s, s->line, "%.20s is not a device address (000 to FFF)", t);
    return false;
}

/* The printable ASCII characters in EBCDIC, code page 1047. */
uint8_t
dir_ebcdic(char c)
{
    static const uint8_t tab[95] = {
        0x40, 0x5a, 0x7f, 0x7b, 0x5b, 0x6c, 0x50, 0x7d, 0x4d, 0x5d, 0x5c, 0x4e,
        0x6b, 0x60, 0x4b, 0x61, 0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7,
        0xf8, 0xf9, 0x7a, 0x5e, 0x4c, 0x7e, 0x6e, 0x6f, 0x7c, 0xc1, 0xc2, 0xc3,
        0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6,
        0xd7, 0xd8, 0xd9, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xad,
        0xe0, 0xbd, 0x5f, 0x6d, 0x79, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87,
        0x88, 0x89, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0xa2,
        0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xc0, 0x4f, 0xd0, 0xa1};

    return c >= ' ' && c <= '~' ? tab[c - ' '] : 0;
}

bool
dir_field(uint8_t *field, unsigned n, const char *t)
{
    size_t len = strlen(t);

    if (len > n)
        return false;
    memset(field, 0x40, n);
    for (size_t i = 0; i < len; i++) {
        field[i] = dir_ebcdic((char)toupper((unsigned char)t[i]));
        if (field[i] == 0)
            return false;
    }
    return true;
}

/* Columns 1-71 of a line to s->text, and its words. False: nothing there. */
static bool
split(struct dir_state *s, const char *p, size_t len)
{
    char *t;

    if (len > 71)
        len = 71;
    memcpy(s->text, p, len);
    s->text[len] = '\0';
    s->nword = 0;
    for (size_t i = 0; i < len; i++) {
        if (s->text[i] == '\t')
            s->text[i] = ' ';
        if (s->text[i] < ' ' || s->text[i] > '~') {
            dir_error(s, s->line, "column %zu holds X'%02X', not a character",
                      i + 1, (unsigned char)s->text[i]);
            return false;
        }
    }
    t = s->text;
    while (s->nword < DIR_WORDS) {
        while (*t == ' ')
            t++;
        if (*t == '\0')
            break;
        s->word[s->nword++] = t;
        while (*t != ' ' && *t != '\0')
            t++;
        if (*t == ' ')
            *t++ = '\0';
    }
    if (s->nword > 0 && s->word[0][0] == '*')
        s->nword = 0;
    for (unsigned i = s->nword; i < DIR_WORDS; i++)
        s->word[i] = NULL;
    return s->nword > 0;
}

static void
read_source(struct dir_state *s)
{
    const char *p = s->b->source, *end = p + s->b->length;

    while (p < end) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t len = (size_t)((nl != NULL ? nl : end) - p);

        s->line++;
        if (len > 0 && p[len - 1] == '\r')
            len--;
        if (split(s, p, len))
            dir_statement(s);
        p = nl != NULL ? nl + 1 : end;
    }
}

bool
dirbuild(struct dirbuild *b)
{
    struct dir_state s = {.b = b};

    b->object = NULL;
    b->pages = b->users = b->errors = 0;
    b->volser[0] = '\0';
    read_source(&s);
    if (s.nuser == 0 && b->errors == 0)
        dir_error(&s, s.line, "there is no USER statement");
    if (b->errors == 0)
        dir_check(&s);
    if (b->errors == 0)
        dir_write(&s);
    for (unsigned i = 0; i < s.nuser; i++)
        free(s.user[i]);
    free(s.user);
    free(s.ext);
    return b->errors == 0;
}
