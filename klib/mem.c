/* SPDX-License-Identifier: MIT */
/* Moving, filling and comparing storage. Owns memcpy, memmove, memset, memcmp
 * and memchr of the guest world. MOVE LONG and COMPARE LOGICAL LONG do the
 * work: one instruction for a page. PoO "General Instructions". In 24-bit mode
 * a length is below 16M, which no caller exceeds: storage ends there. */
#include "klib/klib.h"

#define PAIR(even, odd) ((uint64_t)(uint32_t)(even) << 32 | (uint32_t)(odd))

enum { LONG_MAX_LEN = 0x00ffffff };

/* MVCL leaves storage as it was, with cc 3, when the move would be
 * destructive; memcpy's caller has promised that it is not. */
static inline void
mvcl(void *to, size_t to_len, const void *from, size_t from_len, int pad)
{
    uint64_t d = PAIR((uintptr_t)to, to_len & LONG_MAX_LEN);
    uint64_t s = PAIR((uintptr_t)from,
                      (uint32_t)(pad & 0xff) << 24 | (from_len & LONG_MAX_LEN));

    __asm__ volatile("mvcl %0,%1" : "+d"(d), "+d"(s) : : "cc", "memory");
}

void *
memcpy(void *restrict to, const void *restrict from, size_t n)
{
    mvcl(to, n, from, n, 0);
    return to;
}

void *
memmove(void *to, const void *from, size_t n)
{
    uint8_t *t = to;
    const uint8_t *f = from;

    if ((uintptr_t)to - (uintptr_t)from >= n) {
        mvcl(to, n, from, n, 0);
        return to;
    }
    while (n-- > 0)
        t[n] = f[n];
    return to;
}

void *
memset(void *to, int c, size_t n)
{
    mvcl(to, n, to, 0, c);
    return to;
}

int
memcmp(const void *a, const void *b, size_t n)
{
    uint64_t x = PAIR((uintptr_t)a, n & LONG_MAX_LEN);
    uint64_t y = PAIR((uintptr_t)b, n & LONG_MAX_LEN);
    int cc;

    __asm__ volatile("clcl %0,%1;ipm %2;srl %2,28"
                     : "+d"(x), "+d"(y), "=d"(cc)
                     :
                     : "cc", "memory");
    return cc == 0 ? 0 : cc == 1 ? -1 : 1;
}

void *
memchr(const void *p, int c, size_t n)
{
    uintptr_t at = (uintptr_t)p;

    for (; n > 0; n--, at++) {
        if (*(const uint8_t *)at == (uint8_t)c)
            return (void *)at;
    }
    return NULL;
}
