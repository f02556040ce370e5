/* SPDX-License-Identifier: MIT */
/* CKD images. Input: a piece that is the file, a byte without a meaning, then
 * what is done with it. */
#include "config.h"

#include <string.h>

#include "image/ckd.h"
#include "tests/fuzz/fuzz.h"

/* Every record lies within its track. */
static unsigned
walk(const struct ckd *c)
{
    unsigned size = ckd_geometry(c)->track_size, n = 0, last = 0;
    struct ckd_rec r;

    for (bool more = ckd_first(c, &r); more; more = ckd_next(c, &r)) {
        FUZZ_CHECK(r.at >= 5 && (n == 0 || r.at > last));
        FUZZ_CHECK(r.at + 8u + r.keylen + r.datalen <= size);
        FUZZ_CHECK(r.keylen == 0 || r.key[r.keylen - 1] <= 255);
        FUZZ_CHECK(r.datalen == 0 || r.data[r.datalen - 1] <= 255);
        FUZZ_CHECK(ckd_room(c, &r) <= size);
        last = r.at;
        n++;
    }
    return n;
}

static void
act(struct ckd *c, struct fuzz_in *in)
{
    static uint8_t bytes[70000];
    struct err err;
    struct ckd_rec r, made;
    unsigned op = fuzz_u8(in), cyl = fuzz_u8(in), head = cyl >> 4;
    unsigned rec = fuzz_u8(in);
    size_t len = fuzz_u16(in), n;
    const uint8_t *p = fuzz_bytes(in, 24, &n);
    bool found;

    memcpy(bytes, p, n);
    if (!ckd_load(c, cyl & 15, head, &err))
        return;
    walk(c);
    found = op & 0x80 ? ckd_first(c, &r) : ckd_find(c, (uint8_t)rec, &r);
    switch (op & 7) {
    case 0:
    case 1:
        if (ckd_write_ckd(c, found ? &r : NULL, bytes, (unsigned)(len + 8),
                          &made, &err) == CKD_OK)
            FUZZ_CHECK(!ckd_next(c, &made));
        break;
    case 2:
        if (found)
            ckd_write_data(c, &r, bytes, (unsigned)len, &err);
        break;
    case 3:
        if (found)
            ckd_write_key_data(c, &r, bytes, (unsigned)len, &err);
        break;
    case 4:
        if (ckd_erase(c, found ? &r : NULL, &err) == CKD_OK && found)
            FUZZ_CHECK(!ckd_next(c, &r));
        break;
    case 5:
        if (ckd_write_home(c, bytes, &err) == CKD_OK)
            FUZZ_CHECK(walk(c) == 0);
        break;
    default:
        break;
    }
    /* What was written can be read again. */
    (void)ckd_load(c, (cyl & 15) == 0, 0, &err);
    FUZZ_CHECK(ckd_load(c, cyl & 15, head, &err));
    walk(c);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    struct err err;
    struct ckd *c;
    size_t len;
    const uint8_t *file = fuzz_piece(&in, &len);

    c = ckd_open(fuzz_file(0, file, len), 0, &err);
    if (c == NULL)
        return 0;
    for (unsigned i = 0; i < 4; i++)
        if (ckd_load(c, 0, i, &err))
            walk(c);
    (void)fuzz_u8(&in);
    while (in.n > 0)
        act(c, &in);
    ckd_close(c);
    return 0;
}
