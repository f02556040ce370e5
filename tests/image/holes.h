/* SPDX-License-Identifier: MIT */
/* Whether a file has holes, on file systems that have them. */
#ifndef TESTS_IMAGE_HOLES_H
#define TESTS_IMAGE_HOLES_H

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* The file takes less than `most` bytes of the disk: a few times the unit in
 * which file systems give space. Nothing is asked where the greatest hole there
 * is, a new file that was only made longer, takes as much. */
static inline void
check_holes(const char *path, off_t most)
{
    struct stat st, hole;
    char other[256];
    int fd;

    ck_assert_int_eq(stat(path, &st), 0);
    snprintf(other, sizeof(other), "%s.hole", path);
    fd = open(other, O_RDWR | O_CREAT | O_TRUNC, 0600);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(ftruncate(fd, st.st_size), 0);
    ck_assert_int_eq(fstat(fd, &hole), 0);
    close(fd);
    unlink(other);
    if (hole.st_blocks * 512LL < most)
        ck_assert_int_lt(st.st_blocks * 512LL, most);
}

#endif
