/* SPDX-License-Identifier: MIT */
/* The routines that gcc calls by itself for the guest world, instead of its
 * libgcc: 64-bit division, and counting bits. Names and results are libgcc's
 * ("GCC Internals", "The GCC low-level runtime library"). */
#include <stddef.h>
#include <stdint.h>

#include "klib/div64.h"

uint64_t __udivdi3(uint64_t n, uint64_t d);
uint64_t __umoddi3(uint64_t n, uint64_t d);
uint64_t __udivmoddi4(uint64_t n, uint64_t d, uint64_t *rem);
int64_t __divdi3(int64_t n, int64_t d);
int64_t __moddi3(int64_t n, int64_t d);
int64_t __divmoddi4(int64_t n, int64_t d, int64_t *rem);
int64_t __muldi3(int64_t a, int64_t b);
int __clzsi2(uint32_t v);
int __clzdi2(uint64_t v);
int __ctzsi2(uint32_t v);
int __ctzdi2(uint64_t v);
int __ffssi2(uint32_t v);
int __ffsdi2(uint64_t v);
int __popcountsi2(uint32_t v);
int __popcountdi2(uint64_t v);
int __paritysi2(uint32_t v);

static inline uint64_t
magnitude(int64_t v)
{
    return v < 0 ? -(uint64_t)v : (uint64_t)v;
}

uint64_t
__udivdi3(uint64_t n, uint64_t d)
{
    return k_udivmod64(n, d, NULL);
}

uint64_t
__umoddi3(uint64_t n, uint64_t d)
{
    uint64_t rem;

    k_udivmod64(n, d, &rem);
    return rem;
}

uint64_t
__udivmoddi4(uint64_t n, uint64_t d, uint64_t *rem)
{
    return k_udivmod64(n, d, rem);
}

int64_t
__divmoddi4(int64_t n, int64_t d, int64_t *rem)
{
    uint64_t r;
    uint64_t q = k_udivmod64(magnitude(n), magnitude(d), &r);

    *rem = (int64_t)(n < 0 ? -r : r);
    return (int64_t)((n < 0) != (d < 0) ? -q : q);
}

int64_t
__divdi3(int64_t n, int64_t d)
{
    int64_t rem;

    return __divmoddi4(n, d, &rem);
}

int64_t
__moddi3(int64_t n, int64_t d)
{
    int64_t rem;

    __divmoddi4(n, d, &rem);
    return rem;
}

int64_t
__muldi3(int64_t a, int64_t b)
{
    uint32_t al = (uint32_t)a, ah = (uint32_t)((uint64_t)a >> 32);
    uint32_t bl = (uint32_t)b, bh = (uint32_t)((uint64_t)b >> 32);
    uint64_t p = al;

    __asm__("mlr %0,%1" : "+d"(p) : "d"(bl));
    return (int64_t)(p + ((uint64_t)(ah * bl + al * bh) << 32));
}

int
__clzsi2(uint32_t v)
{
    int n = 0;

    for (; n < 32 && (v & 0x80000000u) == 0; v <<= 1)
        n++;
    return n;
}

int
__clzdi2(uint64_t v)
{
    uint32_t hi = (uint32_t)(v >> 32);

    return hi != 0 ? __clzsi2(hi) : 32 + __clzsi2((uint32_t)v);
}

int
__ctzsi2(uint32_t v)
{
    return 31 - __clzsi2(v & -v);
}

int
__ctzdi2(uint64_t v)
{
    uint32_t lo = (uint32_t)v;

    return lo != 0 ? __ctzsi2(lo) : 32 + __ctzsi2((uint32_t)(v >> 32));
}

int
__ffssi2(uint32_t v)
{
    return v == 0 ? 0 : __ctzsi2(v) + 1;
}

int
__ffsdi2(uint64_t v)
{
    return v == 0 ? 0 : __ctzdi2(v) + 1;
}

int
__popcountsi2(uint32_t v)
{
    int n = 0;

    for (; v != 0; v &= v - 1)
        n++;
    return n;
}

int
__popcountdi2(uint64_t v)
{
    return __popcountsi2((uint32_t)(v >> 32)) + __popcountsi2((uint32_t)v);
}

int
__paritysi2(uint32_t v)
{
    return __popcountsi2(v) & 1;
}
