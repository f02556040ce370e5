/* SPDX-License-Identifier: MIT */
/* The EDF file system: records of both formats, the directory, full disks, and
 * a randomised run against a model. */
#include "config.h"

#include "tests/cms/edfrig.h"

START_TEST(empty_disk)
{
    struct disk d;
    struct edf_disk e;
    struct edf_file f;

    disk_make(&d, 4096, 720);
    disk_mount(&d, &e, true);
    ck_assert_uint_eq(e.nfst, 2);
    ck_assert_uint_eq(e.used, 6);
    ck_assert_ptr_null(edf_entry(&e, 0));
    ck_assert_uint_eq(disk_complaints(&e, false), 0);
    ck_assert_int_eq(file_open(&e, &f, 1, 0, 0, EDF_READ), EDF_NOT_FOUND);
    ck_assert_int_eq(file_open(&e, &f, 1, 0, 0, EDF_WRITE), EDF_RECFM);
    ck_assert_int_eq(file_open(&e, &f, 1, EDF_FIXED, 0, EDF_WRITE), EDF_LENGTH);
    /* a file without records does not come to be */
    ck_assert_int_eq(file_open(&e, &f, 1, EDF_FIXED, 80, EDF_WRITE), EDF_OK);
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

    disk_make(&d, bs, 3000);
    disk_mount(&d, &e, true);
    /* F, across blocks, and updated in the middle */
    ck_assert_int_eq(file_open(&e, &f, 1, EDF_FIXED, 300, EDF_WRITE), EDF_OK);
    ck_assert_int_eq(file_open(&e, &g, 1, 0, 0, EDF_READ), EDF_BUSY);
    for (unsigned r = 1; r <= 1500; r++) {
        file_fill(buf, 300, 1, r);
        ck_assert_int_eq(edf_write(&f, 0, buf, 300), EDF_OK);
    }
    ck_assert_int_eq(edf_write(&f, 0, buf, 299), EDF_LENGTH);
    file_fill(buf, 300, 1, 9999);
    ck_assert_int_eq(edf_write(&f, 700, buf, 300), EDF_OK);
    ck_assert_int_eq(edf_read(&f, 699, buf, 300, &len), EDF_OK);
    file_fill(want, 300, 1, 699);
    ck_assert_mem_eq(buf, want, 300);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    /* V */
    ck_assert_int_eq(file_open(&e, &f, 2, EDF_VARIABLE, 0, EDF_WRITE), EDF_OK);
    for (unsigned r = 1; r <= 1200; r++) {
        len = r % 97 == 0 ? 3 * bs + r : 1 + r * 7 % 150;
        file_fill(buf, len, 2, r);
        ck_assert_int_eq(edf_write(&f, r, buf, len), EDF_OK);
    }
    ck_assert_int_eq(edf_write(&f, 1202, buf, 5), EDF_RECNO);
    ck_assert_int_eq(edf_write(&f, 3, buf, 99), EDF_LENGTH);
    ck_assert_int_eq(edf_write(&f, 0, buf, 0), EDF_LENGTH);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    ck_assert_uint_eq(disk_complaints(&e, false), 0);
    edf_unmount(&e);

    disk_mount(&d, &e, false);
    ck_assert_uint_eq(disk_complaints(&e, false), 0);
    ck_assert_int_eq(file_open(&e, &f, 3, EDF_FIXED, 80, EDF_WRITE),
                     EDF_READ_ONLY);
    ck_assert_int_eq(file_open(&e, &f, 1, 0, 0, EDF_READ), EDF_OK);
    ck_assert_int_eq(edf_write(&f, 1, buf, 300), EDF_READ_ONLY);
    for (unsigned r = 1500; r >= 1; r--) {
        ck_assert_int_eq(edf_read(&f, r, buf, 300, &len), EDF_OK);
        file_fill(want, 300, 1, r == 700 ? 9999 : r);
        ck_assert_mem_eq(buf, want, 300);
    }
    ck_assert_int_eq(edf_read(&f, 1501, buf, 300, &len), EDF_EOF);
    ck_assert_int_eq(file_open(&e, &g, 2, 0, 0, EDF_READ), EDF_OK);
    for (unsigned r = 1; r <= 1200; r++) {
        ck_assert_int_eq(edf_read(&g, 0, buf, sizeof(buf), &len), EDF_OK);
        ck_assert_uint_eq(len, r % 97 == 0 ? 3 * bs + r : 1 + r * 7 % 150);
        file_fill(want, len, 2, r);
        ck_assert_mem_eq(buf, want, len);
    }
    ck_assert_int_eq(edf_read(&g, 0, buf, sizeof(buf), &len), EDF_EOF);
    for (unsigned i = 0, r = 1; i < 3000; i++, r = (r * 761 + 13) % 1200 + 1) {
        ck_assert_int_eq(edf_read(&g, r, buf, 1, &len), EDF_OK);
        file_fill(want, 1, 2, r);
        ck_assert_uint_eq(buf[0], want[0]);
        ck_assert_uint_eq(len, r % 97 == 0 ? 3 * bs + r : 1 + r * 7 % 150);
    }
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    ck_assert_int_eq(edf_close(&g), EDF_OK);
    edf_unmount(&e);

    disk_mount(&d, &e, true);
    file_name(fn, 1);
    file_name(fn2, 7);
    ck_assert_int_eq(edf_rename(&e, fn, ft, fn2, ft, NULL), EDF_OK);
    ck_assert_ptr_null(edf_state(&e, fn, ft));
    ck_assert_uint_eq(get32(&edf_state(&e, fn2, ft)->nrecs), 1500);
    file_name(fn, 2);
    ck_assert_int_eq(edf_rename(&e, fn, ft, fn2, ft, NULL), EDF_EXISTS);
    date = (struct edf_date){{0x85, 1, 2, 3, 4, 5}, 0};
    ck_assert_int_eq(edf_set_date(&e, fn, ft, &date), EDF_OK);
    memset(&date, 0xff, sizeof(date));
    edf_fst_date(edf_state(&e, fn, ft), &date);
    ck_assert_uint_eq(date.d[0], 0x85);
    ck_assert_uint_eq(date.century, 0);
    /* an open file can not be erased */
    ck_assert_int_eq(file_open(&e, &f, 7, 0, 0, EDF_READ), EDF_OK);
    ck_assert_int_eq(edf_erase(&e, fn2, ft), EDF_BUSY);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    ck_assert_int_eq(edf_erase(&e, fn2, ft), EDF_OK);
    ck_assert_int_eq(edf_erase(&e, fn2, ft), EDF_NOT_FOUND);
    ck_assert_int_eq(edf_erase(&e, fn, ft), EDF_OK);
    ck_assert_uint_eq(e.used, 6);
    ck_assert_uint_eq(disk_complaints(&e, false), 0);
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

    disk_make(&d, 512, 500);
    disk_mount(&d, &e, true);
    ck_assert_int_eq(file_open(&e, &f, 1, EDF_FIXED, 80, EDF_WRITE), EDF_OK);
    file_fill(buf, 80, 1, 1);
    ck_assert_int_eq(edf_write(&f, 100000, buf, 80), EDF_OK);
    ck_assert_int_eq(edf_write(&f, 5, buf, 80), EDF_OK);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    ck_assert_uint_lt(e.used, 20);
    ck_assert_uint_eq(disk_complaints(&e, false), 0);
    ck_assert_int_eq(file_open(&e, &f, 1, 0, 0, EDF_READ), EDF_OK);
    ck_assert_int_eq(edf_read(&f, 50000, buf, 80, &len), EDF_OK);
    ck_assert_mem_eq(buf, zero, 80);
    ck_assert_int_eq(edf_read(&f, 100000, buf, 80, &len), EDF_OK);
    file_fill(zero, 80, 1, 1);
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

    disk_make(&d, 512, 100);
    disk_mount(&d, &e, true);
    file_name(fn, 1);
    ck_assert_int_eq(edf_open(&e, &f, fn, ft, six, EDF_FIXED, 400, EDF_WRITE),
                     EDF_OK);
    file_fill(buf, 400, 1, 1);
    ck_assert_int_eq(edf_write(&f, 1, buf, 400), EDF_OK);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    fop = get32(&edf_state(&e, fn, ft)->fop);
    ck_assert_int_eq(file_open(&e, &f, 1, 0, 0, EDF_WRITE), EDF_OK);
    file_fill(buf, 400, 1, 2);
    ck_assert_int_eq(edf_write(&f, 1, buf, 400), EDF_OK);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    ck_assert_uint_eq(get32(&edf_state(&e, fn, ft)->fop), fop);
    edf_unmount(&e);
    disk_mount(&d, &r, false);
    ck_assert_int_eq(file_open(&r, &f, 1, 0, 0, EDF_READ), EDF_OK);
    memset(buf, 0, sizeof(buf));
    ck_assert_int_eq(edf_read(&f, 1, buf, 400, &len), EDF_OK);
    file_fill(buf + 200, 200, 1, 2);
    ck_assert_mem_eq(buf, buf + 200, 100);
    edf_unmount(&r); /* with a file open */
    ck_assert_int_eq(d.held, 0);
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

    disk_make(&d, 512, 6000);
    disk_mount(&d, &e, true);
    for (unsigned i = 0; i < 990; i++) {
        ck_assert_int_eq(file_open(&e, &f, i, EDF_FIXED, 10, EDF_WRITE),
                         EDF_OK);
        file_fill(buf, 10, i, 1);
        ck_assert_int_eq(edf_write(&f, 0, buf, 10), EDF_OK);
        ck_assert_int_eq(edf_close(&f), EDF_OK);
    }
    ck_assert_uint_eq(disk_complaints(&e, false), 0);
    edf_unmount(&e);
    disk_mount(&d, &e, true);
    ck_assert_uint_eq(e.nfst, 992);
    for (unsigned i = 0; i < 990; i++) {
        file_name(fn, i * 7 % 990);
        ck_assert_int_eq(edf_erase(&e, fn, ft), EDF_OK);
        if (i % 100 == 0)
            ck_assert_uint_eq(disk_complaints(&e, false), 0);
    }
    ck_assert_uint_eq(e.nfst, 2);
    ck_assert_uint_eq(e.ndir, 1);
    ck_assert_uint_eq(disk_complaints(&e, false), 0);
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

    disk_make(&d, 512, 64);
    disk_mount(&d, &e, true);
    for (n = 0;; n++) {
        enum edf_rc rc = file_open(&e, &f, n, EDF_FIXED, 1000, EDF_WRITE);

        ck_assert_int_eq(rc, EDF_OK);
        for (r = 0; r < 5 && rc == EDF_OK; r++)
            rc = edf_write(&f, 0, buf, 1000);
        ck_assert_int_eq(edf_close(&f), EDF_OK);
        if (rc == EDF_FULL)
            break;
    }
    ck_assert_uint_gt(n, 2);
    ck_assert_uint_gt(e.used, 50);
    ck_assert_uint_eq(disk_complaints(&e, false), 0);
    file_name(fn, 1);
    ck_assert_int_eq(edf_erase(&e, fn, ft), EDF_OK);
    ck_assert_int_eq(file_open(&e, &f, 0, 0, 0, EDF_WRITE), EDF_OK);
    ck_assert_int_eq(edf_write(&f, 0, buf, 1000), EDF_OK);
    ck_assert_int_eq(edf_close(&f), EDF_OK);
    ck_assert_uint_eq(disk_complaints(&e, false), 0);
    edf_unmount(&e);
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
    uint32_t salt[RECS + 1]; /* contents by file_fill() */
};

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
    ck_assert_int_eq(file_open(e, &f, n, recfm, lrecl, how), EDF_OK);
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
        file_fill(buf, len, n, salt);
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
        ck_assert_int_eq(file_open(e, &f, n, 0, 0, EDF_READ), EDF_NOT_FOUND);
        return;
    }
    ck_assert_int_eq(file_open(e, &f, n, 0, 0, EDF_READ), EDF_OK);
    ck_assert_uint_eq(get32(&f.fst.nrecs), m->nrecs);
    for (uint32_t r = 1; r <= m->nrecs; r++) {
        ck_assert_int_eq(edf_read(&f, r, buf, sizeof(buf), &len), EDF_OK);
        ck_assert_uint_eq(len, m->len[r]);
        file_fill(want, len, n, m->salt[r]);
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

    file_name(fn, n);
    file_name(fn2, n2);
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
        ck_assert_uint_eq(disk_complaints(e, false), 0);
        edf_unmount(e);
        ck_assert_int_eq(d->held, 0);
        disk_mount(d, e, true);
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
    disk_make(&d, bs, (_i < 4 ? 500000 : 5000000) / bs);
    disk_mount(&d, &e, true);
    for (unsigned i = 1; i <= 600; i++)
        model_round(&d, &e, m, i);
    edf_unmount(&e);
    free(m);
    free(d.bytes);
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("edf");

    tcase_add_test(t, empty_disk);
    tcase_add_loop_test(t, records, 0, 4);
    tcase_add_test(t, sparse);
    tcase_add_test(t, mode_six);
    tcase_add_loop_test(t, randomised, 0, 8);
    tcase_add_test(t, directory);
    tcase_add_test(t, full);
    return edf_run(t);
}
