/* SPDX-License-Identifier: MIT */
/* A disk in storage for the tests of the EDF file system; see edfrig.h. */
#include "config.h"

#include "tests/cms/edfrig.h"

#include <stdio.h>

static const uint8_t volid[6] = {0xe3, 0xc5, 0xe2, 0xe3, 0x40, 0x40};
const uint8_t fm[2] = {0xc1, 0xf1};

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

struct edf_io
disk_io(struct disk *d)
{
    return (struct edf_io){d, rd, wr, get, put, now};
}

void
disk_make(struct disk *d, uint32_t blksize, uint32_t nblocks)
{
    struct edf_io io;

    memset(d, 0, sizeof(*d));
    d->bytes = calloc(nblocks, blksize);
    d->blksize = blksize;
    d->nblocks = nblocks;
    d->fuse = d->alloc_fuse = -1;
    io = disk_io(d);
    ck_assert_int_eq(edf_format(&io, blksize, nblocks, 10, volid), EDF_OK);
    ck_assert_int_eq(d->held, 0);
}

void
disk_mount(struct disk *d, struct edf_disk *e, bool writable)
{
    struct edf_io io = disk_io(d);
    uint32_t blksize, nblocks;

    ck_assert_int_eq(edf_probe(d->bytes + 2 * d->blksize, &blksize, &nblocks),
                     EDF_OK);
    ck_assert_uint_eq(blksize, d->blksize);
    ck_assert_uint_eq(nblocks, d->nblocks);
    ck_assert_int_eq(edf_mount(e, &io, blksize, writable), EDF_OK);
}

unsigned seen_complaints[16];

void
disk_print(void *ctx, enum edf_complaint what, const struct edf_fst *fst,
           uint32_t number)
{
    const bool *quiet = ctx;

    seen_complaints[what]++;
    if (!*quiet)
        printf("complaint %d of %.2x%.2x.. number %u\n", (int)what,
               fst ? fst->fn[0] : 0, fst ? fst->fn[1] : 0, number);
}

uint32_t
disk_complaints(struct edf_disk *e, bool quiet)
{
    uint32_t found;

    memset(seen_complaints, 0, sizeof(seen_complaints));
    ck_assert_int_eq(edf_check(e, disk_print, &quiet, &found), EDF_OK);
    return found;
}

void
file_name(uint8_t fn[8], unsigned n)
{
    memset(fn, 0x40, 8);
    fn[0] = 0xc6;
    fn[1] = (uint8_t)(0xf0 + n / 100 % 10);
    fn[2] = (uint8_t)(0xf0 + n / 10 % 10);
    fn[3] = (uint8_t)(0xf0 + n % 10);
}

const uint8_t ft[8] = {0xc4, 0xc1, 0xe3, 0xc1, 0x40, 0x40, 0x40, 0x40};

enum edf_rc
file_open(struct edf_disk *e, struct edf_file *f, unsigned n, uint8_t recfm,
          uint32_t lrecl, enum edf_open how)
{
    uint8_t fn[8];

    file_name(fn, n);
    return edf_open(e, f, fn, ft, fm, recfm, lrecl, how);
}

void
file_fill(uint8_t *p, uint32_t len, unsigned n, uint32_t rec)
{
    for (uint32_t i = 0; i < len; i++)
        p[i] = (uint8_t)(n * 31 + rec * 7 + i + (i >> 8) + 1);
}

uint64_t
disk_contents(struct disk *d)
{
    struct edf_disk e;
    struct edf_file f;
    uint8_t buf[70000];
    uint64_t sum = 0;
    uint32_t len, found;
    bool quiet = true;

    disk_mount(d, &e, false);
    memset(seen_complaints, 0, sizeof(seen_complaints));
    ck_assert_int_eq(edf_check(&e, disk_print, &quiet, &found), EDF_OK);
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

enum edf_rc
disk_step(struct edf_disk *e, unsigned k, unsigned seed)
{
    struct edf_file f;
    uint8_t fn[8], fn2[8], buf[3000];
    unsigned n = (k * 7 + seed) % 23;
    uint8_t recfm = n % 2 ? EDF_FIXED : EDF_VARIABLE;
    enum edf_rc rc = EDF_OK;

    file_name(fn, n);
    file_name(fn2, n + 100);
    switch (k % 7) {
    case 3:
        rc = edf_erase(e, fn, ft);
        break;
    case 5:
        rc = edf_rename(e, fn, ft, fn2, ft, NULL);
        break;
    default:
        rc = file_open(e, &f, n, recfm, 111,
                       k % 7 == 6 ? EDF_REPLACE : EDF_WRITE);
        for (unsigned r = 0; r < 20 + k % 50 && rc == EDF_OK; r++) {
            uint32_t len = recfm == EDF_FIXED ? 111 : 1 + (r * k) % 900;

            file_fill(buf, len, n, r + k);
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

unsigned rnd_state;

unsigned
rnd(unsigned n)
{
    rnd_state = rnd_state * 1103515245 + 12345;
    return (rnd_state >> 8) % n;
}

int
edf_run(TCase *t)
{
    Suite *s = suite_create("edf");
    SRunner *sr;
    int failed;

    tcase_set_timeout(t, 600);
    suite_add_tcase(s, t);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_NORMAL);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
