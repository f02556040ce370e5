/* SPDX-License-Identifier: MIT */
/* Packed decimal arithmetic and editing. PoO "Decimal Instructions". */
#include "cpu/dec.h"

enum { SIGN_PLUS = 0xc, SIGN_MINUS = 0xd, DIGITS_MAX = 31 };

dec_digits
dec_power(unsigned n)
{
    dec_digits v = 1;

    while (n--)
        v *= 10;
    return v;
}

static bool
is_minus(unsigned sign)
{
    return sign == 0xb || sign == 0xd;
}

bool
dec_unpack(struct dec *v, const uint8_t *p, unsigned len)
{
    unsigned sign = p[len - 1] & 15;

    v->digits = 0;
    v->negative = is_minus(sign);
    for (unsigned i = 0; i < len; i++) {
        unsigned high = p[i] >> 4, low = p[i] & 15;

        if (high > 9)
            return false;
        v->digits = v->digits * 10 + high;
        if (i + 1 == len)
            break;
        if (low > 9)
            return false;
        v->digits = v->digits * 10 + low;
    }
    return sign > 9;
}

bool
dec_pack(uint8_t *p, unsigned len, struct dec v)
{
    p[len - 1] = (uint8_t)((unsigned)(v.digits % 10) << 4 |
                           (v.negative ? SIGN_MINUS : SIGN_PLUS));
    v.digits /= 10;
    for (unsigned i = len - 1; i-- > 0;) {
        unsigned low = (unsigned)(v.digits % 10);

        v.digits /= 10;
        p[i] = (uint8_t)((unsigned)(v.digits % 10) << 4 | low);
        v.digits /= 10;
    }
    return v.digits == 0;
}

/* A zero sum is positive. */
struct dec
dec_add(struct dec a, struct dec b)
{
    struct dec r = a;

    if (a.negative == b.negative) {
        r.digits = a.digits + b.digits;
    } else if (a.digits >= b.digits) {
        r.digits = a.digits - b.digits;
    } else {
        r.digits = b.digits - a.digits;
        r.negative = b.negative;
    }
    if (r.digits == 0)
        r.negative = false;
    return r;
}

struct dec
dec_shift(struct dec v, int n, unsigned round, bool *lost)
{
    *lost = false;
    if (n >= 0) {
        dec_digits keep = dec_power((unsigned)(DIGITS_MAX - n));

        *lost = v.digits >= keep;
        v.digits = v.digits % keep * dec_power((unsigned)n);
    } else {
        v.digits /= dec_power((unsigned)(-n - 1));
        v.digits = (v.digits + round) / 10;
    }
    return v;
}

uint8_t
dec_cc(struct dec v)
{
    return v.digits == 0 ? 0 : v.negative ? 1 : 2;
}

/* The state of an edit between two pattern bytes. */
struct edit {
    int (*next)(void *ctx);
    void *ctx;
    bool significant;
    bool nonzero;  /* the field so far */
    int low_digit; /* the source byte's right digit, -1 when used up */
};

/* The next source digit, or -1 with *result set. *plus: a plus sign follows
 * it. */
static int
next_digit(struct edit *e, bool *plus, enum dec_edit *result)
{
    int digit = e->low_digit, byte;

    *plus = false;
    e->low_digit = -1;
    if (digit >= 0)
        return digit;
    byte = e->next(e->ctx);
    if (byte < 0) {
        *result = DEC_EDIT_ACCESS;
        return -1;
    }
    if (byte >> 4 > 9) {
        *result = DEC_EDIT_DATA;
        return -1;
    }
    if ((byte & 15) > 9)
        *plus = !is_minus(byte & 15);
    else
        e->low_digit = byte & 15;
    return byte >> 4;
}

enum dec_edit
dec_edit(uint8_t *pattern, unsigned len, int (*next)(void *ctx), void *ctx,
         uint8_t *cc, int *mark)
{
    enum { DIGIT_SELECTOR = 0x20, SIGNIFICANCE_STARTER, FIELD_SEPARATOR };
    struct edit e = {next, ctx, false, false, -1};
    enum dec_edit result = DEC_EDITED;
    uint8_t fill = pattern[0];

    *mark = -1;
    for (unsigned i = 0; i < len; i++) {
        uint8_t c = pattern[i];
        bool plus;
        int digit;

        if (c == FIELD_SEPARATOR) {
            pattern[i] = fill;
            e.significant = e.nonzero = false;
            continue;
        }
        if (c != DIGIT_SELECTOR && c != SIGNIFICANCE_STARTER) {
            if (!e.significant)
                pattern[i] = fill;
            continue;
        }
        digit = next_digit(&e, &plus, &result);
        if (digit < 0)
            return result;
        if (digit && !e.significant)
            *mark = (int)i;
        if (digit)
            e.significant = e.nonzero = true;
        pattern[i] = e.significant ? (uint8_t)(0xf0 | digit) : fill;
        if (c == SIGNIFICANCE_STARTER)
            e.significant = true;
        if (plus)
            e.significant = false;
    }
    *cc = !e.nonzero ? 0 : e.significant ? 1 : 2;
    return DEC_EDITED;
}
