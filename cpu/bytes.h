/* SPDX-License-Identifier: MIT */
/* Operands of the storage-to-storage instructions in host storage, many bytes
 * at a time, pure. Every function has the effect of going from left to right,
 * byte after byte, however the operands overlap. PoO "General Instructions". */
#ifndef CPU_BYTES_H
#define CPU_BYTES_H

#include <stdint.h>
#include <string.h>

/* n bytes move; `to` begins inside `from` or at it: the first bytes repeat. */
static inline void
bytes_repeat(uint8_t *to, const uint8_t *from, uint32_t n)
{
    uint32_t period = (uint32_t)(to - from), k;

    if (period == 1)
        memset(to, *from, n);
    else if (period > 0)
        for (uint32_t i = 0; i < n; i += k) {
            k = period + i < n - i ? period + i : n - i;
            memcpy(to + i, from, k);
        }
}

/* Does a byte of `from` change before its turn comes, n bytes being stored at
 * `to`? */
static inline int
bytes_destroy(const uint8_t *to, const uint8_t *from, uint32_t n)
{
    return (uintptr_t)to - (uintptr_t)from - 1 < n - 1;
}

static inline void
bytes_move(uint8_t *to, const uint8_t *from, uint32_t n)
{
    struct {
        uint64_t half[2];
    } a, b;
    uint64_t c, d;
    uint32_t e, f;

    if (bytes_destroy(to, from, n)) {
        bytes_repeat(to, from, n);
    } else if (n > 32) {
        memmove(to, from, n);
    } else if (n >= 16) {
        memcpy(&a, from, 16);
        memcpy(&b, from + n - 16, 16);
        memcpy(to, &a, 16);
        memcpy(to + n - 16, &b, 16);
    } else if (n >= 8) {
        memcpy(&c, from, 8);
        memcpy(&d, from + n - 8, 8);
        memcpy(to, &c, 8);
        memcpy(to + n - 8, &d, 8);
    } else if (n >= 4) {
        memcpy(&e, from, 4);
        memcpy(&f, from + n - 4, 4);
        memcpy(to, &e, 4);
        memcpy(to + n - 4, &f, 4);
    } else {
        for (uint32_t i = 0; i < n; i++)
            to[i] = from[i];
    }
}

/* The first 8 (4, 2) bytes as a number, the leftmost highest. */
static inline uint64_t
bytes_be64(const uint8_t *p)
{
    uint64_t v;

    memcpy(&v, p, sizeof v);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    return v;
}

static inline uint32_t
bytes_be32(const uint8_t *p)
{
    uint32_t v;

    memcpy(&v, p, sizeof v);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    v = __builtin_bswap32(v);
#endif
    return v;
}

static inline uint32_t
bytes_be16(const uint8_t *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

static inline void
bytes_put_be64(uint8_t *p, uint64_t v)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    memcpy(p, &v, sizeof v);
}

static inline void
bytes_put_be32(uint8_t *p, uint32_t v)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    v = __builtin_bswap32(v);
#endif
    memcpy(p, &v, sizeof v);
}

static inline int
bytes_order(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* Less than, equal to, greater than zero as a is to b. n is 1-256. */
static inline int
bytes_compare(const uint8_t *a, const uint8_t *b, uint32_t n)
{
    uint64_t va, vb;

    if (n < 4)
        return n == 1
                   ? a[0] - b[0]
                   : bytes_order(bytes_be16(a) << 16 | bytes_be16(a + n - 2),
                                 bytes_be16(b) << 16 | bytes_be16(b + n - 2));
    if (n < 8)
        return bytes_order(
            (uint64_t)bytes_be32(a) << 32 | bytes_be32(a + n - 4),
            (uint64_t)bytes_be32(b) << 32 | bytes_be32(b + n - 4));
    va = bytes_be64(a);
    vb = bytes_be64(b);
    if (va != vb)
        return va < vb ? -1 : 1;
    if (n > 16)
        return memcmp(a + 8, b + 8, n - 8);
    return bytes_order(bytes_be64(a + n - 8), bytes_be64(b + n - 8));
}

/* to := F(to, from), where F works on each byte by itself. Returns not zero
 * when a byte of the result is not. A last word that overlaps the one before is
 * fetched before anything is stored. */
#define BYTES_LOGIC(name, F)                                                   \
    static inline uint64_t name(uint8_t *to, const uint8_t *from, size_t n)    \
    {                                                                          \
        uint64_t a, b, last, ones = 0;                                         \
                                                                               \
        if (n < 4 || bytes_destroy(to, from, (uint32_t)n)) {                   \
            for (size_t i = 0; i < n; i++)                                     \
                ones |= to[i] = (uint8_t)F(to[i], from[i]);                    \
            return ones;                                                       \
        }                                                                      \
        if (n < 8) {                                                           \
            uint32_t c = (uint32_t)F(bytes_word(to), bytes_word(from));        \
            uint32_t d =                                                       \
                (uint32_t)F(bytes_word(to + n - 4), bytes_word(from + n - 4)); \
                                                                               \
            memcpy(to, &c, 4);                                                 \
            memcpy(to + n - 4, &d, 4);                                         \
            return c | d;                                                      \
        }                                                                      \
        memcpy(&a, to + n - 8, 8);                                             \
        memcpy(&b, from + n - 8, 8);                                           \
        ones = last = F(a, b);                                                 \
        for (size_t i = 0; i + 8 < n; i += 8) {                                \
            memcpy(&a, to + i, 8);                                             \
            memcpy(&b, from + i, 8);                                           \
            a = F(a, b);                                                       \
            ones |= a;                                                         \
            memcpy(to + i, &a, 8);                                             \
        }                                                                      \
        memcpy(to + n - 8, &last, 8);                                          \
        return ones;                                                           \
    }

/* Four bytes in whatever order. */
static inline uint32_t
bytes_word(const uint8_t *p)
{
    uint32_t v;

    memcpy(&v, p, sizeof v);
    return v;
}

#define BYTES_LOW 0x0f0f0f0f0f0f0f0fu
#define BYTES_HIGH 0xf0f0f0f0f0f0f0f0u
#define BYTES_AND(a, b) ((a) & (b))
#define BYTES_OR(a, b) ((a) | (b))
#define BYTES_XOR(a, b) ((a) ^ (b))
#define BYTES_NUMERICS(a, b) (((a)&BYTES_HIGH) | ((b)&BYTES_LOW))
#define BYTES_ZONES(a, b) (((a)&BYTES_LOW) | ((b)&BYTES_HIGH))

BYTES_LOGIC(bytes_and, BYTES_AND)
BYTES_LOGIC(bytes_or, BYTES_OR)
BYTES_LOGIC(bytes_xor, BYTES_XOR)
BYTES_LOGIC(bytes_numerics, BYTES_NUMERICS)
BYTES_LOGIC(bytes_zones, BYTES_ZONES)

static inline void
bytes_translate(uint8_t *to, const uint8_t *table, uint32_t n)
{
    uint8_t *end = to + n;

    for (; end - to >= 4; to += 4) {
        to[0] = table[to[0]];
        to[1] = table[to[1]];
        to[2] = table[to[2]];
        to[3] = table[to[3]];
    }
    for (; to < end; to++)
        *to = table[*to];
}

/* The index of the first byte whose table byte is not zero; n if none. */
static inline uint32_t
bytes_scan(const uint8_t *at, const uint8_t *table, uint32_t n)
{
    const uint8_t *begin = at, *end = at + n;

    while (end - at >= 4 &&
           !(table[at[0]] | table[at[1]] | table[at[2]] | table[at[3]]))
        at += 4;
    while (at < end && !table[*at])
        at++;
    return (uint32_t)(at - begin);
}

/* How many bytes at the left are the same in both; are `pad`. */
static inline uint32_t
bytes_same(const uint8_t *a, const uint8_t *b, uint32_t n)
{
    enum { WHOLE = 64 }; /* where it pays to look at all first */
    uint32_t i = 0;

    if (n >= WHOLE && memcmp(a, b, n) == 0)
        return n;
    while (i + 8 <= n && memcmp(a + i, b + i, 8) == 0)
        i += 8;
    while (i < n && a[i] == b[i])
        i++;
    return i;
}

static inline uint32_t
bytes_padding(const uint8_t *p, uint8_t pad, uint32_t n)
{
    uint64_t eight = pad * (uint64_t)0x0101010101010101;
    uint32_t i = 0;

    while (i + 8 <= n && memcmp(p + i, &eight, 8) == 0)
        i += 8;
    while (i < n && p[i] == pad)
        i++;
    return i;
}

#endif
