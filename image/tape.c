/* SPDX-License-Identifier: MIT */
/* AWSTAPE and HET files. The format is that of IBM's P/390 and of Hercules:
 * chunk header bytes 0-1 the chunk's length, 2-3 the length of the chunk before
 * (both little-endian), 4 the flags below, 5 zero (X'80': zlib, as one maker's
 * files have it).
 *
 * Order of a write: what lies beyond the position is cut off, then the block is
 * written but for the first chunk's header, then that header. A header without
 * flags is therefore that of a block which was never completed: the tape ends
 * there. */
#include "config.h"

#include "image/tape.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/lock.h"
#include "image/tape_state.h"
#include "lib/folder.h"

enum { FLAGS = 4, CHUNK = 65535 };
enum { F_BEGIN = 0x80, F_MARK = 0x40, F_END = 0x20, F_METHOD = 0x03 };
enum { F2_ZLIB = 0x80 };
enum { DEFAULT_LEVEL = 4, DEFAULT_MARGIN = 131072, FIRST_BLOCKS = 8 };

struct chunk {
    uint32_t len, prev;
    uint8_t flags;
    enum compression method;
};

static enum tape_result
fail(const struct tape *t, struct err *err, const char *why)
{
    err_set(err, "%s: at byte %lld: %s", t->path, (long long)t->at, why);
    return TAPE_ERROR;
}

/* The header at `at`. TAPE_VOID at the end of the file, which may lie within
 * the header of a tape mark that was never completed. */
static enum tape_result
header(struct tape *t, off_t at, struct chunk *c, struct err *err)
{
    uint8_t h[TAPE_HEADER];
    ssize_t n = pread(t->fd, h, TAPE_HEADER, at);

    if (n < 0)
        return fail(t, err, strerror(errno));
    if (n <= FLAGS)
        return TAPE_VOID;
    if (n < TAPE_HEADER)
        return fail(t, err, "the file ends within a header");
    c->len = (uint32_t)(h[0] | h[1] << 8);
    c->prev = (uint32_t)(h[2] | h[3] << 8);
    c->flags = h[4];
    c->method = (enum compression)(h[4] & F_METHOD);
    if (c->method == COMPRESS_NONE && (h[5] & F2_ZLIB))
        c->method = COMPRESS_ZLIB;
    return TAPE_OK;
}

/* The header of the chunk at `at`, which is the first of a block or, with
 * `inside`, is not. */
static enum tape_result
valid_header(struct tape *t, off_t at, bool inside, struct chunk *c,
             struct err *err)
{
    enum tape_result r = header(t, at, c, err);

    if (r == TAPE_VOID && inside)
        return fail(t, err, "the file ends within a block");
    if (r != TAPE_OK)
        return r;
    if (!inside && c->flags == 0)
        return TAPE_VOID;
    if ((c->flags & F_MARK) ? c->len != 0 || inside : c->len == 0)
        return fail(t, err, "this is not an AWSTAPE or HET header");
    if (!inside && !(c->flags & (F_BEGIN | F_MARK)))
        return fail(t, err, "no block begins here");
    if ((c->flags & F_METHOD) == F_METHOD)
        return fail(t, err, "a block's compression is unknown");
    return TAPE_OK;
}

/* Brings `len` bytes of a chunk to buf[have...]; without buf only checks. */
static enum tape_result
body(struct tape *t, off_t at, uint8_t *buf, uint32_t have, uint32_t len,
     struct err *err)
{
    ssize_t n;

    if (have + len > TAPE_BLOCK)
        return fail(t, err, "a block is longer than 65535 bytes");
    if (buf == NULL)
        return TAPE_OK;
    n = pread(t->fd, buf + have, len, at + TAPE_HEADER);
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
    enum compression method = COMPRESS_NONE;
    enum tape_result r;

    *len = 0;
    while (!(c.flags & F_END)) {
        r = valid_header(t, at, *len > 0, &c, err);
        if (r != TAPE_OK)
            return r;
        if (c.flags & F_MARK) {
            t->at = at + TAPE_HEADER;
            t->prev = 0;
            return TAPE_MARK;
        }
        if (*len == 0)
            method = c.method;
        r = body(t, at, method && buf ? t->packed : buf, *len, c.len, err);
        if (r != TAPE_OK)
            return r;
        *len += c.len;
        at += TAPE_HEADER + (off_t)c.len;
    }
    if (method != COMPRESS_NONE && buf != NULL) {
        uint32_t packed = *len;

        *len = TAPE_BLOCK;
        if (!expand_bytes(method, buf, len, t->packed, packed) || *len == 0)
            return fail(t, err, "a compressed block is damaged");
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
        at -= TAPE_HEADER + (off_t)prev;
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
    off_t begin, was = t->at;
    uint32_t after, prev = t->prev;
    struct chunk c;
    enum tape_result r = find_before(t, &begin, &c, err);

    *len = 0;
    if (r != TAPE_OK)
        return r;
    after = c.prev;
    if (!(c.flags & F_MARK)) {
        t->at = begin;
        r = tape_read(t, buf, len, err);
        if (r != TAPE_OK) {
            t->at = was;
            t->prev = prev;
            return r;
        }
    }
    t->at = begin;
    t->prev = after;
    return c.flags & F_MARK ? TAPE_MARK : TAPE_OK;
}

/* Cuts the file at the position. */
static bool
cut(struct tape *t)
{
    if (t->size <= t->at)
        return true;
    t->written = !t->scratch;
    if (ftruncate(t->fd, t->at) != 0)
        return false;
    t->size = t->at;
    return true;
}

bool
tape_put_bytes(struct tape *t, const uint8_t *p, size_t n, off_t at)
{
    while (n > 0) {
        ssize_t done = pwrite(t->fd, p, n, at);

        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        p += done;
        at += done;
        n -= (size_t)done;
        if (at > t->size)
            t->size = at;
    }
    return true;
}

/* Writes t->image[0..size), whose last chunk has `last` bytes. */
static enum tape_result
put(struct tape *t, size_t size, uint32_t last, struct err *err)
{
    if (t->maxsize != 0 && t->at + (off_t)size > t->maxsize)
        return TAPE_FULL;
    t->written = !t->scratch;
    if (!cut(t) ||
        !tape_put_bytes(t, t->image + TAPE_HEADER, size - TAPE_HEADER,
                        t->at + TAPE_HEADER) ||
        !tape_put_bytes(t, t->image, TAPE_HEADER, t->at)) {
        fail(t, err, strerror(errno));
        cut(t);
        return TAPE_ERROR;
    }
    t->at += (off_t)size;
    t->prev = last;
    return TAPE_OK;
}

static void
put_header(uint8_t *h, uint32_t len, uint32_t prev, unsigned flags)
{
    h[0] = (uint8_t)len;
    h[1] = (uint8_t)(len >> 8);
    h[2] = (uint8_t)prev;
    h[3] = (uint8_t)(prev >> 8);
    h[4] = (uint8_t)flags;
    h[5] = 0;
}

enum tape_result
tape_write(struct tape *t, const uint8_t *buf, uint32_t len, struct err *err)
{
    uint32_t packed = len - 1, done = 0, n = 0, prev = t->prev;
    unsigned flags = F_BEGIN;
    size_t size = 0;

    if (len < 1 || len > TAPE_BLOCK)
        return fail(t, err, "a block has 1 to 65535 bytes");
    if (t->method != COMPRESS_NONE &&
        compress_bytes(t->method, t->level, t->packed, &packed, buf, len)) {
        buf = t->packed;
        len = packed;
        flags |= t->method;
    }
    for (; done < len; done += n) {
        n = len - done < t->chunk ? len - done : t->chunk;
        if (done + n == len)
            flags |= F_END;
        put_header(t->image + size, n, prev, flags);
        memcpy(t->image + size + TAPE_HEADER, buf + done, n);
        size += TAPE_HEADER + n;
        prev = n;
        flags &= ~(unsigned)F_BEGIN;
    }
    return put(t, size, n, err);
}

enum tape_result
tape_write_mark(struct tape *t, struct err *err)
{
    put_header(t->image, 0, t->prev, F_MARK);
    return put(t, TAPE_HEADER, 0, err);
}

enum tape_result
tape_erase(struct tape *t, struct err *err)
{
    return cut(t) ? TAPE_OK : fail(t, err, strerror(errno));
}

void
tape_hand_over(struct tape *t, tape_taker *take, void *ctx)
{
    if (t->written && take(ctx, t->fd, t->path))
        t->written = false;
}

bool
tape_sync(struct tape *t, struct err *err)
{
    if (t->noring || fdatasync(t->fd) == 0)
        return true;
    fail(t, err, strerror(errno));
    return false;
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

bool
tape_near_end(const struct tape *t)
{
    return t->maxsize != 0 && t->at + t->eotmargin > t->maxsize;
}

enum compression
tape_compression(const struct tape *t)
{
    return t->method;
}

void
tape_rewind(struct tape *t)
{
    t->at = 0;
    t->prev = 0;
}

/* How to compress, where the options do not say: by the name, or as one of the
 * first blocks is (a short one may not be). */
static enum compression
method_of_file(struct tape *t)
{
    const char *dot = strrchr(t->path, '.');
    struct chunk c;
    struct err err;
    off_t at = 0;

    if (dot != NULL && strcasecmp(dot, ".het") == 0)
        return COMPRESS_ZLIB;
    for (unsigned i = 0; i < FIRST_BLOCKS; i++) {
        if (header(t, at, &c, &err) != TAPE_OK ||
            (c.flags & F_METHOD) == F_METHOD)
            return COMPRESS_NONE;
        if (c.method != COMPRESS_NONE)
            return c.method;
        at += TAPE_HEADER + (off_t)c.len;
    }
    return COMPRESS_NONE;
}

static bool
open_file(struct tape *t, struct err *err)
{
    struct stat st;

    t->fd = t->noring ? -1 : open(t->path, O_RDWR | O_CLOEXEC);
    if (t->fd < 0 && !t->noring && errno == ENOENT) {
        t->fd = open(t->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (t->fd >= 0)
            sync_folder(t->path, err);
    }
    if (t->fd < 0 && (t->noring || errno == EACCES || errno == EROFS)) {
        t->fd = open(t->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        t->noring = true;
    }
    if (t->fd < 0 || fstat(t->fd, &st) != 0)
        return err_set(err, "%s: %s", t->path, strerror(errno));
    if (S_ISDIR(st.st_mode))
        return err_set(err, "%s: a directory", t->path);
    if (S_ISFIFO(st.st_mode))
        return err_set(err, "%s: not a regular file", t->path);
    t->size = st.st_size;
    return lock_file(t->fd, t->noring, t->path, NULL, err);
}

struct tape *
tape_new(const char *path, const struct tape_options *o, struct err *err)
{
    struct tape *t = calloc(1, sizeof(*t));

    if (t == NULL || (t->path = strdup(path)) == NULL) {
        free(t);
        err_set(err, "out of memory");
        return NULL;
    }
    t->fd = -1;
    t->noring = o->noring;
    t->level = o->level ? o->level : DEFAULT_LEVEL;
    t->chunk = o->chunk ? o->chunk : CHUNK;
    t->maxsize = (off_t)o->maxsize;
    t->eotmargin = o->eotmargin ? (off_t)o->eotmargin : DEFAULT_MARGIN;
    return t;
}

void
tape_choose_method(struct tape *t, const struct tape_options *o)
{
    t->method = o->method == TAPE_AS_FILE
                    ? method_of_file(t)
                    : (enum compression)(o->method - TAPE_PLAIN);
}

struct tape *
tape_open_as(const char *path, const struct tape_options *o, struct err *err)
{
    struct tape *t = tape_new(path, o, err);

    if (t == NULL)
        return NULL;
    if (!open_file(t, err)) {
        tape_close(t);
        return NULL;
    }
    tape_choose_method(t, o);
    return t;
}

struct tape *
tape_open(const char *path, bool noring, struct err *err)
{
    const struct tape_options o = {.noring = noring};

    return tape_open_as(path, &o, err);
}

void
tape_close(struct tape *t)
{
    if (t == NULL)
        return;
    /* Who syncs the file has another handle, which would hold the lock. */
    if (t->fd >= 0) {
        flock(t->fd, LOCK_UN);
        close(t->fd);
    }
    free(t->path);
    free(t);
}
