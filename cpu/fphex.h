/* SPDX-License-Identifier: MIT */
/* Hexadecimal floating-point arithmetic on registers' images in 64 bits, pure:
 * the short and the long format where nothing is to be recognized. hfp.h has
 * the rest, and what each operation is. PoO "Floating-Point Instructions".
 *
 * a, b: first and second operand; a short one is the left half, the right half
 * is ignored. digits: HFP_SHORT or HFP_LONG, a constant. Every function is true
 * when *r is the result, a short one with zeros at its right; false when there
 * is an exception to recognize, exponent underflow with a true zero as its
 * result included. */
#ifndef CPU_FPHEX_H
#define CPU_FPHEX_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/psw.h"
#include "cpu/hfp.h"

#define FP_INLINE static inline __attribute__((always_inline))
#define FP_SIGN ((uint64_t)1 << 63)

FP_INLINE uint64_t
fp_fraction(uint64_t v, unsigned digits)
{
    return digits == HFP_SHORT ? v >> 32 & 0xffffff : v & 0xffffffffffffff;
}

FP_INLINE int
fp_exponent(uint64_t v)
{
    return (int)(v >> 56 & 127);
}

/* sign: a word whose bit 0 is the sign. */
FP_INLINE bool
fp_pack(uint64_t *r, uint64_t sign, int exponent, uint64_t fraction,
        unsigned digits)
{
    if (digits == HFP_SHORT)
        fraction <<= 32;
    *r = (sign & FP_SIGN) | (uint64_t)exponent << 56 | fraction;
    return !(exponent & ~127);
}

/* How many digits short of `digits` a fraction that is not zero is. */
FP_INLINE int
fp_leading(uint64_t fraction, unsigned digits)
{
    return (int)((unsigned)__builtin_clzll(fraction) - (64 - 4 * digits)) / 4;
}

/* The sum with the guard digit, as in hfp.c; its sign and exponent are put into
 * *sign and *exponent. */
FP_INLINE uint64_t
fp_sum(uint64_t a, uint64_t b, unsigned digits, uint64_t *sign, int *exponent)
{
    uint64_t fa = fp_fraction(a, digits) << 4;
    uint64_t fb = fp_fraction(b, digits) << 4;
    int ea = fp_exponent(a), eb = fp_exponent(b), far = ea - eb;

    if (far >= 0)
        fb = far < 16 ? fb >> 4 * far : 0;
    else
        fa = far > -16 ? fa >> 4 * -far : 0;
    *exponent = far >= 0 ? ea : eb;
    *sign = a;
    if (!((a ^ b) & FP_SIGN))
        return fa + fb;
    if (fa >= fb)
        return fa - fb;
    *sign = b;
    return fb - fa;
}

/* a + b. *cc as cc_of in fastop.h has it. */
FP_INLINE bool
fp_add(uint64_t *r, uint64_t a, uint64_t b, unsigned digits, bool normalize,
       uint8_t progmask, int64_t *cc)
{
    uint64_t sign, f;
    int exponent;

    f = fp_sum(a, b, digits, &sign, &exponent);
    if (f >> 4 * (digits + 1)) {
        f >>= 4;
        exponent++;
    } else if (normalize && f) {
        int n = fp_leading(f, digits + 1);

        f <<= 4 * n;
        exponent -= n;
    }
    f >>= 4;
    if (!f) {
        *r = 0;
        *cc = 0;
        return !(progmask & PM_SIGNIFICANCE);
    }
    *cc = sign & FP_SIGN ? -1 : 1;
    return fp_pack(r, sign, exponent, f, digits);
}

FP_INLINE int64_t
fp_compare(uint64_t a, uint64_t b, unsigned digits)
{
    uint64_t sign;
    int exponent;

    if (!fp_sum(a, b ^ FP_SIGN, digits, &sign, &exponent))
        return 0;
    return sign & FP_SIGN ? -1 : 1;
}

/* The product is long. */
FP_INLINE bool
fp_multiply(uint64_t *r, uint64_t a, uint64_t b, unsigned digits)
{
    uint64_t fa = fp_fraction(a, digits), fb = fp_fraction(b, digits), f;
    int exponent = fp_exponent(a) + fp_exponent(b) - 64, na, nb;

    *r = 0;
    if (!fa || !fb)
        return true;
    na = fp_leading(fa, digits);
    nb = fp_leading(fb, digits);
    exponent -= na + nb;
    fa <<= 4 * na;
    fb <<= 4 * nb;
    if (digits == HFP_SHORT) {
        f = fa * fb << 8;
        if (!(f >> 52)) {
            f <<= 4;
            exponent--;
        }
    } else {
        hfp_fraction wide = (hfp_fraction)fa * fb;
        bool small = !(wide >> 108);

        f = (uint64_t)(wide >> (small ? 52 : 56));
        exponent -= small;
    }
    return fp_pack(r, a ^ b, exponent, f, HFP_LONG);
}

FP_INLINE bool
fp_divide(uint64_t *r, uint64_t a, uint64_t b, unsigned digits)
{
    uint64_t fa = fp_fraction(a, digits), fb = fp_fraction(b, digits), f;
    int exponent = fp_exponent(a) - fp_exponent(b) + 64, na, nb;
    unsigned shift = 4 * digits;

    *r = 0;
    if (!fb)
        return false;
    if (!fa)
        return true;
    na = fp_leading(fa, digits);
    nb = fp_leading(fb, digits);
    exponent += nb - na;
    fa <<= 4 * na;
    fb <<= 4 * nb;
    if (fa >= fb) {
        exponent++;
        shift -= 4;
    }
    if (digits == HFP_SHORT)
        f = (fa << shift) / fb;
    else
        f = (uint64_t)(((hfp_fraction)fa << shift) / fb);
    return fp_pack(r, a ^ b, exponent, f, digits);
}

FP_INLINE bool
fp_halve(uint64_t *r, uint64_t a, unsigned digits)
{
    uint64_t f = fp_fraction(a, digits) << 3; /* with a guard digit */
    int n;

    *r = 0;
    if (!f)
        return true;
    n = fp_leading(f, digits + 1);
    return fp_pack(r, a, fp_exponent(a) - n, f << 4 * n >> 4, digits);
}

#endif
