/* SPDX-License-Identifier: MIT */
/* Compressed CKD images: each kind, killed while written, the space that
 * rewritten tracks leave, damaged tables. */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/image/volume.h"

static struct ckd *
compressed(enum ckd_container kind)
{
    const struct ckd_geometry geo = {0x3330, 20, 19, 13312, 0};
    struct ckd *c;

    unlink(in_dir("cckd"));
    ck_assert_msg(ckd_create_as(in_dir("cckd"), &geo, kind, &err), "%s",
                  err.text);
    c = ckd_open(in_dir("cckd"), 0, &err);
    ck_assert_msg(c != NULL, "%s", err.text);
    return c;
}

static void
add_record(struct ckd *c, unsigned track, unsigned rec, unsigned fill)
{
    static uint8_t buf[1100];
    struct ckd_rec r;

    ck_assert_msg(ckd_load(c, track / 19, track % 19, &err), "%s", err.text);
    ck_assert(ckd_find(c, (uint8_t)(rec - 1), &r));
    ck_assert_int_eq(ckd_write_ckd(c, &r, buf,
                                   record(buf, rec, 0, 1000, (uint8_t)fill),
                                   NULL, &err),
                     CKD_OK);
}

/* A volume of each kind, written, closed and read. */
START_TEST(tracks)
{
    struct ckd *c = compressed((enum ckd_container)(CKD_STORED + _i));
    struct ckd_rec r;

    for (unsigned t = 0; t < 380; t++)
        for (unsigned rec = 1; rec <= 3; rec++)
            add_record(c, t, rec, t + rec);
    ck_assert(ckd_load(c, 3, 3, &err)); /* one is emptied again */
    ck_assert(ckd_first(c, &r));
    ck_assert_int_eq(ckd_erase(c, &r, &err), CKD_OK);
    ckd_close(c);
    c = ckd_open(in_dir("cckd"), 0, &err);
    ck_assert_msg(c != NULL, "%s", err.text);
    ck_assert_msg(ckd_check(c, &err), "%s", err.text);
    for (unsigned t = 0; t < 380; t++) {
        ck_assert_msg(ckd_load(c, t / 19, t % 19, &err), "%s", err.text);
        ck_assert(ckd_find(c, 3, &r) == (t != 60));
        ck_assert(t == 60 || r.data[999] == (uint8_t)(t + 3));
    }
    ckd_close(c);
}
END_TEST

/* Writes records and, after each, its number to the pipe. */
static void
acknowledge(int fd, unsigned start)
{
    struct ckd *c = ckd_open(in_dir("cckd"), 0, &err);

    for (unsigned n = start; c != NULL && n < 380 * 9; n++) {
        add_record(c, n % 380, n / 380 + 1, n);
        if (n % 16 == 15) /* what is unused may be used again */
            ck_assert(ckd_sync(c, &err));
        if (write(fd, &n, sizeof(n)) != sizeof(n))
            break;
    }
    _exit(0);
}

/* A kill -9 at any instant of writing loses no acknowledged record. */
START_TEST(killed)
{
    unsigned done = 0, n;
    struct ckd *c = compressed(CKD_ZLIB);
    struct ckd_rec r;

    ckd_close(c);
    for (unsigned round = 0; round < 30; round++) {
        int fd[2];
        pid_t child;

        ck_assert_int_eq(pipe(fd), 0);
        child = fork();
        if (child == 0)
            acknowledge(fd[1], done);
        close(fd[1]);
        for (unsigned i = 0; i < 20 + round * 3; i++)
            if (read(fd[0], &n, sizeof(n)) == sizeof(n))
                done = n + 1;
        usleep(round * 37);
        kill(child, SIGKILL);
        while (read(fd[0], &n, sizeof(n)) == sizeof(n))
            done = n + 1;
        close(fd[0]);
        waitpid(child, NULL, 0);
        c = ckd_open(in_dir("cckd"), CKD_READ_ONLY, &err);
        ck_assert_msg(c != NULL, "%s", err.text);
        ck_assert_msg(ckd_check(c, &err), "%s", err.text);
        for (n = 0; n < done; n++) {
            ck_assert_msg(ckd_load(c, n % 380 / 19, n % 19, &err), "%s",
                          err.text);
            ck_assert(ckd_find(c, (uint8_t)(n / 380 + 1), &r));
            ck_assert_uint_eq(r.data[0], (uint8_t)n);
        }
        ckd_close(c);
    }
    ck_assert_uint_gt(done, 600);
}
END_TEST

/* What a rewritten track leaves is used again, after an fsync and not before:
 * a file that is written over and over does not grow. */
START_TEST(space)
{
    struct ckd *c = compressed((enum ckd_container)(CKD_STORED + _i));
    off_t size[6];
    struct stat st;

    for (unsigned round = 0; round < 6; round++) {
        uint8_t data[2000];
        struct ckd_rec r;

        for (unsigned t = 0; t < 380; t++) {
            ck_assert(ckd_load(c, t / 19, t % 19, &err));
            for (unsigned i = 0; i < sizeof(data); i++)
                data[i] = (uint8_t)(i * (round + 7 + t) >> (t % 3));
            if (round == 0)
                add_record(c, t, 1, t);
            ck_assert(ckd_find(c, 1, &r));
            ck_assert_int_eq(ckd_write_data(c, &r, data, 1000, &err), CKD_OK);
        }
        ck_assert_int_eq(stat(in_dir("cckd"), &st), 0);
        size[round] = st.st_size;
        if (round > 0)
            ck_assert(ckd_sync(c, &err));
    }
    /* Two rounds lie side by side, and two more with what fits nowhere; each
     * round anew would be twelve. */
    ck_assert_int_gt(size[1], size[0] + size[0] / 4);
    ck_assert_int_lt(size[5], 4 * size[0]);
    ckd_close(c);
    c = ckd_open(in_dir("cckd"), CKD_READ_ONLY, &err);
    ck_assert_msg(c != NULL, "%s", err.text);
    ck_assert_msg(ckd_check(c, &err), "%s", err.text);
    for (unsigned t = 0; t < 380; t++)
        ck_assert_msg(ckd_load(c, t / 19, t % 19, &err), "%s", err.text);
    ckd_close(c);
}
END_TEST

/* Bytes of headers and tables changed at random: no crash, and a refusal names
 * the file. */
START_TEST(mangled)
{
    struct ckd *c = compressed(CKD_ZLIB);
    uint8_t was, now;
    struct stat st;

    for (unsigned t = 0; t < 380; t++)
        add_record(c, t, 1, t);
    ckd_close(c);
    ck_assert_int_eq(stat(in_dir("cckd"), &st), 0);
    srand(4);
    for (unsigned i = 0; i < 1500; i++) {
        int fd = open(in_dir("cckd"), O_RDWR);
        off_t at = rand() % (i % 3 ? 3200 : st.st_size);

        now = (uint8_t)rand();
        ck_assert_int_eq(pread(fd, &was, 1, at), 1);
        ck_assert_int_eq(pwrite(fd, &now, 1, at), 1);
        c = ckd_open(in_dir("cckd"), CKD_READ_ONLY, &err);
        if (c == NULL)
            ck_assert_ptr_nonnull(strstr(err.text, "cckd"));
        for (unsigned t = 0; c != NULL && t < 380; t += 7)
            if (!ckd_load(c, t / 19, t % 19, &err))
                ck_assert_ptr_nonnull(strstr(err.text, "cckd"));
        ckd_close(c);
        ck_assert_int_eq(pwrite(fd, &was, 1, at), 1);
        close(fd);
    }
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("cckd");

    tcase_add_loop_test(t, tracks, 0, 3);
    tcase_add_loop_test(t, space, 0, 3);
    tcase_add_test(t, killed);
    tcase_add_test(t, mangled);
    return volume_run(t);
}
