/* SPDX-License-Identifier: MIT */
/* Substitution of symbols. */
#include "config.h"

#include "machine/symbols.h"

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

    if (name == 0 || name > NAME_MAX_LEN)
        return NULL;
    memcpy(text, s, name);
    text[name] = '\0';
    v = getenv(text);
    if (v != NULL) {
        *len = strlen(v);
        return v;
    }
    *len = n - name - 1;
    return eq != NULL ? eq + 1 : NULL;
}

bool
symbols_expand(const char *in, char *out, size_t size)
{
    size_t len = 0, n;
    const char *end, *v;

    out[0] = '\0';
    while (*in != '\0') {
        end = in[0] == '$' && in[1] == '(' ? strchr(in, ')') : NULL;
        v = end != NULL ? value(in + 2, (size_t)(end - in) - 2, &n) : NULL;
        if (v == NULL) {
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
