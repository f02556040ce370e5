/* SPDX-License-Identifier: MIT */
/* Compressed CKD images, and Hercules' shadow files above them. Input: a byte
 * (1: the second piece is a shadow file), a piece for the file, one for the
 * shadow file, then what is done: load, write, erase, fsync; in the end they
 * are closed and opened again. Whatever the files hold, a track that was
 * written is read as it was written, and sound files stay sound.
 *
 * A piece is the file without most of the zeros in it: the first 24 bytes of
 * the header, 64 of the second one, 8 of the first-level table, 64 of a second-
 * level table at byte 1032, and what is behind that, from byte 3080 on. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "image/ckd.h"
#include "tests/fuzz/fuzz.h"

static const char *base, *above;
static uint8_t bytes[70000];
static struct err err;

static unsigned
walk(const struct ckd *c)
{
    unsigned size = ckd_geometry(c)->track_size, n = 0;
    struct ckd_rec r;

    for (bool more = ckd_first(c, &r); more; more = ckd_next(c, &r), n++)
        FUZZ_CHECK(r.at + 8u + r.keylen + r.datalen <= size);
    return n;
}

/* Writes a record, and reads it after another track was loaded. */
static void
write_record(struct ckd *c, unsigned cyl, unsigned head, struct fuzz_in *in)
{
    unsigned len = fuzz_u16(in), last = ckd_geometry(c)->heads - 1;
    struct ckd_rec r, made;
    unsigned at;

    memset(bytes, fuzz_u8(in), sizeof(bytes));
    bytes[4] = fuzz_u8(in);
    bytes[5] = fuzz_u8(in);
    bytes[6] = (uint8_t)(len >> 8);
    bytes[7] = (uint8_t)len;
    if (!ckd_first(c, &r) ||
        ckd_write_ckd(c, &r, bytes, len + 8 + bytes[5], &made, &err) != CKD_OK)
        return;
    at = made.at;
    (void)ckd_load(c, 0, head == 0 ? last : 0, &err);
    FUZZ_CHECK(ckd_load(c, cyl, head, &err));
    FUZZ_CHECK(ckd_first(c, &r) && ckd_next(c, &r));
    FUZZ_CHECK(r.at == at && memcmp(r.count, bytes, 8) == 0);
    FUZZ_CHECK(memcmp(r.key, bytes + 8, r.keylen + (size_t)r.datalen) == 0);
}

static void
act(struct ckd *c, struct fuzz_in *in)
{
    const struct ckd_geometry *g = ckd_geometry(c);
    unsigned op = fuzz_u8(in), track = fuzz_u16(in) % (g->cyls * g->heads);
    unsigned cyl = track / g->heads, head = track % g->heads;
    struct ckd_rec r;

    if (op % 8 == 7) {
        FUZZ_CHECK(ckd_sync(c, &err));
        return;
    }
    if (!ckd_load(c, cyl, head, &err))
        return;
    walk(c);
    switch (op % 8) {
    case 0:
        if (ckd_erase(c, ckd_first(c, &r) ? &r : NULL, &err) == CKD_OK) {
            (void)ckd_load(c, 0, head == 0, &err);
            FUZZ_CHECK(ckd_load(c, cyl, head, &err));
            FUZZ_CHECK(walk(c) <= 1);
        }
        break;
    case 1:
        memset(bytes, 0, 5);
        bytes[2] = (uint8_t)cyl;
        bytes[4] = (uint8_t)(op & 8 ? head + 1 : head);
        if (ckd_write_home(c, bytes, &err) == CKD_OK)
            FUZZ_CHECK(walk(c) == 0);
        break;
    case 2:
        if (ckd_first(c, &r) && ckd_next(c, &r))
            ckd_write_data(c, &r, bytes, fuzz_u16(in), &err);
        break;
    default:
        write_record(c, cyl, head, in);
        break;
    }
}

static const char *
make_file(unsigned n, struct fuzz_in *in)
{
    static const struct {
        size_t at, len;
    } part[] = {{0, 24}, {512, 64}, {1024, 8}, {1032, 64}, {3080, 3900}};
    static uint8_t file[8192];
    struct fuzz_in piece;
    size_t len, end = 0;

    piece.p = fuzz_piece(in, &piece.n);
    memset(file, 0, sizeof(file));
    for (unsigned i = 0; i < sizeof(part) / sizeof(part[0]); i++) {
        const uint8_t *p = fuzz_bytes(&piece, part[i].len, &len);

        memcpy(file + part[i].at, p, len);
        if (len > 0)
            end = part[i].at + len;
    }
    return fuzz_file(n, file, end);
}

static struct ckd *
open_both(bool shadow)
{
    struct ckd *c = ckd_open(base, 0, &err);

    if (c == NULL || !shadow)
        return c;
    if (ckd_push_shadow(c, above, 0, &err))
        return c;
    ckd_close(c);
    return NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    bool shadow = fuzz_u8(&in) & 1;
    struct ckd *c;
    bool sound;

    base = make_file(0, &in);
    above = make_file(1, &in);
    c = open_both(shadow);
    if (c == NULL)
        return 0;
    sound = ckd_check(c, &err);
    for (unsigned i = 0; i < 40 && in.n > 0; i++)
        act(c, &in);
    if (sound)
        FUZZ_CHECK(ckd_check(c, &err));
    ckd_close(c);
    if (sound) { /* what was closed can be opened */
        c = open_both(shadow);
        FUZZ_CHECK(c != NULL && ckd_check(c, &err));
        ckd_close(c);
    }
    return 0;
}
