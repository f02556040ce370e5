/* SPDX-License-Identifier: MIT */
/* Hexadecimal floating-point arithmetic. PoO "Floating-Point Instructions". */
#include "cpu/hfp.h"

#include "arch/psw.h"

static const struct hfp true_zero;

static hfp_fraction
shift_right(hfp_fraction f, unsigned digits)
{
    return digits < 32 ? f >> 4 * digits : 0;
}

/* Shifts the fraction left until its digit number `digits` is not zero. */
static void
normalize_fraction(struct hfp *v, unsigned digits)
{
    if (!v->fraction)
        return;
    while (!(v->fraction >> 4 * (digits - 1))) {
        v->fraction <<= 4;
        v->exponent--;
    }
}

/* Puts an exponent outside 0-127 right. PoO "Exponent-Overflow Exception": the
 * characteristic is 128 smaller than the correct one; "Exponent-Underflow
 * Exception": 128 larger if the mask bit is one, else a true zero. */
static int
check_exponent(struct hfp *v, uint8_t progmask)
{
    if (v->exponent > 127) {
        v->exponent -= 128;
        return PIC_EXPONENT_OVERFLOW;
    }
    if (v->exponent >= 0)
        return 0;
    if (progmask & PM_EXPONENT) {
        v->exponent += 128;
        return PIC_EXPONENT_UNDERFLOW;
    }
    *v = true_zero;
    return 0;
}

/* The sum with a guard digit as its rightmost, hence one digit longer than the
 * operands, or two after a carry. */
static struct hfp
sum_with_guard(struct hfp a, struct hfp b)
{
    struct hfp r;

    a.fraction <<= 4;
    b.fraction <<= 4;
    if (a.exponent < b.exponent) {
        a.fraction =
            shift_right(a.fraction, (unsigned)(b.exponent - a.exponent));
        a.exponent = b.exponent;
    } else {
        b.fraction =
            shift_right(b.fraction, (unsigned)(a.exponent - b.exponent));
    }
    r.exponent = a.exponent;
    if (a.negative == b.negative) {
        r.fraction = a.fraction + b.fraction;
        r.negative = a.negative;
    } else if (a.fraction >= b.fraction) {
        r.fraction = a.fraction - b.fraction;
        r.negative = a.negative;
    } else {
        r.fraction = b.fraction - a.fraction;
        r.negative = b.negative;
    }
    if (!r.fraction)
        r.negative = false;
    return r;
}

static uint8_t
sign_cc(const struct hfp *v)
{
    return !v->fraction ? 0 : v->negative ? 1 : 2;
}

int
hfp_add(struct hfp *r, struct hfp a, struct hfp b, bool subtract,
        bool normalize, unsigned digits, uint8_t progmask, uint8_t *cc)
{
    int pic;

    b.negative ^= subtract;
    *r = sum_with_guard(a, b);
    if (r->fraction >> 4 * (digits + 1)) {
        r->fraction >>= 4;
        r->exponent++;
    } else if (normalize && r->fraction) {
        normalize_fraction(r, digits + 1);
    }
    /* PoO "Add Unnormalized": the guard digit takes no part in recognizing a
     * zero result. */
    if (!normalize || r->fraction)
        r->fraction >>= 4;
    if (!r->fraction) {
        *cc = 0;
        r->negative = false;
        if (progmask & PM_SIGNIFICANCE)
            return PIC_SIGNIFICANCE;
        *r = true_zero;
        return 0;
    }
    pic = check_exponent(r, progmask);
    *cc = sign_cc(r);
    return pic;
}

uint8_t
hfp_compare(struct hfp a, struct hfp b)
{
    struct hfp r;

    b.negative = !b.negative;
    r = sum_with_guard(a, b);
    return sign_cc(&r);
}

/* The product of two fractions of 112 bits: its high and low 112 bits. */
static void
multiply_wide(hfp_fraction a, hfp_fraction b, hfp_fraction *high,
              hfp_fraction *low)
{
    const hfp_fraction mask = ((hfp_fraction)1 << 56) - 1;
    hfp_fraction a1 = a >> 56, a0 = a & mask, b1 = b >> 56, b0 = b & mask;
    hfp_fraction mid = a1 * b0;
    hfp_fraction l = a0 * b0 + ((mid & mask) << 56);
    const hfp_fraction mask112 = (mask << 56) | mask;

    *high = a1 * b1 + (mid >> 56) + (l >> 112);
    l &= mask112;
    mid = a0 * b1;
    l += (mid & mask) << 56;
    *high += (mid >> 56) + (l >> 112);
    *low = l & mask112;
}

int
hfp_multiply(struct hfp *r, struct hfp a, struct hfp b, unsigned digits,
             unsigned result_digits, uint8_t progmask)
{
    hfp_fraction high, low;
    int pic;

    normalize_fraction(&a, digits);
    normalize_fraction(&b, digits);
    if (!a.fraction || !b.fraction) {
        *r = true_zero;
        return 0;
    }
    /* Both as fractions of 28 digits. */
    a.fraction <<= 4 * (HFP_EXTENDED - digits);
    b.fraction <<= 4 * (HFP_EXTENDED - digits);
    multiply_wide(a.fraction, b.fraction, &high, &low);
    r->exponent = a.exponent + b.exponent - 64;
    r->negative = a.negative != b.negative;
    if (!(high >> 4 * (HFP_EXTENDED - 1))) {
        high = high << 4 | low >> 108;
        r->exponent--;
    }
    r->fraction = high >> 4 * (HFP_EXTENDED - result_digits);
    pic = check_exponent(r, progmask);
    return pic;
}

int
hfp_divide(struct hfp *r, struct hfp a, struct hfp b, unsigned digits,
           uint8_t progmask)
{
    if (!b.fraction)
        return PIC_FLOATING_DIVIDE;
    if (!a.fraction) {
        *r = true_zero;
        return 0;
    }
    normalize_fraction(&a, digits);
    normalize_fraction(&b, digits);
    r->exponent = a.exponent - b.exponent + 64;
    r->negative = a.negative != b.negative;
    if (a.fraction >= b.fraction) {
        r->exponent++;
        r->fraction = (a.fraction << 4 * (digits - 1)) / b.fraction;
    } else {
        r->fraction = (a.fraction << 4 * digits) / b.fraction;
    }
    return check_exponent(r, progmask);
}

int
hfp_halve(struct hfp *r, struct hfp a, unsigned digits, uint8_t progmask)
{
    *r = a;
    if (!a.fraction) {
        *r = true_zero;
        return 0;
    }
    r->fraction = a.fraction << 4 >> 1; /* with a guard digit */
    normalize_fraction(r, digits + 1);
    r->fraction >>= 4;
    return check_exponent(r, progmask);
}

int
hfp_round(struct hfp *r, struct hfp a, unsigned digits, unsigned result_digits)
{
    unsigned drop = 4 * (digits - result_digits);

    *r = a;
    r->fraction = (a.fraction + ((hfp_fraction)1 << (drop - 1))) >> drop;
    if (r->fraction >> 4 * result_digits) {
        r->fraction >>= 4;
        r->exponent++;
    }
    return check_exponent(r, 0);
}
