/* SPDX-License-Identifier: MIT */
/* AWSTAPE and HET files: blocks and marks both ways, overwriting, protection,
 * files that are cut or no tapes, kill -9 at any instant, and Hercules' hetupd
 * as the other side of the format. */
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
        /* A header without its flags was never completed: a mark is such. */
        if (at < 5 || (at >= 9 && at < 14) || (at >= 19 && at < 24) ||
            (at >= 25 && at < 30))
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

/* Block `n` of a tape: text that compresses, of a length of its own. */
static uint32_t
pattern(unsigned n)
{
    uint32_t size = 1 + n * 7919 % TAPE_BLOCK;

    for (uint32_t i = 0; i < size; i++)
        buf[i] =
            (uint8_t)(i % 7 == 0 ? n : i / 80 ^ (i % 80 == 5 ? i >> 3 : 0));
    return size;
}

static void
reopen(const struct tape_options *o)
{
    tape_close(tape);
    tape = tape_open_as(path, o, &err);
    ck_assert_msg(tape != NULL, "%s", err.text);
}

static void
expect_patterns(unsigned n)
{
    static uint8_t got[TAPE_BLOCK];

    for (unsigned i = 0; i < n; i++) {
        uint32_t size = pattern(i);

        ck_assert_msg(tape_read(tape, got, &len, &err) == TAPE_OK, "%u: %s", i,
                      err.text);
        ck_assert_uint_eq(len, size);
        ck_assert_mem_eq(got, buf, size);
        if (i % 10 == 9)
            ck_assert_int_eq(tape_read(tape, got, &len, &err), TAPE_MARK);
    }
    ck_assert_int_eq(tape_read(tape, got, &len, &err), TAPE_VOID);
    for (unsigned i = n; i-- > 0;) {
        uint32_t size = pattern(i);

        if (i % 10 == 9)
            ck_assert_int_eq(tape_read_backward(tape, got, &len, &err),
                             TAPE_MARK);
        ck_assert_int_eq(tape_read_backward(tape, got, &len, &err), TAPE_OK);
        ck_assert_uint_eq(len, size);
        ck_assert_mem_eq(got, buf, size);
    }
    ck_assert(tape_at_load_point(tape));
}

static void
write_patterns(unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        uint32_t size = pattern(i);

        ck_assert_int_eq(tape_write(tape, buf, size, &err), TAPE_OK);
        if (i % 10 == 9)
            ck_assert_int_eq(tape_write_mark(tape, &err), TAPE_OK);
    }
    tape_rewind(tape);
}

static const struct tape_options kinds[] = {
    {.method = TAPE_PLAIN},
    {.method = TAPE_PLAIN, .chunk = 4096},
    {.method = TAPE_ZLIB},
    {.method = TAPE_ZLIB, .level = 9, .chunk = 4096},
    {.method = TAPE_BZIP2, .chunk = 5000},
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

START_TEST(compressed)
{
    struct stat st;

    reopen(&kinds[_i]);
    write_patterns(60);
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert((st.st_size > 1800000) == (kinds[_i].method == TAPE_PLAIN));
    expect_patterns(60);
    reopen(&(struct tape_options){.noring = true}); /* the file says what */
    ck_assert_int_eq(tape_compression(tape),
                     (int)kinds[_i].method - TAPE_PLAIN);
    expect_patterns(60);
}
END_TEST

/* What Hercules writes we read, and what we write it reads: hetupd copies our
 * tape to each of its kinds. */
START_TEST(hetupd)
{
    static const char *const option[] = {"-d", "-z -9", "-b", "-s",
                                         "-z -c 4096"};
    char cmd[200];

    if (access("/usr/bin/hetupd", X_OK) != 0) {
        printf("skipped: no hetupd (Debian package hercules)\n");
        return;
    }
    reopen(&kinds[_i]);
    write_patterns(30);
    for (unsigned i = 0; i < sizeof(option) / sizeof(option[0]); i++) {
        struct tape *ours = tape;

        snprintf(cmd, sizeof(cmd), "hetupd %s %s %s.out >/dev/null 2>&1",
                 option[i], path, path);
        ck_assert_int_eq(system(cmd), 0);
        snprintf(cmd, sizeof(cmd), "%s.out", path);
        tape = tape_open(cmd, true, &err);
        ck_assert_msg(tape != NULL, "%s", err.text);
        expect_patterns(30);
        tape_close(tape);
        tape = ours;
        unlink(cmd);
    }
}
END_TEST

START_TEST(end_of_tape)
{
    const struct tape_options o = {.maxsize = 300000, .eotmargin = 100000};
    unsigned n = 0;

    reopen(&o);
    memset(buf, 1, sizeof(buf));
    for (; tape_write(tape, buf, 10000, &err) == TAPE_OK; n++)
        ck_assert(tape_near_end(tape) == (n >= 19));
    ck_assert_uint_eq(n, 29);
    ck_assert_int_eq(tape_write(tape, buf, 10000, &err), TAPE_FULL);
    ck_assert_int_eq(tape_write_mark(tape, &err), TAPE_OK);
}
END_TEST

/* Writes blocks from some point on, and reports each; then waits to be
 * killed, which on a busy host may take long. */
static void
write_until_killed(int fd, unsigned from)
{
    for (unsigned i = from; i < from + 500; i++) {
        uint32_t size = pattern(i);

        if (tape_write(tape, buf, size, &err) != TAPE_OK ||
            write(fd, &i, sizeof(i)) != sizeof(i))
            _exit(1);
    }
    for (;;)
        pause();
}

/* A kill -9 loses no block that was written, and the tape can be read to an
 * end right behind them, or behind one more. */
START_TEST(killed)
{
    static uint8_t got[TAPE_BLOCK];
    unsigned done = 0, before = 0;

    for (unsigned round = 0; round < 40; round++) {
        enum tape_result r;
        unsigned n = 0, from = done;
        int fd[2];
        pid_t child;

        reopen(&kinds[round % KINDS]);
        for (unsigned i = 0; i < done; i++)
            ck_assert_int_eq(tape_read(tape, NULL, &len, &err), TAPE_OK);
        ck_assert_int_eq(pipe(fd), 0);
        child = fork();
        if (child == 0)
            write_until_killed(fd[1], done);
        close(fd[1]);
        for (unsigned i = 0; i < round % 4; i++)
            if (read(fd[0], &n, sizeof(n)) == sizeof(n))
                done = n + 1;
        usleep(round * 97);
        kill(child, SIGKILL);
        while (read(fd[0], &n, sizeof(n)) == sizeof(n))
            done = n + 1;
        close(fd[0]);
        waitpid(child, NULL, 0);
        reopen(&kinds[round % KINDS]);
        for (n = 0; (r = tape_read(tape, got, &len, &err)) == TAPE_OK; n++) {
            ck_assert_uint_eq(len, pattern(n));
            ck_assert_mem_eq(got, buf, len);
        }
        ck_assert_msg(r == TAPE_VOID, "%s", err.text);
        /* or it was killed before it wrote */
        ck_assert(n == done || n == done + 1 || (done == from && n == before));
        before = n;
        done = done > 60 ? 20 : done; /* now in the middle of the tape */
    }
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
    tcase_add_loop_test(t, compressed, 0, KINDS);
    tcase_add_loop_test(t, hetupd, 0, KINDS);
    tcase_add_test(t, end_of_tape);
    tcase_add_test(t, killed);
    tcase_set_timeout(t, 600);
    suite_add_tcase(s, t);
    r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
