/* SPDX-License-Identifier: MIT */
/* AWSTAPE files. The format is that of IBM's P/390 and of Hercules: chunk
 * header bytes 0-1 the chunk's length, 2-3 the length of the chunk before
 * (both little-endian), 4 the flags below, 5 zero. */
#include "config.h"

#include "image/tape.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image/lock.h"

enum { HEADER = 6, CHUNK = 65535 };
enum { F_BEGIN = 0x80, F_MARK = 0x40, F_END = 0x20 };

struct tape {
    int fd;
    bool noring;
    off_t at;      /* of the next chunk's header */
    uint32_t prev; /* length of the chunk before `at` */
    char *path;
};

struct chunk {
    uint32_t len, prev;
    uint8_t flags;
};

struct tape *
tape_open(const char *path, bool noring, struct err *err)
{
    struct tape *t = calloc(1, sizeof(*t));

    if (t == NULL || (t->path = strdup(path)) == NULL) {
        free(t);
        err_set(err, "out of memory");
        return NULL;
    }
    t->noring = noring;
    t->fd = noring ? -1 : open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (t->fd < 0 && (noring || errno == EACCES || errno == EROFS)) {
        t->fd = open(path, O_RDONLY | O_CLOEXEC);
        t->noring = true;
    }
    if (t->fd < 0)
        err_set(err, "%s: %s", path, strerror(errno));
    else if (lock_file(t->fd, t->noring, path, NULL, err))
        return t;
    tape_close(t);
    return NULL;
}

void
tape_close(struct tape *t)
{
    if (t == NULL)
        return;
    if (t->fd >= 0)
        close(t->fd);
    free(t->path);
    free(t);
}

bool
tape_protected(const struct tape *t)
{
    return t->noring;
}

bool
tape_at_load_point(const struct tape *t)
{
    return t->at == 0;
}

void
tape_rewind(struct tape *t)
{
    t->at = 0;
    t->prev = 0;
}

static enum tape_result
fail(const struct tape *t, struct err *err, const char *why)
{
    err_set(err, "%s: at byte %lld: %s", t->path, (long long)t->at, why);
    return TAPE_ERROR;
}

/* The header at `at`. TAPE_VOID at the end of the file. */
static enum tape_result
header(struct tape *t, off_t at, struct chunk *c, struct err *err)
{
    uint8_t h[HEADER];
    ssize_t n = pread(t->fd, h, HEADER, at);

    if (n < 0)
        return fail(t, err, strerror(errno));
    if (n == 0)
        return TAPE_VOID;
    if (n < HEADER)
        return fail(t, err, "the file ends within a header");
    c->len = (uint32_t)(h[0] | h[1] << 8);
    c->prev = (uint32_t)(h[2] | h[3] << 8);
    c->flags = h[4];
    if ((c->flags & F_MARK) ? c->len != 0 : c->len == 0)
        return fail(t, err, "this is not an AWSTAPE header");
    return TAPE_OK;
}

static enum tape_result
body(struct tape *t, off_t at, uint8_t *buf, uint32_t have, uint32_t len,
     struct err *err)
{
    ssize_t n;

    if (have + len > TAPE_BLOCK)
        return fail(t, err, "a block is longer than 65535 bytes");
    if (buf == NULL)
        return TAPE_OK;
    n = pread(t->fd, buf + have, len, at + HEADER);
    if (n < 0)
        return fail(t, err, strerror(errno));
    if (n != (ssize_t)len)
        return fail(t, err, "the file ends within a block");
    return TAPE_OK;
}

enum tape_result
tape_read(struct tape *t, uint8_t *buf, uint32_t *len, struct err *err)
{
    off_t at = t->at;
    struct chunk c = {.flags = 0};
    enum tape_result r;

    *len = 0;
    while (!(c.flags & F_END)) {
        r = header(t, at, &c, err);
        if (r != TAPE_OK)
            return *len ? fail(t, err, "the file ends within a block") : r;
        if (c.flags & F_MARK) {
            t->at = at + HEADER;
            t->prev = 0;
            return TAPE_MARK;
        }
        r = body(t, at, buf, *len, c.len, err);
        if (r != TAPE_OK)
            return r;
        *len += c.len;
        at += HEADER + (off_t)c.len;
    }
    t->at = at;
    t->prev = c.len;
    return TAPE_OK;
}

/* Where the block before the position begins. */
static enum tape_result
find_before(struct tape *t, off_t *begin, struct chunk *c, struct err *err)
{
    off_t at = t->at;
    uint32_t prev = t->prev;
    enum tape_result r;

    if (at == 0)
        return TAPE_LOAD_POINT;
    do {
        at -= HEADER + (off_t)prev;
        if (at < 0)
            return fail(t, err, "lengths of chunks do not agree");
        r = header(t, at, c, err);
        if (r != TAPE_OK)
            return r == TAPE_VOID ? fail(t, err, "the file was cut") : r;
        prev = c->prev;
    } while (!(c->flags & (F_BEGIN | F_MARK)));
    *begin = at;
    return TAPE_OK;
}

enum tape_result
tape_read_backward(struct tape *t, uint8_t *buf, uint32_t *len, struct err *err)
{
    off_t begin;
    uint32_t after;
    struct chunk c;
    enum tape_result r = find_before(t, &begin, &c, err);

    *len = 0;
    if (r != TAPE_OK)
        return r;
    after = c.prev;
    if (!(c.flags & F_MARK)) {
        t->at = begin;
        r = tape_read(t, buf, len, err);
        if (r != TAPE_OK)
            return r;
    }
    t->at = begin;
    t->prev = after;
    return c.flags & F_MARK ? TAPE_MARK : TAPE_OK;
}

/* One chunk in one write, then what lay behind it is cut off: a killed program
 * leaves the old tape, or the new block before a cut end. */
static enum tape_result
put(struct tape *t, const uint8_t *buf, uint32_t len, uint8_t flags,
    struct err *err)
{
    uint8_t image[HEADER + CHUNK] = {(uint8_t)len,
                                     (uint8_t)(len >> 8),
                                     (uint8_t)t->prev,
                                     (uint8_t)(t->prev >> 8),
                                     flags,
                                     0};
    size_t size = HEADER + len;

    if (len > 0)
        memcpy(image + HEADER, buf, len);
    if (pwrite(t->fd, image, size, t->at) != (ssize_t)size ||
        ftruncate(t->fd, t->at + (off_t)size) != 0)
        return fail(t, err, strerror(errno));
    t->at += (off_t)size;
    t->prev = len;
    return TAPE_OK;
}

enum tape_result
tape_write(struct tape *t, const uint8_t *buf, uint32_t len, struct err *err)
{
    if (len < 1 || len > TAPE_BLOCK)
        return fail(t, err, "a block has 1 to 65535 bytes");
    return put(t, buf, len, F_BEGIN | F_END, err);
}

enum tape_result
tape_write_mark(struct tape *t, struct err *err)
{
    return put(t, NULL, 0, F_MARK, err);
}

enum tape_result
tape_erase(struct tape *t, struct err *err)
{
    if (ftruncate(t->fd, t->at) != 0)
        return fail(t, err, strerror(errno));
    return TAPE_OK;
}

bool
tape_sync(struct tape *t, struct err *err)
{
    if (t->noring || fdatasync(t->fd) == 0)
        return true;
    fail(t, err, strerror(errno));
    return false;
}
