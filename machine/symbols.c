/* SPDX-License-Identifier: MIT */
/* Substitution of symbols. */
#include "config.h"

#include "machine/symbols.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_LEN = 64 };

static bool
append(char *out, size_t size, size_t *len, const char *text, size_t n)
{
    if (n >= size - *len)
        return false;
    memcpy(out + *len, text, n);
    *len += n;
    out[*len] = '\0';
    return true;
}

/* The value of the symbol whose text between the brackets is s[0..n); *len is
 * its length. NULL: none. */
static const char *
value(const char *s, size_t n, size_t *len)
{
    const char *eq = memchr(s, '=', n), *v;
    size_t name = eq != NULL ? (size_t)(eq - s) : n;
    char text[NAME_MAX_LEN + 1];

    if (eq != NULL && name > 0 && eq[-1] == ':')
        name--;
    if (name == 0 || name > NAME_MAX_LEN)
        return NULL;
    memcpy(text, s, name);
    text[name] = '\0';
    v = getenv(text);
    if (v != NULL) {
        *len = strlen(v);
        return v;
    }
    if (eq == NULL)
        return NULL;
    *len = n - (size_t)(eq + 1 - s);
    return eq + 1;
}

/* The bracket that closes a symbol at `in`; NULL: none begins there. */
static const char *
closing(const char *in)
{
    if (in[0] != '$' || (in[1] != '(' && in[1] != '{'))
        return NULL;
    return strchr(in, in[1] == '(' ? ')' : '}');
}

bool
symbols_expand(const char *in, char *out, size_t size)
{
    size_t len = 0, n;
    const char *end, *v;

    out[0] = '\0';
    while (*in != '\0') {
        end = closing(in);
        v = end != NULL ? value(in + 2, (size_t)(end - in) - 2, &n) : NULL;
        if (v == NULL && end != NULL && in[1] == '{') {
            v = "";
            n = 0;
        } else if (v == NULL) {
            v = in;
            n = 1;
            end = in;
        }
        if (!append(out, size, &len, v, n))
            return false;
        in = end + 1;
    }
    return true;
}

/* The length of a device symbol that begins at `in`, and its value; 0: none. */
static size_t
device_symbol(const char *in, unsigned addr, char text[5])
{
    static const struct {
        const char *name;
        bool small;
        unsigned mask;
    } symbols[] = {{"$(CUU)", false, 0xfff},
                   {"$(CCUU)", false, 0xffff},
                   {"$(cuu)", true, 0xfff},
                   {"$(ccuu)", true, 0xffff}};

    for (unsigned i = 0; i < 4; i++) {
        size_t n = strlen(symbols[i].name);
        if (strncmp(in, symbols[i].name, n) != 0)
            continue;
        addr &= symbols[i].mask;
        snprintf(text, 5, symbols[i].small ? "%0*x" : "%0*X", (int)n - 3, addr);
        return n;
    }
    return 0;
}

bool
symbols_device(const char *in, unsigned addr, char *out, size_t size)
{
    size_t len = 0;
    char text[5];

    out[0] = '\0';
    while (*in != '\0') {
        size_t n = device_symbol(in, addr, text);
        if (n == 0 ? !append(out, size, &len, in, 1)
                   : !append(out, size, &len, text, strlen(text)))
            return false;
        in += n == 0 ? 1 : n;
    }
    return true;
}
