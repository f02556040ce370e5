/* SPDX-License-Identifier: MIT */
/* Reading typed values back; see pack.h. Whatever the bytes are, nothing is
 * read beyond them and nothing is given that is larger than was asked for. */
#include "config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "arch/bytes.h"
#include "lib/pack.h"

enum { BOUNDARY = 0x80 };

void
unpack_init(struct unpack *u, enum pack_kind kind, const void *data, size_t len)
{
    memset(u, 0, sizeof(*u));
    u->kind = kind;
    u->fd = -1;
    u->p = data;
    u->left = len;
}

void
unpack_init_file(struct unpack *u, int fd, uint64_t at, uint64_t end)
{
    unpack_init(u, PACK_FILE, NULL, 0);
    u->fd = fd;
    u->at = at;
    u->end = end;
    u->block = malloc(PACK_BLOCK);
    if (u->block == NULL)
        unpack_fail(u, "out of memory");
}

void
unpack_free(struct unpack *u)
{
    free(u->block);
    u->block = NULL;
    u->left = 0;
}

bool
unpack_ok(const struct unpack *u)
{
    return !u->failed;
}

void
unpack_fail(struct unpack *u, const char *fmt, ...)
{
    va_list ap;

    if (u->failed)
        return;
    u->failed = true;
    u->left = 0;
    va_start(ap, fmt);
    vsnprintf(u->err.text, sizeof(u->err.text), fmt, ap);
    va_end(ap);
}

enum block_state { BLOCK_READ, BLOCK_NONE, BLOCK_CUT, BLOCK_DAMAGED };

/* Reads the block at byte `at`, checksum and all. */
static enum block_state
read_block(int fd, uint64_t at, uint8_t *data, uint32_t *len, bool *boundary)
{
    be32 head[3];
    ssize_t n = pread(fd, head, PACK_HEADER, (off_t)at);

    if (n == 0)
        return BLOCK_NONE;
    if (n < 0)
        return BLOCK_DAMAGED;
    if (n < PACK_HEADER)
        return BLOCK_CUT;
    if ((uint32_t)crc32(0, (const uint8_t *)head, 8) != get32(&head[2]))
        return BLOCK_DAMAGED;
    *boundary = (head[0].b[0] & BOUNDARY) != 0;
    head[0].b[0] &= (uint8_t)~BOUNDARY;
    *len = get32(&head[0]);
    if (*len == 0 || *len > PACK_BLOCK)
        return BLOCK_DAMAGED;
    n = pread(fd, data, *len, (off_t)(at + PACK_HEADER));
    if (n < 0)
        return BLOCK_DAMAGED;
    if ((uint32_t)n < *len)
        return BLOCK_CUT;
    if ((uint32_t)crc32(0, data, *len) != get32(&head[1]))
        return BLOCK_DAMAGED;
    return BLOCK_READ;
}

bool
pack_check(int fd, uint64_t at, uint64_t *end, uint64_t *boundary, bool *cut,
           struct err *e)
{
    uint8_t *data = malloc(PACK_BLOCK);
    enum block_state state = BLOCK_READ;
    uint32_t len;
    bool ends;

    *end = *boundary = at;
    while (data != NULL && state == BLOCK_READ) {
        state = read_block(fd, *end, data, &len, &ends);
        if (state != BLOCK_READ)
            break;
        *end += PACK_HEADER + len;
        if (ends)
            *boundary = *end;
    }
    free(data);
    *cut = state == BLOCK_CUT;
    if (data == NULL)
        return err_set(e, "out of memory");
    if (state == BLOCK_DAMAGED)
        return err_set(e,
                       "damaged: the block at byte %llu does not agree "
                       "with its checksum",
                       (unsigned long long)*end);
    return true;
}

/* The next block of a file; false at its end. */
static bool
refill(struct unpack *u)
{
    uint32_t len = 0;
    bool boundary;

    if (u->failed || u->fd < 0 || u->at >= u->end)
        return false;
    if (read_block(u->fd, u->at, u->block, &len, &boundary) != BLOCK_READ) {
        unpack_fail(u, "damaged at byte %llu", (unsigned long long)u->at);
        return false;
    }
    u->block_at = u->at;
    u->at += PACK_HEADER + len;
    u->p = u->block;
    u->left = len;
    return true;
}

struct unpack_place
unpack_tell(const struct unpack *u)
{
    struct unpack_place place = {u->at, 0};

    if (u->left > 0) {
        place.block = u->block_at;
        place.offset = (size_t)(u->p - u->block);
    }
    return place;
}

bool
unpack_seek(struct unpack *u, struct unpack_place place)
{
    u->failed = false;
    u->at = place.block;
    u->left = 0;
    if (place.offset == 0)
        return true;
    if (!refill(u) || place.offset > u->left)
        return false;
    u->p += place.offset;
    u->left -= place.offset;
    return true;
}

bool
unpack_end(struct unpack *u)
{
    return u->failed || (u->left == 0 && !refill(u));
}

void
unpack_raw(struct unpack *u, void *data, size_t len)
{
    uint8_t *to = data;

    while (len > 0) {
        size_t n = len < u->left ? len : u->left;

        if (n > 0) {
            memcpy(to, u->p, n);
            u->p += n;
            u->left -= n;
            to += n;
            len -= n;
        } else if (!refill(u)) {
            unpack_fail(u, "ends within a value");
            memset(to, 0, len);
            return;
        }
    }
}

uint64_t
unpack_num(struct unpack *u, uint64_t max)
{
    uint64_t v = 0;
    uint8_t b = 0x80;

    for (unsigned shift = 0; b & 0x80; shift += 7) {
        unpack_raw(u, &b, 1);
        if (shift > 63 || (shift == 63 && b > 1))
            unpack_fail(u, "holds a number of more than 64 bits");
        if (u->failed)
            return 0;
        v |= (uint64_t)(b & 0x7f) << shift;
    }
    if (v <= max)
        return v;
    unpack_fail(u, "holds %llu where at most %llu can stand",
                (unsigned long long)v, (unsigned long long)max);
    return 0;
}

bool
unpack_flag(struct unpack *u)
{
    return unpack_num(u, 1) != 0;
}

void
unpack_text(struct unpack *u, char *text, size_t size)
{
    size_t len = (size_t)unpack_num(u, size - 1);

    unpack_raw(u, text, len);
    text[len] = '\0';
    if (u->failed)
        text[0] = '\0';
    else if (strlen(text) != len)
        unpack_fail(u, "holds a text with a NUL in it");
}

void
unpack_tag(struct unpack *u, const char tag[5])
{
    char have[5] = "";

    unpack_raw(u, have, 4);
    if (!u->failed && memcmp(have, tag, 4) != 0)
        unpack_fail(u, "has no %s where it should stand", tag);
}

/* The compressed bytes that follow, expanded to exactly len bytes. */
static void
expand(struct unpack *u, uint8_t *data, size_t len)
{
    size_t size = (size_t)unpack_num(u, compressBound((uLong)len));
    uint8_t *from = u->failed ? NULL : malloc(size + 1);
    uLongf n = (uLongf)len;

    if (from == NULL) {
        unpack_fail(u, "out of memory");
        memset(data, 0, len);
        return;
    }
    unpack_raw(u, from, size);
    if (!u->failed &&
        (uncompress(data, &n, from, (uLong)size) != Z_OK || n != len))
        unpack_fail(u, "holds data that cannot be expanded");
    if (u->failed)
        memset(data, 0, len);
    free(from);
}

size_t
unpack_data(struct unpack *u, void *data, size_t max)
{
    size_t len = (size_t)unpack_num(u, max);

    if (len > 0)
        expand(u, data, len);
    return u->failed ? 0 : len;
}

uint8_t *
unpack_alloc(struct unpack *u, size_t max, size_t *len)
{
    uint8_t *data;

    *len = (size_t)unpack_num(u, max);
    data = u->failed ? NULL : malloc(*len + 1);
    if (data == NULL) {
        unpack_fail(u, "out of memory");
        return NULL;
    }
    data[*len] = 0;
    if (*len > 0)
        expand(u, data, *len);
    if (!u->failed)
        return data;
    free(data);
    return NULL;
}
