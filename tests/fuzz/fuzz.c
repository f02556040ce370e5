/* SPDX-License-Identifier: MIT */
/* The targets' helpers; see fuzz.h. Check's two functions are here too, so
 * that the rigs of the unit tests, which assert, serve without Check's runner:
 * a failed assertion ends the program as a crash. */
#include "config.h"

#include "tests/fuzz/fuzz.h"

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { FILES = 8 };

_Noreturn void
fuzz_fail(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

void
_ck_assert_failed(const char *file, int line, const char *expr, const char *msg,
                  ...)
{
    va_list ap;

    if (msg != NULL) {
        va_start(ap, msg);
        vfprintf(stderr, msg, ap);
        va_end(ap);
        fputc('\n', stderr);
    }
    fuzz_fail(file, line, expr);
}

void
_mark_point(const char *file, int line)
{
    (void)file, (void)line;
}

uint8_t
fuzz_u8(struct fuzz_in *in)
{
    if (in->n == 0)
        return 0;
    in->n--;
    return *in->p++;
}

uint16_t
fuzz_u16(struct fuzz_in *in)
{
    unsigned high = fuzz_u8(in);

    return (uint16_t)(high << 8 | fuzz_u8(in));
}

const uint8_t *
fuzz_bytes(struct fuzz_in *in, size_t max, size_t *len)
{
    const uint8_t *p = in->p;

    *len = in->n < max ? in->n : max;
    in->p += *len;
    in->n -= *len;
    return p;
}

const uint8_t *
fuzz_piece(struct fuzz_in *in, size_t *len)
{
    size_t max = fuzz_u16(in);

    return fuzz_bytes(in, max, len);
}

static int fds[FILES];
static bool made[FILES];

const char *
fuzz_file(unsigned n, const void *data, size_t len)
{
    static char path[FILES][32];

    if (!made[n]) {
        fds[n] = memfd_create("fuzz", MFD_CLOEXEC);
        FUZZ_CHECK(fds[n] >= 0);
        snprintf(path[n], sizeof(path[n]), "/proc/self/fd/%d", fds[n]);
        made[n] = true;
    }
    FUZZ_CHECK(ftruncate(fds[n], 0) == 0);
    FUZZ_CHECK(len == 0 || pwrite(fds[n], data, len, 0) == (ssize_t)len);
    return path[n];
}

void
fuzz_extend(unsigned n, uint64_t size)
{
    FUZZ_CHECK(made[n] && ftruncate(fds[n], (off_t)size) == 0);
}
