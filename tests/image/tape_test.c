/* SPDX-License-Identifier: MIT */
/* AWSTAPE files: blocks and marks both ways, overwriting, protection, files
 * that are cut or no tapes. */
#include "config.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image/tape.h"

static char path[] = "tape-XXXXXX";
static struct tape *tape;
static struct err err;
static uint8_t buf[TAPE_BLOCK];
static uint32_t len;

static void
setup(void)
{
    int fd;

    memcpy(path + sizeof(path) - 7, "XXXXXX", 6);
    fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    tape = tape_open(path, false, &err);
    ck_assert_ptr_nonnull(tape);
}

static void
teardown(void)
{
    tape_close(tape);
    unlink(path);
}

/* "one", "two", mark, a block of the greatest length, mark, mark. */
static void
record(void)
{
    memset(buf, 0x5a, sizeof(buf));
    ck_assert_int_eq(tape_write(tape, (const uint8_t *)"one", 3, &err),
                     TAPE_OK);
    ck_assert_int_eq(tape_write(tape, (const uint8_t *)"two!", 4, &err),
                     TAPE_OK);
    ck_assert_int_eq(tape_write_mark(tape, &err), TAPE_OK);
    ck_assert_int_eq(tape_write(tape, buf, TAPE_BLOCK, &err), TAPE_OK);
    ck_assert_int_eq(tape_write_mark(tape, &err), TAPE_OK);
    ck_assert_int_eq(tape_write_mark(tape, &err), TAPE_OK);
}

static void
expect(enum tape_result want, uint32_t want_len)
{
    ck_assert_int_eq(tape_read(tape, buf, &len, &err), want);
    ck_assert_uint_eq(len, want_len);
}

static void
expect_back(enum tape_result want, uint32_t want_len)
{
    ck_assert_int_eq(tape_read_backward(tape, buf, &len, &err), want);
    ck_assert_uint_eq(len, want_len);
}

START_TEST(forward_and_back)
{
    record();
    tape_rewind(tape);
    ck_assert(tape_at_load_point(tape));
    expect(TAPE_OK, 3);
    ck_assert_mem_eq(buf, "one", 3);
    expect(TAPE_OK, 4);
    expect(TAPE_MARK, 0);
    expect(TAPE_OK, TAPE_BLOCK);
    ck_assert_uint_eq(buf[TAPE_BLOCK - 1], 0x5a);
    expect(TAPE_MARK, 0);
    expect(TAPE_MARK, 0);
    expect(TAPE_VOID, 0);
    expect_back(TAPE_MARK, 0);
    expect_back(TAPE_MARK, 0);
    expect_back(TAPE_OK, TAPE_BLOCK);
    expect_back(TAPE_MARK, 0);
    expect_back(TAPE_OK, 4);
    ck_assert_mem_eq(buf, "two!", 4);
    expect(TAPE_OK, 4);
    expect_back(TAPE_OK, 4);
    expect_back(TAPE_OK, 3);
    ck_assert(tape_at_load_point(tape));
    expect_back(TAPE_LOAD_POINT, 0);
}
END_TEST

START_TEST(writing_cuts)
{
    record();
    tape_rewind(tape);
    expect(TAPE_OK, 3);
    ck_assert_int_eq(tape_write(tape, (const uint8_t *)"new", 3, &err),
                     TAPE_OK);
    expect(TAPE_VOID, 0);
    expect_back(TAPE_OK, 3);
    ck_assert_mem_eq(buf, "new", 3);
    ck_assert_int_eq(tape_erase(tape, &err), TAPE_OK);
    expect(TAPE_VOID, 0);
}
END_TEST

START_TEST(protection_and_locks)
{
    struct tape *other;

    record();
    ck_assert_ptr_null(tape_open(path, false, &err));
    ck_assert_ptr_nonnull(strstr(err.text, path));
    tape_close(tape);
    tape = tape_open(path, true, &err);
    ck_assert_ptr_nonnull(tape);
    ck_assert(tape_protected(tape));
    other = tape_open(path, true, &err);
    ck_assert_ptr_nonnull(other);
    tape_close(other);
    ck_assert_ptr_null(tape_open("no/such/tape", true, &err));
}
END_TEST

/* Wherever a tape file is cut, reading it ends with an error or the end, and
 * gives what is whole before. */
START_TEST(cut_anywhere)
{
    for (off_t at = 0; at < 40; at++) {
        enum tape_result r;

        tape_rewind(tape);
        record();
        ck_assert_int_eq(truncate(path, at), 0);
        tape_rewind(tape);
        do
            r = tape_read(tape, buf, &len, &err);
        while (r == TAPE_OK || r == TAPE_MARK);
        ck_assert(r == TAPE_VOID || r == TAPE_ERROR);
        if (at == 0 || at == 9 || at == 19 || at == 25)
            ck_assert_int_eq(r, TAPE_VOID);
        if (r == TAPE_ERROR)
            ck_assert_ptr_nonnull(strstr(err.text, path));
    }
}
END_TEST

START_TEST(not_a_tape)
{
    int fd = open(path, O_WRONLY);

    ck_assert_int_eq(write(fd, "this is text", 12), 12);
    close(fd);
    ck_assert_int_eq(tape_read(tape, buf, &len, &err), TAPE_ERROR);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("tape");
    TCase *t = tcase_create("tape");
    SRunner *r;
    int failed;

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, forward_and_back);
    tcase_add_test(t, writing_cuts);
    tcase_add_test(t, protection_and_locks);
    tcase_add_test(t, cut_anywhere);
    tcase_add_test(t, not_a_tape);
    suite_add_tcase(s, t);
    r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
