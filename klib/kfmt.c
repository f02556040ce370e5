/* SPDX-License-Identifier: MIT */
/* Bounded formatting of text, for messages of CP and CMS. Keeps no state and
 * calls nothing but 64-bit division. */
#include "klib/kfmt.h"

#include <stdbool.h>
#include <stdint.h>

#include "klib/div64.h"

struct out {
    char *buf;
    size_t size;
    size_t len;
};

struct spec {
    bool left;
    bool zero;
    int width;
    int precision; /* -1: none */
    int longs;     /* -1 h, -2 hh, 1 l, 2 ll */
    bool size;     /* z */
};

static void
put(struct out *o, char c)
{
    if (o->len + 1 < o->size)
        o->buf[o->len] = c;
    o->len++;
}

static void
pad(struct out *o, char c, int n)
{
    for (; n > 0; n--)
        put(o, c);
}

static void
put_string(struct out *o, const struct spec *sp, const char *s)
{
    int n = 0;

    if (s == NULL)
        s = "(null)";
    while ((sp->precision < 0 || n < sp->precision) && s[n] != 0)
        n++;
    if (!sp->left)
        pad(o, ' ', sp->width - n);
    for (int i = 0; i < n; i++)
        put(o, s[i]);
    if (sp->left)
        pad(o, ' ', sp->width - n);
}

static void
put_number(struct out *o, const struct spec *sp, uint64_t v, unsigned base,
           bool negative, const char *digits)
{
    char text[24];
    int n = 0, zeros, fill;

    while (v != 0) {
        uint64_t digit;

        v = k_udivmod64(v, base, &digit);
        text[n++] = digits[digit];
    }
    zeros = (sp->precision < 0 ? 1 : sp->precision) - n;
    if (sp->zero && !sp->left && sp->precision < 0 &&
        sp->width - negative - n > zeros)
        zeros = sp->width - negative - n;
    if (zeros < 0)
        zeros = 0;
    fill = sp->width - negative - zeros - n;
    if (!sp->left)
        pad(o, ' ', fill);
    if (negative)
        put(o, '-');
    pad(o, '0', zeros);
    while (n > 0)
        put(o, text[--n]);
    if (sp->left)
        pad(o, ' ', fill);
}

static const char *
parse_count(const char *f, int *value)
{
    int v = 0;

    for (; *f >= '0' && *f <= '9'; f++) {
        if (v < 10000)
            v = v * 10 + (*f - '0');
    }
    *value = v;
    return f;
}

/* Parses flags, width and precision after '%'; '*' takes an argument. */
static const char *
parse_spec(const char *f, struct spec *sp, va_list *ap)
{
    *sp = (struct spec){.precision = -1};
    for (; *f == '-' || *f == '0'; f++) {
        if (*f == '-')
            sp->left = true;
        else
            sp->zero = true;
    }
    if (*f == '*') {
        sp->width = va_arg(*ap, int);
        if (sp->width < 0) {
            sp->left = true;
            sp->width = -sp->width;
        }
        f++;
    } else {
        f = parse_count(f, &sp->width);
    }
    if (*f == '.') {
        f++;
        if (*f == '*') {
            sp->precision = va_arg(*ap, int);
            f++;
        } else {
            f = parse_count(f, &sp->precision);
        }
    }
    for (; *f == 'l' || *f == 'h'; f++)
        sp->longs += *f == 'l' ? 1 : -1;
    if (*f == 'z') {
        sp->size = true;
        f++;
    }
    return f;
}

static int64_t
signed_arg(const struct spec *sp, va_list *ap)
{
    if (sp->longs >= 2)
        return va_arg(*ap, long long);
    if (sp->longs == 1)
        return va_arg(*ap, long);
    if (sp->size)
        return (int64_t)va_arg(*ap, size_t);
    return va_arg(*ap, int);
}

static uint64_t
unsigned_arg(const struct spec *sp, va_list *ap)
{
    if (sp->longs >= 2)
        return va_arg(*ap, unsigned long long);
    if (sp->longs == 1)
        return va_arg(*ap, unsigned long);
    if (sp->size)
        return va_arg(*ap, size_t);
    if (sp->longs == -2)
        return (uint8_t)va_arg(*ap, unsigned);
    if (sp->longs == -1)
        return (uint16_t)va_arg(*ap, unsigned);
    return va_arg(*ap, unsigned);
}

static void
convert(struct out *o, struct spec *sp, char conversion, va_list *ap)
{
    static const char upper[] = "0123456789ABCDEF";
    static const char lower[] = "0123456789abcdef";
    int64_t v;
    char c[2];

    switch (conversion) {
    case 's':
        put_string(o, sp, va_arg(*ap, const char *));
        break;
    case 'c':
        c[0] = (char)va_arg(*ap, int);
        c[1] = 0;
        sp->precision = -1;
        put_string(o, sp, c);
        break;
    case 'd':
    case 'i':
        v = signed_arg(sp, ap);
        put_number(o, sp, v < 0 ? -(uint64_t)v : (uint64_t)v, 10, v < 0, upper);
        break;
    case 'u':
        put_number(o, sp, unsigned_arg(sp, ap), 10, false, upper);
        break;
    case 'x':
        put_number(o, sp, unsigned_arg(sp, ap), 16, false, lower);
        break;
    case 'X':
        put_number(o, sp, unsigned_arg(sp, ap), 16, false, upper);
        break;
    case 'p':
        sp->precision = 8;
        put_number(o, sp, (uintptr_t)va_arg(*ap, void *), 16, false, upper);
        break;
    case '%':
        put(o, '%');
        break;
    default:
        put(o, '%');
        if (conversion != 0)
            put(o, conversion);
        break;
    }
}

int
k_vsnprintf(char *buf, size_t size, const char *fmt, va_list ap)
{
    struct out o = {buf, size, 0};
    struct spec sp;
    va_list args;

    va_copy(args, ap);
    for (const char *f = fmt; *f != 0; f++) {
        if (*f != '%') {
            put(&o, *f);
            continue;
        }
        f = parse_spec(f + 1, &sp, &args);
        convert(&o, &sp, *f, &args);
        if (*f == 0)
            break;
    }
    va_end(args);
    if (size > 0)
        buf[o.len < size ? o.len : size - 1] = 0;
    return (int)o.len;
}

int
k_snprintf(char *buf, size_t size, const char *fmt, ...)
{
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = k_vsnprintf(buf, size, fmt, ap);
    va_end(ap);
    return n;
}

size_t
k_append(char *buf, size_t size, size_t at, const char *fmt, ...)
{
    va_list ap;
    size_t room = at < size ? size - at : 0;
    int n;

    va_start(ap, fmt);
    n = k_vsnprintf(room > 0 ? buf + at : buf, room, fmt, ap);
    va_end(ap);
    return at + (size_t)n;
}
