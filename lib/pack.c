/* SPDX-License-Identifier: MIT */
/* Writing typed values; see pack.h. */
#include "config.h"

#include "lib/pack.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "arch/bytes.h"

enum { BOUNDARY = 0x80 };

void
pack_init(struct pack *p, enum pack_kind kind)
{
    memset(p, 0, sizeof(*p));
    p->kind = kind;
    p->fd = -1;
    digest_init(&p->digest);
}

void
pack_init_file(struct pack *p, int fd)
{
    pack_init(p, PACK_FILE);
    p->fd = fd;
}

void
pack_free(struct pack *p)
{
    free(p->buf);
    p->buf = NULL;
    p->len = p->cap = 0;
}

bool
pack_ok(const struct pack *p)
{
    return !p->failed;
}

void
pack_fail(struct pack *p, const char *fmt, ...)
{
    va_list ap;

    if (p->failed)
        return;
    p->failed = true;
    va_start(ap, fmt);
    vsnprintf(p->err.text, sizeof(p->err.text), fmt, ap);
    va_end(ap);
}

static void
write_all(struct pack *p, const uint8_t *data, size_t len)
{
    while (len > 0 && !p->failed) {
        ssize_t n = write(p->fd, data, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            pack_fail(p, "write: %s", strerror(errno));
            return;
        }
        data += n;
        len -= (size_t)n;
    }
}

/* Writes the first `len` bytes as one block. */
static void
write_block(struct pack *p, size_t len, uint8_t flags)
{
    uint8_t *block = p->buf; /* room for the header is left before the data */
    be32 head[3];

    put32(&head[0], (uint32_t)len);
    head[0].b[0] |= flags;
    put32(&head[1], (uint32_t)crc32(0, block + PACK_HEADER, (uInt)len));
    put32(&head[2], (uint32_t)crc32(0, (const uint8_t *)head, 8));
    memcpy(block, head, PACK_HEADER);
    write_all(p, block, PACK_HEADER + len);
    p->len -= len;
    memmove(block + PACK_HEADER, block + PACK_HEADER + len, p->len);
}

static bool
make_room(struct pack *p, size_t more)
{
    size_t need = PACK_HEADER + p->len + more, cap = p->cap;
    uint8_t *buf;

    if (need <= cap)
        return true;
    while (cap < need)
        cap = cap ? 2 * cap : 4096;
    buf = realloc(p->buf, cap);
    if (buf == NULL) {
        pack_fail(p, "out of memory");
        return false;
    }
    p->buf = buf;
    p->cap = cap;
    return true;
}

void
pack_raw(struct pack *p, const void *data, size_t len)
{
    const uint8_t *from = data;

    if (p->failed)
        return;
    if (p->kind == PACK_DIGEST) {
        digest_add(&p->digest, data, len);
        return;
    }
    while (p->kind == PACK_FILE && p->len + len > PACK_BLOCK) {
        size_t n = PACK_BLOCK - p->len;

        if (!make_room(p, n))
            return;
        memcpy(p->buf + PACK_HEADER + p->len, from, n);
        p->len += n;
        from += n;
        len -= n;
        write_block(p, PACK_BLOCK, 0);
        if (p->failed)
            return;
    }
    if (len == 0 || !make_room(p, len))
        return;
    memcpy(p->buf + PACK_HEADER + p->len, from, len);
    p->len += len;
}

void
pack_boundary(struct pack *p)
{
    if (p->kind == PACK_FILE && !p->failed && p->len > 0)
        write_block(p, p->len, BOUNDARY);
}

void
pack_num(struct pack *p, uint64_t v)
{
    uint8_t b[10];
    size_t n = 0;

    for (; v >= 0x80; v >>= 7)
        b[n++] = (uint8_t)(v | 0x80);
    b[n++] = (uint8_t)v;
    pack_raw(p, b, n);
}

void
pack_flag(struct pack *p, bool v)
{
    pack_num(p, v);
}

void
pack_text(struct pack *p, const char *text)
{
    size_t len = text == NULL ? 0 : strlen(text);

    pack_num(p, len);
    pack_raw(p, text, len);
}

void
pack_tag(struct pack *p, const char tag[5])
{
    pack_raw(p, tag, 4);
}

void
pack_data(struct pack *p, const void *data, size_t len)
{
    uLongf size;
    uint8_t *buf;

    pack_num(p, len);
    if (p->kind == PACK_DIGEST || len == 0) {
        pack_raw(p, data, len);
        return;
    }
    size = compressBound((uLong)len);
    buf = len <= UINT32_MAX ? malloc(size) : NULL;
    if (buf == NULL ||
        compress2(buf, &size, data, (uLong)len, Z_BEST_SPEED) != Z_OK) {
        pack_fail(p, "out of memory");
    } else {
        pack_num(p, size);
        pack_raw(p, buf, size);
    }
    free(buf);
}
