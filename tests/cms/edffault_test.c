/* SPDX-License-Identifier: MIT */
/* The EDF file system when things go wrong: every write and every allocation
 * fails in turn, and disks are damaged. */
#include "config.h"

#include "tests/cms/edfrig.h"

/* Every write in turn is the last one: the disk shows the contents of before
 * the step or of after it. */
START_TEST(crash)
{
    uint32_t bs = _i < 2 ? 512 : 1024, nblocks = _i % 2 ? 700 : 150;
    struct disk d, s;
    struct edf_disk e;
    unsigned crashes = 0;

    disk_make(&d, bs, nblocks);
    s = d;
    s.bytes = malloc((size_t)bs * nblocks);
    for (unsigned k = 0; k < 40; k++) {
        uint64_t before = disk_contents(&d), after;

        memcpy(s.bytes, d.bytes, (size_t)bs * nblocks);
        disk_mount(&d, &e, true);
        ck_assert_int_eq(disk_step(&e, k, (unsigned)_i), EDF_OK);
        ck_assert_int_eq(e.dirty, false);
        edf_unmount(&e);
        after = disk_contents(&d);
        for (long n = 0;; n++) {
            struct disk c = s;
            enum edf_rc rc;
            uint64_t got;

            c.bytes = malloc((size_t)bs * nblocks);
            memcpy(c.bytes, s.bytes, (size_t)bs * nblocks);
            c.fuse = n;
            c.writes = 0;
            c.tear = n * 7 % 81;
            disk_mount(&c, &e, true);
            rc = disk_step(&e, k, (unsigned)_i);
            edf_unmount(&e);
            got = disk_contents(&c);
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

    disk_make(&d, 512, 700);
    disk_mount(&d, &e, true);
    for (unsigned k = 0; k < 30; k++)
        ck_assert_int_eq(disk_step(&e, k, 0), EDF_OK);
    edf_unmount(&e);
    for (long n = 0;; n++) {
        enum edf_rc rc;
        bool mounted = false;

        d.alloc_fuse = n;
        d.allocs = 0;
        io = disk_io(&d);
        rc = edf_mount(&e, &io, 512, true);
        mounted = rc == EDF_OK;
        for (unsigned k = 30; k < 40 && rc == EDF_OK; k++)
            rc = disk_step(&e, k, 0);
        if (mounted)
            edf_unmount(&e);
        ck_assert_int_eq(d.held, 0);
        d.alloc_fuse = -1;
        disk_contents(&d);
        if (rc == EDF_OK)
            break;
        ck_assert(rc == EDF_NO_STORAGE || rc == EDF_IO);
    }
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

    disk_make(&d, 512, 400);
    disk_mount(&d, &e, true);
    for (unsigned k = 0; k < 30; k++)
        ck_assert_int_eq(disk_step(&e, k, 0), EDF_OK);
    edf_unmount(&e);
    c = d;
    c.bytes = malloc(512 * 400);
    rnd_state = 99;
    for (unsigned i = 0; i < 1500; i++) {
        memcpy(c.bytes, d.bytes, 512 * 400);
        for (unsigned j = 1 + rnd(4); j > 0; j--)
            c.bytes[(2 + rnd(rnd(2) ? 4 : 398)) * 512 + rnd(512)] =
                (uint8_t)rnd(256);
        io = disk_io(&c);
        if (edf_mount(&e, &io, 512, i % 2) != EDF_OK) {
            caught++;
            continue;
        }
        if (edf_check(&e, disk_print, &quiet, &found) != EDF_OK || found > 0)
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
            disk_step(&e, i % 60, 0);
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
    TCase *t = tcase_create("edf");

    tcase_add_loop_test(t, crash, 0, 4);
    tcase_add_test(t, no_storage);
    tcase_add_test(t, damaged);
    return edf_run(t);
}
