/* SPDX-License-Identifier: MIT */
/* Scanning of command lines. Letters are taken in three ranges, for in EBCDIC
 * they are not contiguous. */
#include "klib/kscan.h"

static bool
is_lower(char c)
{
    return (c >= 'a' && c <= 'i') || (c >= 'j' && c <= 'r') ||
           (c >= 's' && c <= 'z');
}

static bool
is_upper(char c)
{
    return (c >= 'A' && c <= 'I') || (c >= 'J' && c <= 'R') ||
           (c >= 'S' && c <= 'Z');
}

static bool
is_one_of(char c, const char *set)
{
    for (; *set != 0; set++) {
        if (*set == c)
            return true;
    }
    return false;
}

char
k_to_upper(char c)
{
    return is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

char
k_to_lower(char c)
{
    return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

bool
k_is_letter(char c)
{
    return is_lower(c) || is_upper(c);
}

bool
k_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

void
k_upper(char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        p[i] = k_to_upper(p[i]);
}

bool
k_next_delim(struct k_scan *s, const char *delims, struct k_token *t)
{
    while (s->p < s->end && *s->p == ' ')
        s->p++;
    t->p = s->p;
    if (s->p < s->end && is_one_of(*s->p, delims)) {
        s->p++;
    } else {
        while (s->p < s->end && *s->p != ' ' && !is_one_of(*s->p, delims))
            s->p++;
    }
    t->len = (size_t)(s->p - t->p);
    return t->len > 0;
}

bool
k_next_token(struct k_scan *s, struct k_token *t)
{
    return k_next_delim(s, "", t);
}

struct k_token
k_rest(struct k_scan *s)
{
    const char *end = s->end;

    while (s->p < end && *s->p == ' ')
        s->p++;
    while (end > s->p && end[-1] == ' ')
        end--;
    return (struct k_token){s->p, (size_t)(end - s->p)};
}

bool
k_abbrev(struct k_token t, const char *word, size_t min)
{
    size_t i = 0;

    for (; i < t.len; i++) {
        if (word[i] == 0 || k_to_upper(t.p[i]) != k_to_upper(word[i]))
            return false;
    }
    return i > 0 && (word[i] == 0 || (min > 0 && i >= min));
}

bool
k_equal(struct k_token t, const char *word)
{
    return k_abbrev(t, word, 0);
}

bool
k_parse_dec(struct k_token t, uint32_t *value)
{
    uint32_t v = 0;

    for (size_t i = 0; i < t.len; i++) {
        uint32_t digit = (uint32_t)(t.p[i] - '0');

        if (!k_is_digit(t.p[i]) || v > 429496729u ||
            (v == 429496729u && digit > 5))
            return false;
        v = v * 10 + digit;
    }
    *value = v;
    return t.len > 0;
}

bool
k_parse_hex(struct k_token t, uint32_t *value)
{
    uint32_t v = 0;

    for (size_t i = 0; i < t.len; i++) {
        char c = k_to_upper(t.p[i]);

        if ((v & 0xf0000000u) != 0)
            return false;
        if (k_is_digit(c))
            v = v << 4 | (uint32_t)(c - '0');
        else if (c >= 'A' && c <= 'F')
            v = v << 4 | (uint32_t)(c - 'A' + 10);
        else
            return false;
    }
    *value = v;
    return t.len > 0;
}

void
k_pad_upper(char *field, size_t n, struct k_token t)
{
    for (size_t i = 0; i < n; i++)
        field[i] = i < t.len ? k_to_upper(t.p[i]) : ' ';
}

size_t
k_trim(const char *field, size_t n)
{
    while (n > 0 && field[n - 1] == ' ')
        n--;
    return n;
}
