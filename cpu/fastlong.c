/* SPDX-License-Identifier: MIT */
/* Fast forms of Move Long and Compare Logical Long where neither operand
 * leaves its 2K block; long.c does the others in pieces of that size. PoO
 * "General Instructions". */
#include "cpu/bytes.h"
#include "cpu/fastforms.h"
#include "cpu/fastop.h"

enum { LENGTH = 0xffffff };

/* The even-odd pairs, from their instruction. */
#define PAIRS                                                                  \
    uint32_t *r1 = &cpu->gr[op->r1], *r2 = &cpu->gr[op->r2];                   \
    uint32_t ea1 = r1[0] & ADDR_MASK, ea2 = r2[0] & ADDR_MASK;                 \
    uint32_t n1 = r1[1] & LENGTH, n2 = r2[1] & LENGTH;                         \
    uint32_t common = n1 < n2 ? n1 : n2;                                       \
    uint8_t pad = (uint8_t)(r2[1] >> 24);

/* The operand at ea, of which n bytes are left, went `gone` bytes on. */
static inline void
advance(uint32_t *pair, uint32_t ea, uint32_t n, uint32_t gone)
{
    pair[0] = (ea + gone) & ADDR_MASK;
    pair[1] = (pair[1] & ~(uint32_t)LENGTH) | (n - gone);
}

/* Would a byte be a source after it was a destination? Then nothing moves. */
static inline bool
destructive(uint32_t to, uint32_t from, uint32_t n)
{
    return n > 1 && ((to - from) & ADDR_MASK) < n && to != from;
}

static FOP(f_MVCL)
{
    PAIRS
    uint8_t *to;
    const uint8_t *from;

    if (n1 - 1 >= BLOCK_SIZE || destructive(ea1, ea2, common))
        JUMP(fast_call);
    to = fast_write_at(cpu, p, ea1, n1);
    from = common ? fast_read_at(p, ea2, common) : to;
    if (!to || !from)
        JUMP(fast_call);
    if (common)
        memmove(to, from, common);
    if (n1 > common)
        memset(to + common, pad, n1 - common);
    advance(r1, ea1, n1, n1);
    advance(r2, ea2, n2, common);
    cc = (int64_t)n1 - n2;
    NEXT;
}

/* The first `common` bytes of each operand, then the longer one's against the
 * padding byte. */
static FOP(f_CLCL)
{
    PAIRS
    const uint8_t *a, *b;
    uint32_t same;

    if (n1 - 1 >= BLOCK_SIZE || n2 - 1 >= BLOCK_SIZE)
        JUMP(fast_call);
    a = fast_read_at(p, ea1, n1);
    b = fast_read_at(p, ea2, n2);
    if (!a || !b)
        JUMP(fast_call);
    same = bytes_same(a, b, common);
    cc = 0;
    if (same < common)
        cc = a[same] - b[same];
    else if (n1 > common &&
             (same += bytes_padding(a + same, pad, n1 - same)) < n1)
        cc = a[same] - pad;
    else if (n2 > common &&
             (same += bytes_padding(b + same, pad, n2 - same)) < n2)
        cc = pad - b[same];
    advance(r1, ea1, n1, same < n1 ? same : n1);
    advance(r2, ea2, n2, same < n2 ? same : n2);
    NEXT;
}

const struct fast_form fast_long[ROW_COUNT] = {
    [ROW_MVCL] = {{f_MVCL}},
    [ROW_CLCL] = {{f_CLCL}},
};
