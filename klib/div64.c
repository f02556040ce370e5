/* SPDX-License-Identifier: MIT */
/* Division of 64-bit integers, by schoolbook division in base 2**32: DIVIDE
 * LOGICAL gives a digit of the quotient. PoO "Divide Logical". */
#include "klib/div64.h"

#include <stddef.h>

/* (hi:lo) / d, with hi < d; both results fit in 32 bits. */
static inline uint32_t
divide_digit(uint32_t hi, uint32_t lo, uint32_t d, uint32_t *rem)
{
    uint64_t n = (uint64_t)hi << 32 | lo;
#ifdef CAMBRIDGE_GUEST
    __asm__("dlr %0,%1" : "+d"(n) : "d"(d) : "cc");
    *rem = (uint32_t)(n >> 32);
    return (uint32_t)n;
#else
    *rem = (uint32_t)(n % d);
    return (uint32_t)(n / d);
#endif
}

static inline uint64_t
multiply(uint32_t a, uint32_t b)
{
#ifdef CAMBRIDGE_GUEST
    uint64_t p = a;

    __asm__("mlr %0,%1" : "+d"(p) : "d"(b));
    return p;
#else
    return (uint64_t)a * b;
#endif
}

static int
leading_zeros(uint32_t v)
{
    int n = 0;

    for (; (v & 0x80000000u) == 0; v <<= 1)
        n++;
    return n;
}

/* A divisor of two digits gives a quotient of one. It is estimated from the
 * divisor's leading digit, normalized, which is at most one too many after the
 * shift back (Knuth, "The Art of Computer Programming" 4.3.1, algorithm D). */
static uint64_t
divide_long(uint64_t n, uint64_t d, uint64_t *rem)
{
    int shift = leading_zeros((uint32_t)(d >> 32));
    uint64_t half = n >> 1;
    uint32_t top = (uint32_t)(d << shift >> 32);
    uint32_t ignored;
    uint32_t q =
        divide_digit((uint32_t)(half >> 32), (uint32_t)half, top, &ignored);
    uint64_t product;

    q = (uint32_t)((uint64_t)q << shift >> 31);
    if (q != 0)
        q--;
    product =
        multiply((uint32_t)d, q) + ((uint64_t)((uint32_t)(d >> 32) * q) << 32);
    n -= product;
    if (n >= d) {
        n -= d;
        q++;
    }
    *rem = n;
    return q;
}

uint64_t
k_udivmod64(uint64_t n, uint64_t d, uint64_t *rem)
{
    uint32_t hi, lo, r;
    uint64_t rest;

    if ((d >> 32) != 0) {
        uint64_t q = divide_long(n, d, &rest);

        if (rem != NULL)
            *rem = rest;
        return q;
    }
    hi = divide_digit(0, (uint32_t)(n >> 32), (uint32_t)d, &r);
    lo = divide_digit(r, (uint32_t)n, (uint32_t)d, &r);
    if (rem != NULL)
        *rem = r;
    return (uint64_t)hi << 32 | lo;
}
