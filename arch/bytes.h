/* SPDX-License-Identifier: MIT */
/* Big-endian fields of System/370 storage, as byte structs: one header serves
 * the host (which may be little-endian) and the guest (where a be32 access
 * compiles to one L or ST). Every layout in arch/ is made of these. */
#ifndef ARCH_BYTES_H
#define ARCH_BYTES_H

#include <stdint.h>

typedef struct {
    uint8_t b[2];
} be16;
typedef struct {
    uint8_t b[3];
} be24;
typedef struct {
    uint8_t b[4];
} be32;
typedef struct {
    uint8_t b[8];
} be64;

static inline uint16_t
get16(const be16 *p)
{
#ifdef CAMBRIDGE_GUEST
    return *(const uint16_t *)(const void *)p;
#else
    return (uint16_t)(p->b[0] << 8 | p->b[1]);
#endif
}

static inline uint32_t
get24(const be24 *p)
{
    return (uint32_t)p->b[0] << 16 | (uint32_t)p->b[1] << 8 | p->b[2];
}

static inline uint32_t
get32(const be32 *p)
{
#ifdef CAMBRIDGE_GUEST
    return *(const uint32_t *)(const void *)p;
#else
    return (uint32_t)p->b[0] << 24 | (uint32_t)p->b[1] << 16 |
           (uint32_t)p->b[2] << 8 | p->b[3];
#endif
}

static inline uint64_t
get64(const be64 *p)
{
#ifdef CAMBRIDGE_GUEST
    return *(const uint64_t *)(const void *)p;
#else
    uint64_t v = 0;

    for (int i = 0; i < 8; i++)
        v = v << 8 | p->b[i];
    return v;
#endif
}

static inline void
put16(be16 *p, uint16_t v)
{
    p->b[0] = (uint8_t)(v >> 8);
    p->b[1] = (uint8_t)v;
}

static inline void
put24(be24 *p, uint32_t v)
{
    p->b[0] = (uint8_t)(v >> 16);
    p->b[1] = (uint8_t)(v >> 8);
    p->b[2] = (uint8_t)v;
}

static inline void
put32(be32 *p, uint32_t v)
{
#ifdef CAMBRIDGE_GUEST
    *(uint32_t *)(void *)p = v;
#else
    p->b[0] = (uint8_t)(v >> 24);
    p->b[1] = (uint8_t)(v >> 16);
    p->b[2] = (uint8_t)(v >> 8);
    p->b[3] = (uint8_t)v;
#endif
}

static inline void
put64(be64 *p, uint64_t v)
{
#ifdef CAMBRIDGE_GUEST
    *(uint64_t *)(void *)p = v;
#else
    for (int i = 7; i >= 0; i--) {
        p->b[i] = (uint8_t)v;
        v >>= 8;
    }
#endif
}

#endif
