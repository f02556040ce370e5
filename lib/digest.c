/* SPDX-License-Identifier: MIT */
/* The digest: four lanes of multiply and rotate over eight bytes at a time,
 * mixed at the end. The same value on every host: bytes are taken in
 * little-endian order. */
#include "lib/digest.h"

#include <stdio.h>
#include <string.h>

static const uint64_t k1 = 0x9e3779b97f4a7c15u, k2 = 0xc2b2ae3d27d4eb4fu;

static uint64_t
rotate(uint64_t v, unsigned n)
{
    return v << n | v >> (64 - n);
}

static uint64_t
word(const uint8_t *p)
{
    uint64_t v = 0;

    for (unsigned i = 0; i < 8; i++)
        v |= (uint64_t)p[i] << (8 * i);
    return v;
}

static uint64_t
mix(uint64_t v)
{
    v = (v ^ v >> 31) * k1;
    v = (v ^ v >> 29) * k2;
    return v ^ v >> 32;
}

void
digest_init(struct digest *d)
{
    memset(d, 0, sizeof(*d));
    for (unsigned i = 0; i < 4; i++)
        d->lane[i] = mix(k1 * (i + 1));
}

static void
take(struct digest *d, const uint8_t *p)
{
    for (unsigned i = 0; i < 4; i++)
        d->lane[i] = rotate(d->lane[i] ^ word(p + 8 * i) * k1, 31) * k2;
}

void
digest_add(struct digest *d, const void *data, size_t len)
{
    const uint8_t *p = data;
    size_t have = d->total % sizeof(d->tail);

    if (len == 0)
        return;
    d->total += len;
    if (have > 0) {
        size_t n = sizeof(d->tail) - have;

        if (n > len)
            n = len;
        memcpy(d->tail + have, p, n);
        p += n;
        len -= n;
        if (have + n < sizeof(d->tail))
            return;
        take(d, d->tail);
    }
    for (; len >= sizeof(d->tail); len -= sizeof(d->tail)) {
        take(d, p);
        p += sizeof(d->tail);
    }
    memcpy(d->tail, p, len);
}

struct digest_value
digest_end(const struct digest *d)
{
    struct digest last = *d;
    struct digest_value v;
    size_t have = d->total % sizeof(d->tail);

    memset(last.tail + have, 0, sizeof(last.tail) - have);
    take(&last, last.tail);
    v.hi = mix(last.lane[0] + rotate(last.lane[1], 17) + last.total);
    v.lo = mix(last.lane[2] + rotate(last.lane[3], 17) + v.hi);
    v.hi = mix(v.hi + last.lane[1] + rotate(last.lane[2], 41));
    return v;
}

void
digest_text(struct digest_value v, char text[DIGEST_TEXT])
{
    snprintf(text, DIGEST_TEXT, "%016llX%016llX", (unsigned long long)v.hi,
             (unsigned long long)v.lo);
}
