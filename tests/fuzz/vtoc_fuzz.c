/* SPDX-License-Identifier: MIT */
/* OS volumes: label, VTOC, directories, records. Input: for each of eight
 * tracks (two cylinders of four heads) a byte, how many records it has; for
 * each record its key length, data length and bytes. Every data set that the
 * VTOC tells of is read, and each member of the partitioned ones. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tools/dataset.h"
#include "tools/vtoc.h"

enum { HEADS = 4, TRACKS = 8, SIZE = 2048, HEADER = 512 };

static struct err err;

struct run {
    struct vtoc *v;
    const struct vtoc_dataset *d;
    unsigned sets, members, records;
};

static void
make_track(uint8_t *p, unsigned track, struct fuzz_in *in)
{
    unsigned records = fuzz_u8(in), at = 5 + 16;

    p[2] = p[6] = (uint8_t)(track / HEADS);
    p[4] = p[8] = (uint8_t)(track % HEADS);
    p[12] = 8;
    for (unsigned i = 1; i <= records && in->n > 0; i++) {
        unsigned keylen = fuzz_u8(in), len = fuzz_u16(in) & 0x7ff;
        const uint8_t *q;
        size_t n;

        if (at + 16 + keylen + len > SIZE)
            break;
        memcpy(p + at, p + 1, 4);
        p[at + 4] = (uint8_t)i;
        p[at + 5] = (uint8_t)keylen;
        p[at + 6] = (uint8_t)(len >> 8);
        p[at + 7] = (uint8_t)len;
        q = fuzz_bytes(in, keylen + len, &n);
        memcpy(p + at + 8, q, n);
        at += 8 + keylen + len;
    }
    memset(p + at, 0xff, 8);
}

static bool
count_record(void *arg, const uint8_t *rec, size_t len)
{
    struct run *r = arg;

    FUZZ_CHECK(len == 0 || rec[len - 1] <= 255);
    return ++r->records < 5000;
}

static bool
read_member(void *arg, const struct member *m)
{
    struct run *r = arg;

    FUZZ_CHECK(strlen(m->name) <= 8);
    (void)dataset_read(r->v, r->d, m->name, count_record, r, &err);
    return ++r->members < 50;
}

static bool
read_set(void *arg, const struct vtoc_dataset *d)
{
    struct run *r = arg;

    FUZZ_CHECK(strlen(d->name) < VTOC_NAME && d->nextents <= VTOC_EXTENTS);
    for (unsigned i = 0; i < d->nextents; i++)
        FUZZ_CHECK(d->extent[i].first <= d->extent[i].last &&
                   d->extent[i].last < TRACKS);
    r->d = d;
    (void)dataset_read(r->v, d, NULL, count_record, r, &err);
    (void)dataset_members(r->v, d, read_member, r, &err);
    return ++r->sets < 50;
}

static void
tell(void *arg, const char *text)
{
    (void)arg;
    FUZZ_CHECK(strlen(text) > 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t file[HEADER + TRACKS * SIZE];
    struct fuzz_in in = {data, size};
    struct run r = {.sets = 0};
    FILE *null = fopen("/dev/null", "we");
    struct vtoc v;
    struct ckd *c;

    memset(file, 0, sizeof(file));
    memcpy(file, "CKD_P370\4\0\0\0\0\10\0\0\60", 17);
    for (unsigned t = 0; t < TRACKS; t++)
        make_track(file + HEADER + t * SIZE, t, &in);
    c = ckd_open(fuzz_file(0, file, sizeof(file)), CKD_READ_ONLY, &err);
    FUZZ_CHECK(c != NULL && null != NULL);
    if (vtoc_open(&v, c, &err)) {
        r.v = &v;
        vtoc_each(&v, read_set, tell, &r, &err);
    }
    (void)vtoc_list(c, null, &err);
    ckd_close(c);
    fclose(null);
    return 0;
}
