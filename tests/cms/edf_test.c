/* SPDX-License-Identifier: MIT */
/* The EDF file system on a disk in storage: records of both formats, a
 * randomised run against a model, every write and every allocation failing in
 * turn, and damaged disks. */
#include "config.h"

#include "cms/fs/edf.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t volid[6] = {0xe3, 0xc5, 0xe2, 0xe3, 0x40, 0x40};
static const uint8_t fm[2] = {0xc1, 0xf1};

/* The disk: writes fail from the `fuse`-th on; the first to fail may be done
 * in part. Allocations fail likewise. */
struct disk {
    uint8_t *bytes;
    uint32_t blksize, nblocks;
    long fuse, tear, alloc_fuse;
    long writes, allocs;
    long held; /* bytes allocated */
    unsigned clock;
};

static int
rd(void *ctx, uint32_t block, void *buf)
{
    struct disk *d = ctx;

    ck_assert(block >= 1 && block <= d->nblocks);
    memcpy(buf, d->bytes + (size_t)(block - 1) * d->blksize, d->blksize);
    return 0;
}

static int
wr(void *ctx, uint32_t block, const void *buf)
{
    struct disk *d = ctx;
    uint8_t *to = d->bytes + (size_t)(block - 1) * d->blksize;

    ck_assert(block >= 3 && block <= d->nblocks);
    if (d->fuse >= 0 && d->writes >= d->fuse) {
        if (d->writes++ == d->fuse && d->tear > 0)
            memcpy(to, buf, (size_t)d->tear);
        return -1;
    }
    d->writes++;
    memcpy(to, buf, d->blksize);
    return 0;
}

static void *
get(void *ctx, uint32_t size)
{
    struct disk *d = ctx;

    if (d->alloc_fuse >= 0 && d->allocs++ >= d->alloc_fuse)
        return NULL;
    d->held += size;
    return malloc(size);
}

static void
put(void *ctx, void *p, uint32_t size)
{
    struct disk *d = ctx;

    d->held -= size;
    free(p);
}

static void
now(void *ctx, struct edf_date *date)
{
    struct disk *d = ctx;
    static const uint8_t at[6] = {0x26, 0x11, 0x24, 0x17, 0x05, 0x00};

    memcpy(date->d, at, 6);
    d->clock++;
    date->d[5] = (uint8_t)((d->clock / 10 % 6) << 4 | d->clock % 10);
    date->century = 1;
}

static struct edf_io
io_of(struct disk *d)
{
    return (struct edf_io){d, rd, wr, get, put, now};
}

static void
make(struct disk *d, uint32_t blksize, uint32_t nblocks)
{
    struct edf_io io;

    memset(d, 0, sizeof(*d));
    d->bytes = calloc(nblocks, blksize);
    d->blksize = blksize;
    d->nblocks = nblocks;
    d->fuse = d->alloc_fuse = -1;
    io = io_of(d);
    ck_assert_int_eq(edf_format(&io, blksize, nblocks, 10, volid), EDF_OK);
    ck_assert_int_eq(d->held, 0);
}

static void
mount(struct disk *d, struct edf_disk *e, bool writable)
{
    struct edf_io io = io_of(d);
    uint32_t blksize, nblocks;

    ck_assert_int_eq(edf_probe(d->bytes + 2 * d->blksize, &blksize, &nblocks),
                     EDF_OK);
    ck_assert_uint_eq(blksize, d->blksize);
    ck_assert_uint_eq(nblocks, d->nblocks);
    ck_assert_int_eq(edf_mount(e, &io, blksize, writable), EDF_OK);
}

static unsigned seen_complaints[16];

static void
print(void *ctx, enum edf_complaint what, const struct edf_fst *fst,
      uint32_t number)
{
    const bool *quiet = ctx;

    seen_complaints[what]++;
    if (!*quiet)
        printf("complaint %d of %.2x%.2x.. number %u\n", (int)what,
               fst ? fst->fn[0] : 0, fst ? fst->fn[1] : 0, number);
}

static uint32_t
complaints(struct edf_disk *e, bool quiet)
{
    uint32_t found;

    memset(seen_complaints, 0, sizeof(seen_complaints));
    ck_assert_int_eq(edf_check(e, print, &quiet, &found), EDF_OK);
    return found;
}

static void
name(uint8_t fn[8], unsigned n)
{
    memset(fn, 0x40, 8);
    fn[0] = 0xc6;
    fn[1] = (uint8_t)(0xf0 + n / 100 % 10);
    fn[2] = (uint8_t)(0xf0 + n / 10 % 10);
    fn[3] = (uint8_t)(0xf0 + n % 10);
}

static const uint8_t ft[8] = {0xc4, 0xc1, 0xe3, 0xc1, 0x40, 0x40, 0x40, 0x40};

static enum edf_rc
open_n(struct edf_disk *e, struct edf_file *f, unsigned n, uint8_t recfm,
       uint32_t lrecl, enum edf_open how)
{
    uint8_t fn[8];

    name(fn, n);
    return edf_open(e, f, fn, ft, fm, recfm, lrecl, how);
}

/* Contents of record `rec` of file n: never empty of meaning. */
static void
fill(uint8_t *p, uint32_t len, unsigned n, uint32_t rec)
{
    for (uint32_t i = 0; i < len; i++)
        p[i] = (uint8_t)(n * 31 + rec * 7 + i + (i >> 8) + 1);
}

START_TEST(empty_disk)
{
    struct disk d;
    struct edf_disk e;
    struct edf_file f;

    make(&d, 4096, 720);
    mount(&d, &e, true);
    ck_assert_uint_eq(e.nfst, 2);
    ck_assert_uint_eq(e.used, 6);
    ck_assert_ptr_null(edf_entry(&e, 0));
    ck_assert_uint_eq(complaints(&e, false), 0);
    ck_assert_int_eq(open_n(&e, &f, 1, 0, 0, EDF_READ), EDF_NOT_FOUND);
    ck_assert_int_eq(open_n(&e, &f, 1, 0, 0, EDF_WRITE), EDF_RECFM);
    ck_assert_int_eq(open_n(&e, &f, 1, EDF_FIXED, 0, EDF_WRITE), EDF_LENGTH);
    /* a file without records does not come to be */
    ck_assert_int_eq(open_n(&e, &f, 1, EDF_FIXED, 80, EDF_WRITE), EDF_OK);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    ck_assert_uint_eq(e.nfst, 2);
    /* label and directory as other tools read them */
    ck_assert_mem_eq(d.bytes + 2 * 4096, "\xc3\xd4\xe2\xf1\xe3\xc5\xe2\xe3", 8);
    ck_assert_mem_eq(d.bytes + 2 * 4096 + 0x0c, "\0\0\x10\0\0\0\0\4", 8);
    ck_assert_mem_eq(d.bytes + 3 * 4096, "\0\0\0\1\0\0\0\0\xc4\xc9\xd9\xc5",
                     12);
    ck_assert_mem_eq(d.bytes + 3 * 4096 + 64,
                     "\0\0\0\2\0\0\0\0\xc1\xd3\xd3\xd6", 12);
    ck_assert_mem_eq(d.bytes + 3 * 4096 + 64 + 0x28, "\0\0\0\6", 4);
    ck_assert_uint_eq(d.bytes[5 * 4096], 0xfc); /* blocks 1 to 6 */
    edf_unmount(&e);
    ck_assert_int_eq(d.held, 0);
    free(d.bytes);
}
END_TEST

START_TEST(records)
{
    static const uint32_t sizes[] = {512, 1024, 2048, 4096};
    struct disk d;
    struct edf_disk e;
    struct edf_file f, g;
    uint8_t buf[70000], want[70000];
    uint32_t len, bs = sizes[_i];
    uint8_t fn[8], fn2[8];
    struct edf_date date;

    make(&d, bs, 3000);
    mount(&d, &e, true);
    /* F, across blocks, and updated in the middle */
    ck_assert_int_eq(open_n(&e, &f, 1, EDF_FIXED, 300, EDF_WRITE), EDF_OK);
    ck_assert_int_eq(open_n(&e, &g, 1, 0, 0, EDF_READ), EDF_BUSY);
    for (unsigned r = 1; r <= 1500; r++) {
        fill(buf, 300, 1, r);
        ck_assert_int_eq(edf_write(&f, 0, buf, 300), EDF_OK);
    }
    ck_assert_int_eq(edf_write(&f, 0, buf, 299), EDF_LENGTH);
    fill(buf, 300, 1, 9999);
    ck_assert_int_eq(edf_write(&f, 700, buf, 300), EDF_OK);
    ck_assert_int_eq(edf_read(&f, 699, buf, 300, &len), EDF_OK);
    fill(want, 300, 1, 699);
    ck_assert_mem_eq(buf, want, 300);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    /* V */
    ck_assert_int_eq(open_n(&e, &f, 2, EDF_VARIABLE, 0, EDF_WRITE), EDF_OK);
    for (unsigned r = 1; r <= 1200; r++) {
        len = r % 97 == 0 ? 3 * bs + r : 1 + r * 7 % 150;
        fill(buf, len, 2, r);
        ck_assert_int_eq(edf_write(&f, r, buf, len), EDF_OK);
    }
    ck_assert_int_eq(edf_write(&f, 1202, buf, 5), EDF_RECNO);
    ck_assert_int_eq(edf_write(&f, 3, buf, 99), EDF_LENGTH);
    ck_assert_int_eq(edf_write(&f, 0, buf, 0), EDF_LENGTH);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    ck_assert_uint_eq(complaints(&e, false), 0);
    edf_unmount(&e);

    mount(&d, &e, false);
    ck_assert_uint_eq(complaints(&e, false), 0);
    ck_assert_int_eq(open_n(&e, &f, 3, EDF_FIXED, 80, EDF_WRITE),
                     EDF_READ_ONLY);
    ck_assert_int_eq(open_n(&e, &f, 1, 0, 0, EDF_READ), EDF_OK);
    ck_assert_int_eq(edf_write(&f, 1, buf, 300), EDF_READ_ONLY);
    for (unsigned r = 1500; r >= 1; r--) {
        ck_assert_int_eq(edf_read(&f, r, buf, 300, &len), EDF_OK);
        fill(want, 300, 1, r == 700 ? 9999 : r);
        ck_assert_mem_eq(buf, want, 300);
    }
    ck_assert_int_eq(edf_read(&f, 1501, buf, 300, &len), EDF_EOF);
    ck_assert_int_eq(open_n(&e, &g, 2, 0, 0, EDF_READ), EDF_OK);
    for (unsigned r = 1; r <= 1200; r++) {
        ck_assert_int_eq(edf_read(&g, 0, buf, sizeof(buf), &len), EDF_OK);
        ck_assert_uint_eq(len, r % 97 == 0 ? 3 * bs + r : 1 + r * 7 % 150);
        fill(want, len, 2, r);
        ck_assert_mem_eq(buf, want, len);
    }
    ck_assert_int_eq(edf_read(&g, 0, buf, sizeof(buf), &len), EDF_EOF);
    for (unsigned i = 0, r = 1; i < 3000; i++, r = (r * 761 + 13) % 1200 + 1) {
        ck_assert_int_eq(edf_read(&g, r, buf, 1, &len), EDF_OK);
        fill(want, 1, 2, r);
        ck_assert_uint_eq(buf[0], want[0]);
        ck_assert_uint_eq(len, r % 97 == 0 ? 3 * bs + r : 1 + r * 7 % 150);
    }
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    ck_assert_int_eq(edf_close(&g), EDF_OK);
    edf_unmount(&e);

    mount(&d, &e, true);
    name(fn, 1);
    name(fn2, 7);
    ck_assert_int_eq(edf_rename(&e, fn, ft, fn2, ft, NULL), EDF_OK);
    ck_assert_ptr_null(edf_state(&e, fn, ft));
    ck_assert_uint_eq(get32(&edf_state(&e, fn2, ft)->nrecs), 1500);
    name(fn, 2);
    ck_assert_int_eq(edf_rename(&e, fn, ft, fn2, ft, NULL), EDF_EXISTS);
    date = (struct edf_date){{0x85, 1, 2, 3, 4, 5}, 0};
    ck_assert_int_eq(edf_set_date(&e, fn, ft, &date), EDF_OK);
    memset(&date, 0xff, sizeof(date));
    edf_fst_date(edf_state(&e, fn, ft), &date);
    ck_assert_uint_eq(date.d[0], 0x85);
    ck_assert_uint_eq(date.century, 0);
    /* an open file can not be erased */
    ck_assert_int_eq(open_n(&e, &f, 7, 0, 0, EDF_READ), EDF_OK);
    ck_assert_int_eq(edf_erase(&e, fn2, ft), EDF_BUSY);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    ck_assert_int_eq(edf_erase(&e, fn2, ft), EDF_OK);
    ck_assert_int_eq(edf_erase(&e, fn2, ft), EDF_NOT_FOUND);
    ck_assert_int_eq(edf_erase(&e, fn, ft), EDF_OK);
    ck_assert_uint_eq(e.used, 6);
    ck_assert_uint_eq(complaints(&e, false), 0);
    edf_unmount(&e);
    ck_assert_int_eq(d.held, 0);
    free(d.bytes);
}
END_TEST

/* Records never written between others read as zeros and take no blocks. */
START_TEST(sparse)
{
    struct disk d;
    struct edf_disk e;
    struct edf_file f;
    uint8_t buf[80], zero[80] = {0};
    uint32_t len;

    make(&d, 512, 500);
    mount(&d, &e, true);
    ck_assert_int_eq(open_n(&e, &f, 1, EDF_FIXED, 80, EDF_WRITE), EDF_OK);
    fill(buf, 80, 1, 1);
    ck_assert_int_eq(edf_write(&f, 100000, buf, 80), EDF_OK);
    ck_assert_int_eq(edf_write(&f, 5, buf, 80), EDF_OK);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    ck_assert_uint_lt(e.used, 20);
    ck_assert_uint_eq(complaints(&e, false), 0);
    ck_assert_int_eq(open_n(&e, &f, 1, 0, 0, EDF_READ), EDF_OK);
    ck_assert_int_eq(edf_read(&f, 50000, buf, 80, &len), EDF_OK);
    ck_assert_mem_eq(buf, zero, 80);
    ck_assert_int_eq(edf_read(&f, 100000, buf, 80, &len), EDF_OK);
    fill(zero, 80, 1, 1);
    ck_assert_mem_eq(buf, zero, 80);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    edf_unmount(&e);
    free(d.bytes);
}
END_TEST

/* Mode 6: updates take no new blocks and are there before the commit. */
START_TEST(mode_six)
{
    static const uint8_t six[2] = {0xc1, 0xf6};
    struct disk d;
    struct edf_disk e, r;
    struct edf_file f;
    uint8_t fn[8], buf[400];
    uint32_t fop, len;

    make(&d, 512, 100);
    mount(&d, &e, true);
    name(fn, 1);
    ck_assert_int_eq(edf_open(&e, &f, fn, ft, six, EDF_FIXED, 400, EDF_WRITE),
                     EDF_OK);
    fill(buf, 400, 1, 1);
    ck_assert_int_eq(edf_write(&f, 1, buf, 400), EDF_OK);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    fop = get32(&edf_state(&e, fn, ft)->fop);
    ck_assert_int_eq(open_n(&e, &f, 1, 0, 0, EDF_WRITE), EDF_OK);
    fill(buf, 400, 1, 2);
    ck_assert_int_eq(edf_write(&f, 1, buf, 400), EDF_OK);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    ck_assert_uint_eq(get32(&edf_state(&e, fn, ft)->fop), fop);
    edf_unmount(&e);
    mount(&d, &r, false);
    ck_assert_int_eq(open_n(&r, &f, 1, 0, 0, EDF_READ), EDF_OK);
    memset(buf, 0, sizeof(buf));
    ck_assert_int_eq(edf_read(&f, 1, buf, 400, &len), EDF_OK);
    fill(buf + 200, 200, 1, 2);
    ck_assert_mem_eq(buf, buf + 200, 100);
    edf_unmount(&r); /* with a file open */
    ck_assert_int_eq(d.held, 0);
    free(d.bytes);
}
END_TEST

/* A sum over all that the disk shows: names, formats, records. */
static uint64_t
contents(struct disk *d)
{
    struct edf_disk e;
    struct edf_file f;
    uint8_t buf[70000];
    uint64_t sum = 0;
    uint32_t len, found;
    bool quiet = true;

    mount(d, &e, false);
    memset(seen_complaints, 0, sizeof(seen_complaints));
    ck_assert_int_eq(edf_check(&e, print, &quiet, &found), EDF_OK);
    /* a torn label may have an old count of used blocks */
    ck_assert_uint_eq(found, seen_complaints[EDF_C_LABEL]);
    for (uint32_t i = 0; i + 2 < e.nfst; i++) {
        struct edf_fst fst = *edf_entry(&e, i);
        uint64_t h = 0xcbf29ce484222325;

        ck_assert_int_eq(
            edf_open(&e, &f, fst.fn, fst.ft, fst.fm, 0, 0, EDF_READ), 0);
        for (unsigned j = 0; j < 8; j++)
            h = (h ^ fst.fn[j] ^ (uint64_t)fst.ft[j] << 8) * 0x100000001b3;
        h = (h ^ fst.recfm) * 0x100000001b3;
        while (edf_read(&f, 0, buf, sizeof(buf), &len) == EDF_OK) {
            h = (h ^ len) * 0x100000001b3;
            for (uint32_t j = 0; j < len; j++)
                h = (h ^ buf[j]) * 0x100000001b3;
        }
        ck_assert_uint_eq(f.next - 1, get32(&fst.nrecs));
        edf_close(&f);
        sum += h;
    }
    edf_unmount(&e);
    return sum;
}

/* Step k of a script of file operations, on the mounted disk. */
static enum edf_rc
step(struct edf_disk *e, unsigned k, unsigned seed)
{
    struct edf_file f;
    uint8_t fn[8], fn2[8], buf[3000];
    unsigned n = (k * 7 + seed) % 23;
    uint8_t recfm = n % 2 ? EDF_FIXED : EDF_VARIABLE;
    enum edf_rc rc = EDF_OK;

    name(fn, n);
    name(fn2, n + 100);
    switch (k % 7) {
    case 3:
        rc = edf_erase(e, fn, ft);
        break;
    case 5:
        rc = edf_rename(e, fn, ft, fn2, ft, NULL);
        break;
    default:
        rc = open_n(e, &f, n, recfm, 111, k % 7 == 6 ? EDF_REPLACE : EDF_WRITE);
        for (unsigned r = 0; r < 20 + k % 50 && rc == EDF_OK; r++) {
            uint32_t len = recfm == EDF_FIXED ? 111 : 1 + (r * k) % 900;

            fill(buf, len, n, r + k);
            rc = edf_write(&f, 0, buf, len);
            if (rc == EDF_FULL)
                rc = EDF_OK;
        }
        if (f.disk != NULL) {
            enum edf_rc rc2 = edf_close(&f);

            rc = rc == EDF_OK ? rc2 : rc;
        }
        break;
    }
    return rc == EDF_NOT_FOUND || rc == EDF_EXISTS || rc == EDF_FULL ? EDF_OK
                                                                     : rc;
}

/* Every write in turn is the last one: the disk shows the contents of before
 * the step or of after it. */
START_TEST(crash)
{
    uint32_t bs = _i < 2 ? 512 : 1024, nblocks = _i % 2 ? 700 : 150;
    struct disk d, s;
    struct edf_disk e;
    unsigned crashes = 0;

    make(&d, bs, nblocks);
    s = d;
    s.bytes = malloc((size_t)bs * nblocks);
    for (unsigned k = 0; k < 40; k++) {
        uint64_t before = contents(&d), after;

        memcpy(s.bytes, d.bytes, (size_t)bs * nblocks);
        mount(&d, &e, true);
        ck_assert_int_eq(step(&e, k, (unsigned)_i), EDF_OK);
        ck_assert_int_eq(e.dirty, false);
        edf_unmount(&e);
        after = contents(&d);
        for (long n = 0;; n++) {
            struct disk c = s;
            enum edf_rc rc;
            uint64_t got;

            c.bytes = malloc((size_t)bs * nblocks);
            memcpy(c.bytes, s.bytes, (size_t)bs * nblocks);
            c.fuse = n;
            c.writes = 0;
            c.tear = n * 7 % 81;
            mount(&c, &e, true);
            rc = step(&e, k, (unsigned)_i);
            edf_unmount(&e);
            got = contents(&c);
            ck_assert(got == before || got == after);
            free(c.bytes);
            if (rc == EDF_OK)
                break;
            ck_assert_int_eq(rc, EDF_IO);
            ck_assert_int_lt(n, 2000);
            crashes++;
        }
    }
    ck_assert_uint_gt(crashes, 200);
    free(s.bytes);
    free(d.bytes);
}
END_TEST

/* Every allocation in turn fails: an error, and a disk in order. */
START_TEST(no_storage)
{
    struct disk d;
    struct edf_disk e;
    struct edf_io io;

    make(&d, 512, 700);
    mount(&d, &e, true);
    for (unsigned k = 0; k < 30; k++)
        ck_assert_int_eq(step(&e, k, 0), EDF_OK);
    edf_unmount(&e);
    for (long n = 0;; n++) {
        enum edf_rc rc;
        bool mounted = false;

        d.alloc_fuse = n;
        d.allocs = 0;
        io = io_of(&d);
        rc = edf_mount(&e, &io, 512, true);
        mounted = rc == EDF_OK;
        for (unsigned k = 30; k < 40 && rc == EDF_OK; k++)
            rc = step(&e, k, 0);
        if (mounted)
            edf_unmount(&e);
        ck_assert_int_eq(d.held, 0);
        d.alloc_fuse = -1;
        contents(&d);
        if (rc == EDF_OK)
            break;
        ck_assert(rc == EDF_NO_STORAGE || rc == EDF_IO);
    }
    free(d.bytes);
}
END_TEST

/* The model of the randomised run. */
enum { FILES = 30, RECS = 400 };

struct model {
    bool there;
    uint8_t recfm;
    uint32_t lrecl, nrecs;
    uint32_t len[RECS + 1];
    uint32_t salt[RECS + 1]; /* contents by fill() */
};

static unsigned rnd_state;

static unsigned
rnd(unsigned n)
{
    rnd_state = rnd_state * 1103515245 + 12345;
    return (rnd_state >> 8) % n;
}

static void
model_write(struct edf_disk *e, struct model *m, unsigned n)
{
    struct edf_file f;
    uint8_t buf[5000];
    enum edf_open how = rnd(5) == 0 ? EDF_REPLACE : EDF_WRITE;
    uint8_t recfm = rnd(2) ? EDF_FIXED : EDF_VARIABLE;
    uint32_t lrecl = 1 + rnd(rnd(3) ? 120 : 1500);
    struct model next = *m;

    if (how == EDF_WRITE && m->there)
        recfm = 0;
    ck_assert_int_eq(open_n(e, &f, n, recfm, lrecl, how), EDF_OK);
    if (how == EDF_REPLACE || !m->there)
        next = (struct model){.recfm = recfm, .lrecl = lrecl};
    for (unsigned i = rnd(rnd(4) ? 15 : 200); i > 0; i--) {
        uint32_t rec =
            rnd(3) || next.nrecs == 0 ? next.nrecs + 1 : 1 + rnd(next.nrecs);
        uint32_t len = next.recfm == EDF_FIXED ? next.lrecl
                       : rec <= next.nrecs     ? next.len[rec]
                                               : 1 + rnd(rnd(9) ? 90 : 4900);
        uint32_t salt = rnd(100000);
        enum edf_rc rc;

        if (rec > RECS)
            break;
        fill(buf, len, n, salt);
        rc = edf_write(&f, rec, buf, len);
        if (rc == EDF_FULL)
            continue;
        ck_assert_int_eq(rc, EDF_OK);
        next.len[rec] = len;
        next.salt[rec] = salt;
        if (rec > next.nrecs)
            next.nrecs = rec;
    }
    if (rnd(10) == 0 && !(next.nrecs == 0))
        ck_assert_int_eq(edf_commit(e), EDF_OK);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    if (next.nrecs == 0 || (how == EDF_REPLACE && next.nrecs == 0))
        return; /* nothing was written: all is as before */
    next.there = true;
    *m = next;
}

static void
model_verify(struct edf_disk *e, const struct model *m, unsigned n)
{
    struct edf_file f;
    uint8_t buf[5000], want[5000];
    uint32_t len;

    if (!m->there) {
        ck_assert_int_eq(open_n(e, &f, n, 0, 0, EDF_READ), EDF_NOT_FOUND);
        return;
    }
    ck_assert_int_eq(open_n(e, &f, n, 0, 0, EDF_READ), EDF_OK);
    ck_assert_uint_eq(get32(&f.fst.nrecs), m->nrecs);
    for (uint32_t r = 1; r <= m->nrecs; r++) {
        ck_assert_int_eq(edf_read(&f, r, buf, sizeof(buf), &len), EDF_OK);
        ck_assert_uint_eq(len, m->len[r]);
        fill(want, len, n, m->salt[r]);
        ck_assert_mem_eq(buf, want, len);
    }
    ck_assert_int_eq(edf_close(&f), EDF_OK);
}

static void
model_round(struct disk *d, struct edf_disk *e, struct model *m, unsigned i)
{
    unsigned n = rnd(FILES), n2 = rnd(FILES);
    uint8_t fn[8], fn2[8];
    enum edf_rc rc;

    name(fn, n);
    name(fn2, n2);
    switch (rnd(8)) {
    case 0:
        rc = edf_erase(e, fn, ft);
        ck_assert_int_eq(rc, m[n].there ? EDF_OK : EDF_NOT_FOUND);
        m[n].there = false;
        break;
    case 1:
        rc = edf_rename(e, fn, ft, fn2, ft, fm);
        ck_assert_int_eq(rc, !m[n].there              ? EDF_NOT_FOUND
                             : n != n2 && m[n2].there ? EDF_EXISTS
                                                      : EDF_OK);
        if (rc == EDF_OK && n != n2) {
            m[n2] = m[n];
            m[n].there = false;
            /* contents depend on the number: write it anew */
            ck_assert_int_eq(edf_erase(e, fn2, ft), EDF_OK);
            m[n2].there = false;
        }
        break;
    case 2:
        model_verify(e, &m[n], n);
        break;
    default:
        model_write(e, &m[n], n);
        break;
    }
    if (i % 20 == 0) {
        ck_assert_uint_eq(complaints(e, false), 0);
        edf_unmount(e);
        ck_assert_int_eq(d->held, 0);
        mount(d, e, true);
        for (n = 0; n < FILES; n++)
            model_verify(e, &m[n], n);
    }
}

START_TEST(randomised)
{
    static const uint32_t sizes[] = {512, 1024, 2048, 4096};
    struct disk d;
    struct edf_disk e;
    struct model *m = calloc(FILES, sizeof(*m));
    uint32_t bs = sizes[_i % 4];

    rnd_state = (unsigned)_i + 1;
    /* small enough to be full at times */
    make(&d, bs, (_i < 4 ? 500000 : 5000000) / bs);
    mount(&d, &e, true);
    for (unsigned i = 1; i <= 600; i++)
        model_round(&d, &e, m, i);
    edf_unmount(&e);
    free(m);
    free(d.bytes);
}
END_TEST

/* Many small files: the directory gets pointer blocks, grows and shrinks. */
START_TEST(directory)
{
    struct disk d;
    struct edf_disk e;
    struct edf_file f;
    uint8_t fn[8], buf[10];

    make(&d, 512, 6000);
    mount(&d, &e, true);
    for (unsigned i = 0; i < 990; i++) {
        ck_assert_int_eq(open_n(&e, &f, i, EDF_FIXED, 10, EDF_WRITE), EDF_OK);
        fill(buf, 10, i, 1);
        ck_assert_int_eq(edf_write(&f, 0, buf, 10), EDF_OK);
        ck_assert_int_eq(edf_close(&f), EDF_OK);
    }
    ck_assert_uint_eq(complaints(&e, false), 0);
    edf_unmount(&e);
    mount(&d, &e, true);
    ck_assert_uint_eq(e.nfst, 992);
    for (unsigned i = 0; i < 990; i++) {
        name(fn, i * 7 % 990);
        ck_assert_int_eq(edf_erase(&e, fn, ft), EDF_OK);
        if (i % 100 == 0)
            ck_assert_uint_eq(complaints(&e, false), 0);
    }
    ck_assert_uint_eq(e.nfst, 2);
    ck_assert_uint_eq(e.ndir, 1);
    ck_assert_uint_eq(complaints(&e, false), 0);
    ck_assert_uint_eq(e.used, 5 + 2 + 1); /* a map of two blocks */
    edf_unmount(&e);
    free(d.bytes);
}
END_TEST

/* A full disk can still be written to by erasing. */
START_TEST(full)
{
    struct disk d;
    struct edf_disk e;
    struct edf_file f;
    uint8_t fn[8], buf[1000] = {1};
    unsigned n = 0, r = 0;

    make(&d, 512, 64);
    mount(&d, &e, true);
    for (n = 0;; n++) {
        enum edf_rc rc = open_n(&e, &f, n, EDF_FIXED, 1000, EDF_WRITE);

        ck_assert_int_eq(rc, EDF_OK);
        for (r = 0; r < 5 && rc == EDF_OK; r++)
            rc = edf_write(&f, 0, buf, 1000);
        ck_assert_int_eq(edf_close(&f), EDF_OK);
        if (rc == EDF_FULL)
            break;
    }
    ck_assert_uint_gt(n, 2);
    ck_assert_uint_gt(e.used, 50);
    ck_assert_uint_eq(complaints(&e, false), 0);
    name(fn, 1);
    ck_assert_int_eq(edf_erase(&e, fn, ft), EDF_OK);
    ck_assert_int_eq(open_n(&e, &f, 0, 0, 0, EDF_WRITE), EDF_OK);
    ck_assert_int_eq(edf_write(&f, 0, buf, 1000), EDF_OK);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    ck_assert_uint_eq(complaints(&e, false), 0);
    edf_unmount(&e);
    free(d.bytes);
}
END_TEST

/* Random bytes changed on a good disk: errors and complaints, no more. */
START_TEST(damaged)
{
    struct disk d, c;
    struct edf_disk e;
    struct edf_file f;
    struct edf_io io;
    uint8_t buf[3000];
    uint32_t len, found;
    unsigned caught = 0;
    bool quiet = true;

    make(&d, 512, 400);
    mount(&d, &e, true);
    for (unsigned k = 0; k < 30; k++)
        ck_assert_int_eq(step(&e, k, 0), EDF_OK);
    edf_unmount(&e);
    c = d;
    c.bytes = malloc(512 * 400);
    rnd_state = 99;
    for (unsigned i = 0; i < 1500; i++) {
        memcpy(c.bytes, d.bytes, 512 * 400);
        for (unsigned j = 1 + rnd(4); j > 0; j--)
            c.bytes[(2 + rnd(rnd(2) ? 4 : 398)) * 512 + rnd(512)] =
                (uint8_t)rnd(256);
        io = io_of(&c);
        if (edf_mount(&e, &io, 512, i % 2) != EDF_OK) {
            caught++;
            continue;
        }
        if (edf_check(&e, print, &quiet, &found) != EDF_OK || found > 0)
            caught++;
        for (uint32_t n = 0; n + 2 < e.nfst; n++) {
            struct edf_fst fst = *edf_entry(&e, n);

            if (edf_open(&e, &f, fst.fn, fst.ft, fst.fm, 0, 0, EDF_READ) != 0)
                continue;
            for (unsigned r = 0; r < 500; r++)
                if (edf_read(&f, 0, buf, sizeof(buf), &len) != EDF_OK)
                    break;
            edf_close(&f);
        }
        if (e.writable)
            step(&e, i % 60, 0);
        edf_unmount(&e);
    }
    ck_assert_uint_gt(caught, 200);
    ck_assert_int_eq(d.held, 0);
    free(c.bytes);
    free(d.bytes);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("edf");
    TCase *t = tcase_create("edf");
    SRunner *sr;
    int failed;

    tcase_set_timeout(t, 600);
    tcase_add_test(t, empty_disk);
    tcase_add_loop_test(t, records, 0, 4);
    tcase_add_test(t, sparse);
    tcase_add_test(t, mode_six);
    tcase_add_loop_test(t, randomised, 0, 8);
    tcase_add_loop_test(t, crash, 0, 4);
    tcase_add_test(t, no_storage);
    tcase_add_test(t, directory);
    tcase_add_test(t, full);
    tcase_add_test(t, damaged);
    suite_add_tcase(s, t);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_NORMAL);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
