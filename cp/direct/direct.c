/* SPDX-License-Identifier: MIT */
/* Finds a user in the directory object. Nothing in the object is believed: a
 * damaged page is DIRECT_BAD, never a wild address. VM/370: DMKUDR. */
#include "cp/direct/direct.h"

#ifdef CAMBRIDGE_GUEST
#include "klib/klib.h"
#else
#include <string.h>
#endif

/* "CPDIR001", whatever the compiler's character set is. */
static const uint8_t eye[8] = {0xc3, 0xd7, 0xc4, 0xc9, 0xd9, 0xf0, 0xf0, 0xf1};

/* Which index page: the last whose first name is not above `user`; 0 none. */
static uint32_t
index_page(const struct direct_header *h, const uint8_t user[8])
{
    uint32_t lo = 0, hi = get32(&h->index_pages);

    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;

        if (memcmp(h->first[mid], user, 8) <= 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static const struct direct_ref *
index_find(const struct direct_index *x, const uint8_t user[8])
{
    uint32_t lo = 0, hi = get16(&x->count);

    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        int c = memcmp(x->ref[mid].user, user, 8);

        if (c == 0)
            return &x->ref[mid];
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

static bool
header_ok(const struct direct_header *h)
{
    uint32_t n = get32(&h->index_pages), pages = get32(&h->pages);

    return memcmp(h->eye, eye, 8) == 0 && pages <= 65536 &&
           n <= DIRECT_FENCES && n < pages;
}

static const struct udirect *
entry_at(const uint8_t *page, uint32_t offset, const uint8_t user[8])
{
    const struct udirect *u;
    uint32_t length;

    if (offset % 4 != 0 || offset + sizeof *u > DIRECT_PAGE)
        return NULL;
    u = (const struct udirect *)(const void *)(page + offset);
    length = get16(&u->length);
    if (offset + length > DIRECT_PAGE ||
        length != sizeof *u + get16(&u->devs) * sizeof(struct udevice) ||
        u->parm_len > sizeof u->ipl_parm || memcmp(u->user, user, 8) != 0)
        return NULL;
    return u;
}

enum direct_result
direct_find(const struct direct_io *io, const uint8_t user[8], void *buf,
            const struct udirect **u)
{
    const struct direct_header *h = buf;
    const struct direct_index *x = buf;
    const struct direct_ref *ref;
    uint32_t pages, at, offset;

    if (!io->read(io->arg, 0, buf))
        return DIRECT_IOERR;
    if (!header_ok(h))
        return DIRECT_BAD;
    pages = get32(&h->pages);
    at = index_page(h, user);
    if (at == 0)
        return DIRECT_NONE;
    if (!io->read(io->arg, at, buf))
        return DIRECT_IOERR;
    if (get16(&x->count) > DIRECT_INDEX)
        return DIRECT_BAD;
    ref = index_find(x, user);
    if (ref == NULL)
        return DIRECT_NONE;
    at = get16(&ref->page);
    offset = get16(&ref->offset);
    if (at >= pages)
        return DIRECT_BAD;
    if (!io->read(io->arg, at, buf))
        return DIRECT_IOERR;
    *u = entry_at(buf, offset, user);
    return *u != NULL ? DIRECT_OK : DIRECT_BAD;
}

const struct udevice *
udirect_find(const struct udirect *u, uint16_t addr)
{
    const struct udevice *d = udirect_devices(u);

    for (unsigned i = get16(&u->devs); i > 0; i--, d++)
        if (get16(&d->addr) == addr)
            return d;
    return NULL;
}
