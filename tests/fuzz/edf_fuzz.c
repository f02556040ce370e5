/* SPDX-License-Identifier: MIT */
/* The EDF file system on a damaged disk. Input: block size and number of
 * files, then a piece of damage (block, offset, value: four bytes each), then
 * operations. Every transfer must be of a block of the disk, and all storage
 * must come back. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "cms/fs/edf.h"
#include "tests/fuzz/fuzz.h"

enum { BLOCKS = 64 };

struct disk {
    uint8_t *bytes;
    uint32_t blksize;
    long held, transfers;
};

static const uint8_t fm[2] = {0xc1, 0xf1};

static int
rd(void *ctx, uint32_t block, void *buf)
{
    struct disk *d = ctx;

    FUZZ_CHECK(block >= 1 && block <= BLOCKS);
    FUZZ_CHECK(d->transfers++ < 200000); /* it ends */
    memcpy(buf, d->bytes + (size_t)(block - 1) * d->blksize, d->blksize);
    return 0;
}

static int
wr(void *ctx, uint32_t block, const void *buf)
{
    struct disk *d = ctx;

    FUZZ_CHECK(block >= 3 && block <= BLOCKS);
    FUZZ_CHECK(d->transfers++ < 200000);
    memcpy(d->bytes + (size_t)(block - 1) * d->blksize, buf, d->blksize);
    return 0;
}

static void *
get(void *ctx, uint32_t size)
{
    struct disk *d = ctx;

    if (size > 4 << 20)
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
    (void)ctx;
    memset(date, 0, sizeof(*date));
}

static void
name_of(unsigned n, uint8_t name[8])
{
    memset(name, 0x40, 8);
    name[0] = (uint8_t)(0xc1 + n % 8);
}

static void
write_file(struct edf_disk *e, unsigned n, unsigned records, unsigned len)
{
    static uint8_t record[2048];
    struct edf_file f;
    uint8_t fn[8], ft[8];
    uint8_t recfm = n & 1 ? EDF_VARIABLE : EDF_FIXED;

    name_of(n, fn);
    name_of(0, ft);
    len = 1 + len % sizeof(record);
    if (edf_open(e, &f, fn, ft, fm, recfm, len,
                 records & 64 ? EDF_REPLACE : EDF_WRITE) != EDF_OK)
        return;
    for (unsigned i = 0; i < records % 32; i++) {
        memset(record, (int)(n + i), len);
        if (edf_write(&f, records & 32 ? i * 3 + 1 : 0, record,
                      recfm == EDF_FIXED ? len : 1 + len / 2) != EDF_OK)
            break;
    }
    if (records & 128)
        edf_abandon(&f);
    else
        edf_close(&f);
}

static void
read_file(struct edf_disk *e, const struct edf_fst *fst, uint32_t recno)
{
    static uint8_t record[4096];
    struct edf_fst at = *fst;
    struct edf_date date;
    struct edf_file f;
    uint32_t len;

    edf_fst_date(&at, &date);
    if (edf_open(e, &f, at.fn, at.ft, at.fm, 0, 0, EDF_READ) != EDF_OK)
        return;
    for (unsigned i = 0; i < 40; i++)
        if (edf_read(&f, i == 0 ? recno : 0, record, sizeof(record), &len) !=
            EDF_OK)
            break;
    edf_close(&f);
}

static void
operate(struct edf_disk *e, struct fuzz_in *in)
{
    unsigned op = fuzz_u8(in), a = fuzz_u8(in), b = fuzz_u8(in);
    const struct edf_fst *fst = edf_entry(e, a);
    uint8_t fn[8], ft[8], new[8];
    struct edf_date date = {{0}, 0};
    uint32_t found;

    name_of(0, ft);
    name_of(a, fn);
    name_of(b, new);
    switch (op & 7) {
    case 0:
    case 1:
        if (fst != NULL)
            read_file(e, fst, b);
        break;
    case 2:
    case 3:
        write_file(e, a, b, fuzz_u16(in));
        break;
    case 4:
        edf_erase(e, fst ? fst->fn : fn, fst ? fst->ft : ft);
        break;
    case 5:
        edf_rename(e, fn, ft, new, ft, op & 8 ? fm : NULL);
        break;
    case 6:
        edf_set_date(e, fn, ft, &date);
        break;
    default:
        edf_check(e, NULL, NULL, &found);
        break;
    }
}

/* A good disk with some files; each is made once. */
static void
make(struct disk *d, const struct edf_io *io, unsigned size, unsigned files)
{
    static const uint8_t volid[6] = {0xe3, 0xc5, 0xe2, 0xe3, 0x40, 0x40};
    static uint8_t *made[4][8];
    size_t bytes = BLOCKS * (size_t)d->blksize;
    struct edf_disk e;

    if (made[size][files] == NULL) {
        FUZZ_CHECK(edf_format(io, d->blksize, BLOCKS, 1, volid) == EDF_OK);
        FUZZ_CHECK(edf_mount(&e, io, d->blksize, true) == EDF_OK);
        for (unsigned i = 0; i < files; i++)
            write_file(&e, i, 7 + i * 5 % 24, i * 131);
        FUZZ_CHECK(edf_check(&e, NULL, NULL, &(uint32_t){0}) == EDF_OK);
        edf_unmount(&e);
        FUZZ_CHECK(d->held == 0);
        made[size][files] = malloc(bytes);
        FUZZ_CHECK(made[size][files] != NULL);
        memcpy(made[size][files], d->bytes, bytes);
    }
    memcpy(d->bytes, made[size][files], bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size}, damage;
    unsigned how = fuzz_u8(&in);
    struct disk d = {.blksize = 512u << (how & 3)};
    struct edf_io io = {&d, rd, wr, get, put, now};
    uint32_t blksize, nblocks, found;
    struct edf_disk e;

    d.bytes = calloc(BLOCKS, d.blksize);
    FUZZ_CHECK(d.bytes != NULL);
    make(&d, &io, how & 3, how >> 3 & 7);
    damage.p = fuzz_piece(&in, &damage.n);
    while (damage.n > 0) {
        size_t at = fuzz_u8(&damage) % BLOCKS * (size_t)d.blksize;

        at += fuzz_u16(&damage) % d.blksize;
        d.bytes[at] = fuzz_u8(&damage);
    }
    if (edf_probe(d.bytes + 2 * d.blksize, &blksize, &nblocks) == EDF_OK &&
        blksize == d.blksize && nblocks <= BLOCKS &&
        edf_mount(&e, &io, blksize, !(how & 4)) == EDF_OK) {
        edf_check(&e, NULL, NULL, &found);
        for (unsigned i = 0; i < 40 && in.n > 0; i++)
            operate(&e, &in);
        edf_unmount(&e);
    }
    FUZZ_CHECK(d.held == 0);
    free(d.bytes);
    return 0;
}
