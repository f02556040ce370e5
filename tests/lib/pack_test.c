/* SPDX-License-Identifier: MIT */
/* lib/pack.h: values come back as they were written; damage is found. */
#include "config.h"

#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/pack.h"

enum { BIG = 200000 };

static uint8_t big[BIG];

static void
write_some(struct pack *p)
{
    for (unsigned i = 0; i < BIG; i++)
        big[i] = (uint8_t)(i * i >> 7);
    pack_tag(p, "TEST");
    pack_num(p, 0);
    pack_num(p, 127);
    pack_num(p, 128);
    pack_num(p, UINT64_MAX);
    pack_flag(p, true);
    pack_text(p, "a text");
    pack_text(p, NULL);
    pack_data(p, big, BIG);
    pack_raw(p, big, BIG);
    pack_data(p, NULL, 0);
}

static void
read_some(struct unpack *u)
{
    uint8_t *back = malloc(BIG);
    char text[16];
    size_t len;

    unpack_tag(u, "TEST");
    ck_assert_uint_eq(unpack_num(u, 0), 0);
    ck_assert_uint_eq(unpack_num(u, 127), 127);
    ck_assert_uint_eq(unpack_num(u, 1000), 128);
    ck_assert(unpack_num(u, UINT64_MAX) == UINT64_MAX);
    ck_assert(unpack_flag(u));
    unpack_text(u, text, sizeof text);
    ck_assert_str_eq(text, "a text");
    unpack_text(u, text, sizeof text);
    ck_assert_str_eq(text, "");
    ck_assert_uint_eq(unpack_data(u, back, BIG), BIG);
    ck_assert(memcmp(back, big, BIG) == 0);
    unpack_raw(u, back, BIG);
    ck_assert(memcmp(back, big, BIG) == 0);
    free(back);
    back = unpack_alloc(u, 10, &len);
    ck_assert(back != NULL && len == 0);
    free(back);
    ck_assert(unpack_ok(u));
    ck_assert(unpack_end(u));
}

START_TEST(test_memory)
{
    struct pack p;
    struct unpack u;

    pack_init(&p, PACK_COPY);
    write_some(&p);
    ck_assert(pack_ok(&p));
    unpack_init(&u, PACK_COPY, p.buf + PACK_HEADER, p.len);
    read_some(&u);
    unpack_free(&u);
    pack_free(&p);
}
END_TEST

/* A file of two boundaries with some values behind the second. */
static int
make_file(char *path)
{
    struct pack p;
    int fd;

    strcpy(path, "/tmp/pack-test-XXXXXX");
    fd = mkstemp(path);
    ck_assert(fd >= 0);
    pack_init_file(&p, fd);
    write_some(&p);
    pack_boundary(&p);
    pack_text(&p, "more");
    pack_boundary(&p);
    ck_assert(pack_ok(&p));
    pack_free(&p);
    return fd;
}

START_TEST(test_file)
{
    char path[32], text[8];
    uint64_t end, boundary;
    struct unpack u;
    struct err e;
    bool cut;
    int fd = make_file(path);

    ck_assert(pack_check(fd, 0, &end, &boundary, &cut, &e));
    ck_assert(!cut && end == boundary);
    ck_assert(end == (uint64_t)lseek(fd, 0, SEEK_END));
    unpack_init_file(&u, fd, 0, end);
    for (int i = 0; i < 1; i++)
        ck_assert(!unpack_end(&u));
    unpack_tag(&u, "TEST");
    ck_assert(unpack_ok(&u));
    unpack_free(&u);
    /* The last bytes are missing: the file goes to the boundary before. */
    ck_assert(ftruncate(fd, (off_t)end - 1) == 0);
    ck_assert(pack_check(fd, 0, &end, &boundary, &cut, &e));
    ck_assert(cut);
    unpack_init_file(&u, fd, 0, boundary);
    read_some(&u);
    unpack_text(&u, text, sizeof text);
    ck_assert(!unpack_ok(&u));
    unpack_free(&u);
    close(fd);
    unlink(path);
}
END_TEST

/* A wrong bit in any of these bytes is found. */
static void
spoil_each(int fd, off_t from, off_t to, off_t step)
{
    uint64_t end, boundary;
    struct err e;
    uint8_t byte;
    bool cut;

    for (off_t at = from; at < to; at += step) {
        ck_assert(pread(fd, &byte, 1, at) == 1);
        byte ^= 0x10;
        ck_assert(pwrite(fd, &byte, 1, at) == 1);
        ck_assert(!pack_check(fd, 0, &end, &boundary, &cut, &e));
        ck_assert(strstr(e.text, "damaged") != NULL);
        byte ^= 0x10;
        ck_assert(pwrite(fd, &byte, 1, at) == 1);
    }
}

START_TEST(test_damage)
{
    char path[32];
    uint64_t end, boundary;
    struct err e;
    bool cut;
    int fd = make_file(path);

    ck_assert(pack_check(fd, 0, &end, &boundary, &cut, &e));
    spoil_each(fd, 0, 150000, 49999);
    /* The last block: a length that leads beyond the end is no cut. */
    spoil_each(fd, (off_t)end - PACK_HEADER - 5, (off_t)end, 1);
    close(fd);
    unlink(path);
}
END_TEST

START_TEST(test_wrong)
{
    static const uint8_t much[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                   0xff, 0xff, 0xff, 0xff, 0x7f};
    struct unpack u;
    char text[4];

    unpack_init(&u, PACK_COPY, much, sizeof much);
    ck_assert_uint_eq(unpack_num(&u, UINT64_MAX), 0);
    ck_assert(!unpack_ok(&u));
    unpack_init(&u, PACK_COPY, "\x05", 1);
    ck_assert_uint_eq(unpack_num(&u, 4), 0);
    ck_assert_str_eq(u.err.text, "holds 5 where at most 4 can stand");
    unpack_init(&u, PACK_COPY, "\x04text", 5);
    unpack_text(&u, text, sizeof text);
    ck_assert(!unpack_ok(&u));
    unpack_init(&u, PACK_COPY, "SAME", 4);
    unpack_tag(&u, "ELSE");
    ck_assert_str_eq(u.err.text, "has no ELSE where it should stand");
}
END_TEST

START_TEST(test_digest)
{
    struct digest a, b;
    char text[DIGEST_TEXT], other[DIGEST_TEXT];

    write_some(&(struct pack){.failed = true});
    digest_init(&a);
    digest_init(&b);
    digest_add(&a, big, BIG);
    for (unsigned i = 0; i < BIG; i += 7)
        digest_add(&b, big + i, i + 7 < BIG ? 7 : BIG - i);
    digest_text(digest_end(&a), text);
    digest_text(digest_end(&b), other);
    ck_assert_str_eq(text, other);
    digest_add(&b, "", 1);
    digest_text(digest_end(&b), other);
    ck_assert_str_ne(text, other);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("pack");
    TCase *tc = tcase_create("pack");
    SRunner *sr;
    int failed;

    tcase_add_test(tc, test_memory);
    tcase_add_test(tc, test_file);
    tcase_add_test(tc, test_damage);
    tcase_add_test(tc, test_wrong);
    tcase_add_test(tc, test_digest);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_NORMAL);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
