/* SPDX-License-Identifier: MIT */
/* The state folder's volumes: sparse copies, and the upgrade of what the
 * builder owns. The volumes are small 3330s with a descriptor as
 * arch/cpvol.h has it. */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "arch/cpvol.h"
#include "image/ckd.h"
#include "lib/codepage.h"
#include "machine/upgrade.h"
#include "machine/volumes.h"
#include "tests/image/holes.h"

static char folder[] = "volumes_test.XXXXXX";
static char installed[64], own[64];
static struct err err;

/* The program's fsyncs come here. */
static unsigned folder_syncs;
static bool fsync_fails;

int
fsync(int fd)
{
    struct stat st;

    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        folder_syncs++;
        if (fsync_fails) {
            errno = EIO;
            return -1;
        }
    }
    return (int)syscall(SYS_fsync, fd);
}

enum { CYLS = 8, NUCLEUS = 1, SYSTEM = 3, USER = 5 };

/* Writes R1 of a track with one byte, many times. */
static void
put(struct ckd *c, unsigned cyl, unsigned head, uint8_t byte)
{
    uint8_t rec[8 + 100] = {0};
    struct ckd_rec r0;

    rec[1] = (uint8_t)cyl;
    rec[3] = (uint8_t)head;
    rec[4] = 1;
    rec[7] = 100;
    memset(rec + 8, byte, 100);
    ck_assert_msg(ckd_load(c, cyl, head, &err), "%s", err.text);
    ck_assert(ckd_first(c, &r0));
    ck_assert_int_eq(ckd_write_ckd(c, &r0, rec, sizeof rec, NULL, &err),
                     CKD_OK);
}

static int
get(const char *path, unsigned cyl, unsigned head)
{
    struct ckd *c = ckd_open(path, CKD_READ_ONLY, &err);
    struct ckd_rec r;
    int byte = -1;

    ck_assert_msg(c != NULL, "%s", err.text);
    ck_assert(ckd_load(c, cyl, head, &err));
    if (ckd_find(c, 1, &r) && r.datalen == 100)
        byte = r.data[0];
    ckd_close(c);
    return byte;
}

static void
extent(struct cpvol_desc *d, int i, uint8_t type, uint16_t cyl, uint16_t n)
{
    d->extent[i].type = type;
    put16(&d->extent[i].cyl, cyl);
    put16(&d->extent[i].ncyl, n);
}

static void
describe(struct ckd *c, const char *build, uint16_t nucleus)
{
    uint8_t rec[8 + sizeof(struct cpvol_desc)] = {0};
    struct cpvol_desc *d = (struct cpvol_desc *)(void *)(rec + 8);
    struct ckd_rec r;

    rec[4] = CPVOL_DESC_REC;
    rec[6] = sizeof *d >> 8;
    codepage_from_utf8(CP_1047, "CPVOL001", 8, d->eye, 0, NULL);
    memset(d->build, 0x40, sizeof d->build);
    codepage_from_utf8(CP_1047, build, strlen(build), d->build, 0, NULL);
    extent(d, 0, CPVOL_NUCLEUS, nucleus, 2);
    extent(d, 1, CPVOL_PERM, SYSTEM, 5);
    ck_assert(ckd_load(c, 0, 0, &err));
    ck_assert(ckd_first(c, &r));
    ck_assert_int_eq(ckd_write_ckd(c, &r, rec, sizeof rec, NULL, &err), CKD_OK);
}

static void
make(const char *path, const char *build, uint16_t nucleus, uint8_t byte)
{
    struct ckd *c;

    unlink(path);
    ck_assert_msg(ckd_create(path, 0x3330, CYLS, &err), "%s", err.text);
    c = ckd_open(path, 0, &err);
    ck_assert_msg(c != NULL, "%s", err.text);
    describe(c, build, nucleus);
    for (unsigned cyl = 1; cyl < CYLS; cyl++)
        for (unsigned head = 0; head < 19; head += 18)
            put(c, cyl, head, byte);
    ckd_close(c);
}

static void
list(const char *text)
{
    char path[80];
    FILE *f;

    snprintf(path, sizeof path, "%s.own", installed);
    f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    fclose(f);
}

static bool
upgrade(void)
{
    return upgrade_volume("T.3330", installed, own, &err);
}

START_TEST(copies_sparsely)
{
    struct stat st;
    char to[80], *big;
    int fd = open(installed, O_RDWR | O_CREAT | O_TRUNC, 0600);

    snprintf(to, sizeof to, "%s/copy", folder);
    ck_assert_int_ge(fd, 0);
    /* Data, a hole, zeros that are written, data, a hole at the end. */
    ck_assert_int_eq(pwrite(fd, "begin", 5, 3), 5);
    big = calloc(1, 1 << 20);
    ck_assert_int_eq(pwrite(fd, big, 1 << 20, 8 << 20), 1 << 20);
    ck_assert_int_eq(pwrite(fd, "end", 3, (10 << 20) + 1), 3);
    ck_assert_int_eq(ftruncate(fd, 32 << 20), 0);
    close(fd);
    ck_assert_msg(volumes_copy(installed, to, &err), "%s", err.text);
    ck_assert_int_eq(stat(to, &st), 0);
    ck_assert_int_eq(st.st_size, 32 << 20);
    check_holes(to, 1 << 20); /* as many zeros were written */
    fd = open(to, O_RDONLY);
    ck_assert_int_eq(pread(fd, big, 8, 0), 8);
    ck_assert_mem_eq(big, "\0\0\0begin", 8);
    ck_assert_int_eq(pread(fd, big, 5, 10 << 20), 5);
    ck_assert_mem_eq(big, "\0end", 5);
    close(fd);
    free(big);
    unlink(to);
    ck_assert(!volumes_copy("absent", to, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "absent"));
    ck_assert_int_ne(access(to, F_OK), 0);
}
END_TEST

/* A loss of power takes the new name no more. */
START_TEST(the_folder_is_synced)
{
    char to[80];

    make(installed, "one", NUCLEUS, 2);
    snprintf(to, sizeof to, "%s/copy", folder);
    folder_syncs = 0;
    ck_assert_msg(volumes_copy(installed, to, &err), "%s", err.text);
    ck_assert_uint_eq(folder_syncs, 1);
    fsync_fails = true;
    ck_assert(!volumes_copy(installed, to, &err));
    fsync_fails = false;
    ck_assert_ptr_nonnull(strstr(err.text, "copy: fsync of its folder: "));
    unlink(to);
}
END_TEST

START_TEST(copies_what_the_builder_owns)
{
    make(installed, "new", NUCLEUS, 2);
    make(own, "old", NUCLEUS, 1);
    list("build new\nsystem 3 2\n");
    ck_assert_msg(upgrade(), "%s", err.text);
    ck_assert_int_eq(get(own, NUCLEUS, 0), 2);
    ck_assert_int_eq(get(own, NUCLEUS + 1, 18), 2);
    ck_assert_int_eq(get(own, SYSTEM, 0), 2);
    ck_assert_int_eq(get(own, SYSTEM + 1, 18), 2);
    ck_assert_int_eq(get(own, USER, 0), 1);
    ck_assert_int_eq(get(own, CYLS - 1, 18), 1);
}
END_TEST

START_TEST(same_build_is_left_alone)
{
    make(installed, "one", NUCLEUS, 2);
    make(own, "one", NUCLEUS, 1);
    ck_assert_msg(upgrade(), "%s", err.text);
    ck_assert_int_eq(get(own, NUCLEUS, 0), 1);
}
END_TEST

/* Once it is done it is not done again: the build id was copied. */
START_TEST(upgrades_once)
{
    struct ckd *c;

    make(installed, "new", NUCLEUS, 2);
    make(own, "old", NUCLEUS, 1);
    list("system 3 2\n");
    ck_assert(upgrade());
    c = ckd_open(own, 0, &err);
    put(c, SYSTEM, 0, 7);
    ckd_close(c);
    ck_assert(upgrade());
    ck_assert_int_eq(get(own, SYSTEM, 0), 7);
}
END_TEST

START_TEST(another_layout_is_refused)
{
    make(installed, "new", NUCLEUS + 1, 2);
    make(own, "old", NUCLEUS, 1);
    ck_assert(!upgrade());
    ck_assert_ptr_nonnull(strstr(err.text, "laid out in another way"));
    ck_assert_int_eq(get(own, NUCLEUS + 1, 0), 1);
}
END_TEST

START_TEST(a_list_that_is_wrong_is_refused)
{
    make(installed, "new", NUCLEUS, 2);
    make(own, "old", NUCLEUS, 1);
    list("system 7 9\n");
    ck_assert(!upgrade());
    ck_assert_ptr_nonnull(strstr(err.text, "cylinders 7-15"));
    list("system 4294967295 2\n");
    ck_assert(!upgrade());
    list("");
}
END_TEST

START_TEST(a_volume_in_use_is_refused)
{
    struct ckd *c;

    make(installed, "new", NUCLEUS, 2);
    make(own, "old", NUCLEUS, 1);
    c = ckd_open(own, 0, &err);
    ck_assert(!upgrade());
    ck_assert_ptr_nonnull(strstr(err.text, "in use"));
    ckd_close(c);
}
END_TEST

static void
add_tests(TCase *tc)
{
    tcase_add_test(tc, copies_sparsely);
    tcase_add_test(tc, the_folder_is_synced);
    tcase_add_test(tc, copies_what_the_builder_owns);
    tcase_add_test(tc, same_build_is_left_alone);
    tcase_add_test(tc, upgrades_once);
    tcase_add_test(tc, another_layout_is_refused);
    tcase_add_test(tc, a_list_that_is_wrong_is_refused);
    tcase_add_test(tc, a_volume_in_use_is_refused);
}

int
main(void)
{
    Suite *s = suite_create("volumes");
    TCase *tc = tcase_create("volumes");
    SRunner *sr;
    int failed;
    char path[80];

    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(installed, sizeof installed, "%s/installed", folder);
    snprintf(own, sizeof own, "%s/own", folder);
    add_tests(tc);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    unlink(installed);
    unlink(own);
    snprintf(path, sizeof path, "%s.own", installed);
    unlink(path);
    rmdir(folder);
    return failed > 0;
}
