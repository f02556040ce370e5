/* SPDX-License-Identifier: MIT */
/* Throw-away storage with an undo log; see scratch.h. The log lies in the same
 * file, behind the contents: a chunk is copied there when it is first written
 * to after a mark. */
#include "config.h"

#include "image/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK = 16384 };

struct scratch {
    int fd;
    uint64_t size;   /* a multiple of CHUNK */
    uint32_t *epoch; /* of each chunk: in which it was last logged */
    uint32_t now;    /* goes up with each mark; 0: none yet */
    uint32_t *log;   /* numbers of the chunks that were logged, in order */
    uint64_t logged, room;
};

int
scratch_file(struct err *e)
{
    const char *dir = getenv("TMPDIR");
    char path[4096];
    int fd;

    if (dir == NULL || dir[0] == '\0')
        dir = "/var/tmp";
    if (snprintf(path, sizeof(path), "%s/cambridge-XXXXXX", dir) >=
        (int)sizeof(path)) {
        err_set(e, "TMPDIR is too long");
        return -1;
    }
    fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0)
        err_set(e, "%s: %s", path, strerror(errno));
    else
        unlink(path);
    return fd;
}

struct scratch *
scratch_create(uint64_t size, struct err *e)
{
    struct scratch *s = calloc(1, sizeof(*s));

    size = (size + CHUNK - 1) / CHUNK * CHUNK;
    if (s != NULL)
        s->epoch = calloc(size / CHUNK + 1, sizeof(*s->epoch));
    if (s == NULL || s->epoch == NULL) {
        free(s);
        err_set(e, "out of memory");
        return NULL;
    }
    s->size = size;
    s->fd = scratch_file(e);
    if (s->fd >= 0 && ftruncate(s->fd, (off_t)size) != 0)
        err_set(e, "a temporary file of %llu bytes: %s",
                (unsigned long long)size, strerror(errno));
    else if (s->fd >= 0)
        return s;
    scratch_free(s);
    return NULL;
}

void
scratch_free(struct scratch *s)
{
    if (s == NULL)
        return;
    if (s->fd >= 0)
        close(s->fd);
    free(s->epoch);
    free(s->log);
    free(s);
}

static bool
transfer(struct scratch *s, uint8_t *in, const uint8_t *out, size_t len,
         uint64_t at, struct err *e)
{
    while (len > 0) {
        ssize_t n = in != NULL ? pread(s->fd, in, len, (off_t)at)
                               : pwrite(s->fd, out, len, (off_t)at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return err_set(e, "temporary file: %s",
                           n < 0 ? strerror(errno) : "it was cut off");
        if (in != NULL)
            in += n;
        else
            out += n;
        at += (uint64_t)n;
        len -= (size_t)n;
    }
    return true;
}

bool
scratch_read(struct scratch *s, void *data, size_t len, uint64_t at,
             struct err *e)
{
    if (len > s->size || at > s->size - len)
        return err_set(e, "a read beyond the end of a temporary volume");
    return transfer(s, data, NULL, len, at, e);
}

/* Copies a chunk into the log. */
static bool
log_chunk(struct scratch *s, uint32_t chunk, struct err *e)
{
    uint8_t buf[CHUNK];

    if (s->logged == s->room) {
        uint64_t room = s->room ? 2 * s->room : 1024;
        uint32_t *log = realloc(s->log, room * sizeof(*log));

        if (log == NULL)
            return err_set(e, "out of memory");
        s->log = log;
        s->room = room;
    }
    if (!transfer(s, buf, NULL, CHUNK, (uint64_t)chunk * CHUNK, e) ||
        !transfer(s, NULL, buf, CHUNK, s->size + s->logged * CHUNK, e))
        return false;
    s->log[s->logged++] = chunk;
    s->epoch[chunk] = s->now;
    return true;
}

bool
scratch_write(struct scratch *s, const void *data, size_t len, uint64_t at,
              struct err *e)
{
    if (len > s->size || at > s->size - len)
        return err_set(e, "a write beyond the end of a temporary volume");
    if (len > 0 && s->now > 0)
        for (uint64_t c = at / CHUNK; c <= (at + len - 1) / CHUNK; c++)
            if (s->epoch[c] < s->now && !log_chunk(s, (uint32_t)c, e))
                return false;
    return transfer(s, NULL, data, len, at, e);
}

uint64_t
scratch_mark(struct scratch *s)
{
    s->now++;
    return s->logged;
}

bool
scratch_return(struct scratch *s, uint64_t mark, struct err *e)
{
    uint8_t buf[CHUNK];

    if (mark > s->logged)
        return err_set(e, "no such mark of a temporary volume");
    while (s->logged > mark) {
        uint64_t last = s->logged - 1;

        if (!transfer(s, buf, NULL, CHUNK, s->size + last * CHUNK, e) ||
            !transfer(s, NULL, buf, CHUNK, (uint64_t)s->log[last] * CHUNK, e))
            return false;
        s->logged = last;
    }
    s->now++;
    return true;
}
