/* SPDX-License-Identifier: MIT */
/* Volumes and tapes that are made anew in the place of old ones, from a
 * snapshot or by compressing: what has the name, what a link leads to, and the
 * permissions stay. */
#include "config.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/tape.h"
#include "tests/image/volume.h"

/* `link` leads to the file `name`, which has permissions of its own. */
static void
make_link(const char *name)
{
    unlink(in_dir("link"));
    ck_assert_int_eq(chmod(in_dir(name), 0640), 0);
    ck_assert_int_eq(symlink(name, in_dir("link")), 0);
}

/* Nothing has changed but the contents. */
static void
check_link(const char *name)
{
    char target[PATH_MAX] = "";
    struct stat st;

    ck_assert_int_gt(readlink(in_dir("link"), target, sizeof(target) - 1), 0);
    ck_assert_str_eq(target, name);
    ck_assert_int_eq(stat(in_dir(name), &st), 0);
    ck_assert_int_eq(st.st_mode & 07777, 0640);
    ck_assert_int_ne(access(in_dir("link.load"), F_OK), 0);
    ck_assert_int_ne(access(in_dir("link.new"), F_OK), 0);
}

static struct ckd *
open_link(void)
{
    struct ckd *c = ckd_open(in_dir("link"), 0, &err);

    ck_assert_msg(c != NULL, "%s", err.text);
    return c;
}

/* The number of the last record of cylinder 1 head 2. */
static unsigned
last_record(struct ckd *c)
{
    struct ckd_rec r;
    unsigned n = 0;

    ck_assert_msg(ckd_load(c, 1, 2, &err), "%s", err.text);
    for (bool more = ckd_first(c, &r); more; more = ckd_next(c, &r))
        n = r.rec;
    return n;
}

static void
add_record(struct ckd *c)
{
    uint8_t p[108];
    struct ckd_rec r;
    unsigned n = last_record(c);

    ck_assert(ckd_find(c, (uint8_t)n, &r));
    record(p, n + 1, 0, 100, 1);
    ck_assert_int_eq(ckd_write_ckd(c, &r, p, 108, NULL, &err), CKD_OK);
}

START_TEST(volume_from_a_snapshot)
{
    struct ckd *c = fresh("vol", 0x3330, 2), *loaded;
    struct unpack u;
    struct pack p;

    ckd_close(c);
    make_link("vol");
    c = open_link();
    add_record(c);
    pack_init(&p, PACK_COPY);
    ckd_pack(&p, c);
    ck_assert(pack_ok(&p));
    add_record(c);
    unpack_init(&u, PACK_COPY, p.buf + PACK_HEADER, p.len);
    loaded = ckd_unpack(&u, c, &err);
    ck_assert_msg(loaded != NULL, "%s", err.text);
    ckd_close(c);
    ck_assert_uint_eq(last_record(loaded), 1);
    add_record(loaded);
    add_record(loaded);
    ckd_close(loaded);
    check_link("vol");
    c = open_link();
    ck_assert_uint_eq(last_record(c), 3);
    ckd_close(c);
    unpack_free(&u);
    pack_free(&p);
}
END_TEST

START_TEST(tape_from_a_snapshot)
{
    const struct tape_options o = {.noring = false};
    struct tape *t, *loaded;
    struct unpack u;
    struct pack p;
    uint8_t buf[TAPE_BLOCK];
    uint32_t len;

    t = tape_open(in_dir("tape"), false, &err);
    ck_assert_ptr_nonnull(t);
    tape_close(t);
    make_link("tape");
    t = tape_open(in_dir("link"), false, &err);
    ck_assert_int_eq(tape_write(t, (const uint8_t *)"one", 3, &err), TAPE_OK);
    pack_init(&p, PACK_COPY);
    tape_pack(&p, t);
    ck_assert_int_eq(tape_write_mark(t, &err), TAPE_OK);
    unpack_init(&u, PACK_COPY, p.buf + PACK_HEADER, p.len);
    loaded = tape_unpack(&u, in_dir("link"), &o, t, &err);
    ck_assert_msg(loaded != NULL, "%s", err.text);
    tape_close(t);
    tape_close(loaded);
    check_link("tape");
    t = tape_open(in_dir("link"), false, &err);
    ck_assert_int_eq(tape_read(t, buf, &len, &err), TAPE_OK);
    ck_assert_uint_eq(len, 3);
    ck_assert_int_eq(tape_read(t, buf, &len, &err), TAPE_VOID);
    tape_close(t);
    unpack_free(&u);
    pack_free(&p);
}
END_TEST

START_TEST(compressed)
{
    const struct ckd_geometry geo = {0x3330, 2, 19, 13312, 0};
    struct ckd *c;

    ck_assert(ckd_create_as(in_dir("zlib"), &geo, CKD_ZLIB, &err));
    make_link("zlib");
    c = open_link();
    add_record(c);
    ck_assert_msg(ckd_compact(c, NULL, NULL, &err), "%s", err.text);
    ck_assert_uint_eq(last_record(c), 1);
    ckd_close(c);
    check_link("zlib");
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("replace");

    tcase_add_test(t, volume_from_a_snapshot);
    tcase_add_test(t, tape_from_a_snapshot);
    tcase_add_test(t, compressed);
    return volume_run(t);
}
