/* SPDX-License-Identifier: MIT */
/* Shadow files: names, the chain, adding, dropping, merging and compressing
 * over each kind of image; a merge killed at any moment; Hercules' cckdcdsk and
 * dasdcopy as the other side. */
#include "config.h"

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "image/ckd.h"

enum { TRACKS = 380, HEADS = 19 };

static char dir[] = "/tmp/shadow-test-XXXXXX";
static struct err err;
static char base[64], pattern[64];

static void
setup(void)
{
    memcpy(dir + sizeof(dir) - 7, "XXXXXX", 6);
    ck_assert_ptr_nonnull(mkdtemp(dir));
    snprintf(base, sizeof(base), "%s/vol", dir);
    snprintf(pattern, sizeof(pattern), "%s/vol_x.sf", dir);
}

static void
teardown(void)
{
    char cmd[100];

    snprintf(cmd, sizeof(cmd), "rm -rf %s", dir);
    ck_assert_int_eq(system(cmd), 0);
}

static char *
shadow(unsigned n)
{
    static char path[100];

    ck_assert(ckd_shadow_name(pattern, n, path, sizeof(path), &err));
    return path;
}

static struct ckd *
chain(void)
{
    struct ckd *c = ckd_open_chain(base, pattern, 0, &err);

    ck_assert_msg(c != NULL, "%s", err.text);
    return c;
}

static void
put(struct ckd *c, unsigned t, unsigned value)
{
    uint8_t buf[8 + 500] = {0, 0, 0, 0, 1, 0, 1, 0xf4};
    struct ckd_rec r;

    memset(buf + 8, (int)(value * 7 + t), 500);
    buf[8] = (uint8_t)value;
    ck_assert_msg(ckd_load(c, t / HEADS, t % HEADS, &err), "%s", err.text);
    ck_assert(ckd_first(c, &r));
    ck_assert_msg(ckd_write_ckd(c, &r, buf, sizeof(buf), NULL, &err) == CKD_OK,
                  "%s", err.text);
}

/* The value on a track; 0: none was ever written. */
static unsigned
get(struct ckd *c, unsigned t)
{
    struct ckd_rec r;

    ck_assert_msg(ckd_load(c, t / HEADS, t % HEADS, &err), "%s", err.text);
    if (!ckd_find(c, 1, &r))
        return 0;
    ck_assert_uint_eq(r.data[499], (uint8_t)(r.data[0] * 7 + t));
    return r.data[0];
}

/* Values: n on each track whose number is a multiple of n, the newest last. */
static void
write_values(struct ckd *c, unsigned n)
{
    for (unsigned t = 0; t < TRACKS; t += n)
        put(c, t, n);
}

static void
expect(struct ckd *c, unsigned newest)
{
    for (unsigned t = 0; t < TRACKS; t++) {
        unsigned want = 0;

        for (unsigned n = 2; n <= newest; n++)
            if (t % n == 0)
                want = n;
        ck_assert_uint_eq(get(c, t), want);
    }
    ck_assert_msg(ckd_check(c, &err), "%s", err.text);
}

/* An image and two shadow files. */
static struct ckd *
three(enum ckd_container kind)
{
    const struct ckd_geometry geo = {
        .devtype = 0x3330, .cyls = 20, .heads = HEADS, .track_size = 13312};
    struct ckd *c;

    ck_assert(ckd_create_as(base, &geo, kind, &err));
    c = chain();
    write_values(c, 2);
    for (unsigned n = 1; n <= 2; n++) {
        ck_assert_msg(ckd_shadow_add(c, shadow(n), &err), "%s", err.text);
        ck_assert_uint_eq(ckd_shadows(c), n);
        write_values(c, n + 2);
    }
    return c;
}

START_TEST(names)
{
    static const char *const name[][2] = {{"dir.d/vol_*.sf", "dir.d/vol_3.sf"},
                                          {"volx", "vol3"},
                                          {"d/x.", "d/3."},
                                          {"d.x/ab", "d.x/a3"}};
    char path[40];

    for (unsigned i = 0; i < 4; i++) {
        ck_assert(ckd_shadow_name(name[i][0], 3, path, sizeof(path), &err));
        ck_assert_str_eq(path, name[i][1]);
    }
    ck_assert(!ckd_shadow_name("dir/.sf", 1, path, sizeof(path), &err));
    ck_assert(!ckd_shadow_name("dir/", 1, path, sizeof(path), &err));
    ck_assert(!ckd_shadow_name("", 1, path, sizeof(path), &err));
}
END_TEST

START_TEST(chains)
{
    struct ckd_layer_info info;
    struct ckd *c = three((enum ckd_container)_i);

    expect(c, 4);
    ckd_close(c);
    c = chain();
    ck_assert_uint_eq(ckd_shadows(c), 2);
    expect(c, 4);
    ck_assert(ckd_layer(c, 0, &info) && info.shadow && !info.read_only);
    ck_assert_uint_eq(info.tracks, TRACKS / 4);
    ck_assert(ckd_layer(c, 2, &info) && !info.shadow && info.read_only);
    ck_assert(!ckd_layer(c, 3, &info));
    /* drop the newest: what was before is there, and can be written */
    ck_assert_msg(ckd_shadow_drop(c, false, &err), "%s", err.text);
    ck_assert_int_ne(access(shadow(2), F_OK), 0);
    expect(c, 3);
    write_values(c, 4);
    expect(c, 4);
    ckd_close(c);
    c = chain();
    expect(c, 4);
    /* merge into the image */
    ck_assert_msg(ckd_shadow_drop(c, true, &err), "%s", err.text);
    ck_assert_uint_eq(ckd_shadows(c), 0);
    expect(c, 4);
    ck_assert(!ckd_shadow_drop(c, true, &err));
    put(c, 1, 9);
    ckd_close(c);
    c = chain();
    ck_assert_uint_eq(get(c, 1), 9);
    put(c, 1, 1);
    ckd_close(c);
}
END_TEST

START_TEST(merge_between)
{
    struct ckd *c = three((enum ckd_container)_i);

    ck_assert_msg(ckd_shadow_drop(c, true, &err), "%s", err.text);
    ck_assert_uint_eq(ckd_shadows(c), 1);
    expect(c, 4);
    ck_assert_msg(ckd_shadow_drop(c, false, &err), "%s", err.text);
    expect(c, 2); /* the image was not touched */
    ckd_close(c);
}
END_TEST

START_TEST(compress)
{
    struct ckd_layer_info info;
    struct ckd *c = three((enum ckd_container)_i);
    uint64_t size;

    for (unsigned n = 0; n < 3; n++)
        write_values(c, 4);
    ck_assert(ckd_layer(c, 0, &info));
    size = info.size;
    ck_assert_msg(ckd_compact(c, NULL, NULL, &err), "%s", err.text);
    ck_assert(ckd_layer(c, 0, &info));
    ck_assert_uint_lt(info.size, size);
    expect(c, 4);
    ckd_close(c);
    c = chain();
    expect(c, 4);
    while (ckd_shadows(c) > 0)
        ck_assert_msg(ckd_shadow_drop(c, true, &err), "%s", err.text);
    ck_assert_msg(ckd_compact(c, NULL, NULL, &err), "%s", err.text);
    expect(c, 4);
    ckd_close(c);
}
END_TEST

START_TEST(refusals)
{
    const struct ckd_geometry other = {
        .devtype = 0x3330, .cyls = 21, .heads = HEADS, .track_size = 13312};
    struct ckd *c = three(CKD_ZLIB);

    for (unsigned n = 3; n <= CKD_SHADOWS; n++)
        ck_assert(ckd_shadow_add(c, shadow(n), &err));
    ck_assert(!ckd_shadow_add(c, shadow(9), &err));
    ck_assert_ptr_nonnull(strstr(err.text, "8 shadow files"));
    ck_assert(ckd_shadow_drop(c, false, &err));
    close(open(shadow(8), O_CREAT | O_WRONLY, 0666));
    ck_assert(!ckd_shadow_add(c, shadow(8), &err)); /* a file is there */
    ckd_close(c);
    /* a shadow file that is none, one of another volume */
    ck_assert_ptr_null(ckd_open_chain(base, pattern, 0, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "vol_8.sf"));
    unlink(shadow(8));
    unlink(base);
    ck_assert(ckd_create_as(base, &other, CKD_ZLIB, &err));
    ck_assert_ptr_null(ckd_open_chain(base, pattern, 0, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "geometry"));
}
END_TEST

/* Killed at any moment of adding, merging, compressing: the volume is as it
 * was, and the chain can be opened. */
START_TEST(killed)
{
    ckd_close(three(_i ? CKD_ZLIB : CKD_FLAT));
    for (unsigned round = 0; round < 40; round++) {
        struct ckd *c;
        pid_t child = fork();

        if (child == 0) {
            c = chain();
            for (;;) {
                ckd_shadow_add(c, shadow(ckd_shadows(c) + 1), &err);
                ckd_compact(c, NULL, NULL, &err);
                ckd_shadow_drop(c, true, &err);
                ckd_shadow_drop(c, true, &err);
                ckd_shadow_add(c, shadow(ckd_shadows(c) + 1), &err);
            }
        }
        usleep(2000 + round * 1373 % 60000);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        c = chain();
        expect(c, 4);
        ckd_close(c);
    }
}
END_TEST

/* Hercules' tools find the files sound and read the same volume. */
START_TEST(hercules)
{
    char cmd[400];
    struct ckd *c, *copy;
    char path[100];

    if (access("/usr/bin/cckdcdsk", X_OK) != 0) {
        printf("skipped: no cckdcdsk (Debian package hercules)\n");
        return;
    }
    ckd_close(three((enum ckd_container)_i));
    for (unsigned n = 0; n <= 2; n++) {
        snprintf(cmd, sizeof(cmd), "cckdcdsk -3 -ro %s >%s/out 2>&1",
                 n ? shadow(n) : base, dir);
        ck_assert_msg(system(cmd) == 0, "%s", cmd);
        snprintf(cmd, sizeof(cmd),
                 "! grep -v HHCDU %s/out | grep -iE 'error|recover'", dir);
        ck_assert_int_eq(system(cmd), 0);
    }
    snprintf(cmd, sizeof(cmd), "dasdcopy -q -0 %s sf=%s %s/copy >%s/out 2>&1",
             base, pattern, dir, dir);
    ck_assert_msg(system(cmd) == 0, "%s", cmd);
    snprintf(path, sizeof(path), "%s/copy", dir);
    copy = ckd_open(path, 0, &err);
    ck_assert_msg(copy != NULL, "%s", err.text);
    c = chain();
    for (unsigned t = 0; t < TRACKS; t++)
        ck_assert_uint_eq(get(copy, t), get(c, t));
    ckd_close(c);
    ckd_close(copy);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("shadow");
    TCase *t = tcase_create("shadow");
    SRunner *r;
    int failed;

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, names);
    tcase_add_loop_test(t, chains, CKD_FLAT, CKD_BZIP2 + 1);
    tcase_add_loop_test(t, merge_between, CKD_FLAT, CKD_BZIP2 + 1);
    tcase_add_loop_test(t, compress, CKD_FLAT, CKD_BZIP2 + 1);
    tcase_add_test(t, refusals);
    tcase_add_loop_test(t, killed, 0, 2);
    tcase_add_loop_test(t, hercules, CKD_STORED, CKD_BZIP2 + 1);
    tcase_set_timeout(t, 600);
    suite_add_tcase(s, t);
    r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
