/* SPDX-License-Identifier: MIT */
/* Move and Compare Logical Long, in the System/370 form and extended. An
 * access exception in the middle leaves the registers as far as the operation
 * got, so that it resumes. Nothing else interrupts them: an arrival from
 * outside waits for the end. PoO "General Instructions", "Interruptible
 * Instructions". */
#include "cpu/bytes.h"
#include "cpu/handlers.h"
#include "cpu/storage.h"

/* An operand held in an even-odd pair of registers. */
struct operand {
    uint32_t *reg; /* reg[0] address, reg[1] length */
    uint32_t at, left;
    uint32_t length_mask; /* what of reg[1] is the length */
};

enum {
    LENGTH_24 = 0xffffff,
    EXTENDED_UNIT = 4096, /* bytes that one MVCLE or CLCLE processes */
};

static struct operand
operand(struct cpu *cpu, unsigned r, uint32_t length_mask)
{
    return (struct operand){&cpu->gr[r], cpu->gr[r] & ADDR_MASK,
                            cpu->gr[r + 1] & length_mask, length_mask};
}

/* Goes n bytes on. The address register's high byte becomes zero when the
 * operand is stepped over or not: PoO "Move Long". */
static void
advance(struct operand *o, uint32_t n)
{
    o->at = (o->at + n) & ADDR_MASK;
    o->left -= n;
}

static void
update(struct operand *o)
{
    o->reg[0] = o->at;
    o->reg[1] = (o->reg[1] & ~o->length_mask) | o->left;
}

/* Bytes of the operand that lie in the block of its address. */
static uint32_t
in_block(const struct operand *o)
{
    uint32_t room = BLOCK_SIZE - (o->at & BLOCK_MASK);

    return o->left < room ? o->left : room;
}

static uint32_t
min32(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Would a byte be a source after it was a destination? PoO "Move Long",
 * "destructive overlap". */
static bool
destructive(const struct operand *to, const struct operand *from)
{
    uint32_t n = min32(to->left, from->left);

    return n > 1 && ((to->at - from->at) & ADDR_MASK) < n && to->at != from->at;
}

/* Moves or pads one piece, at most as long as stays in one block of each
 * operand and at most max bytes. */
static int
move_piece(struct cpu *cpu, struct operand *to, struct operand *from,
           uint8_t pad, uint32_t max, uint32_t *moved)
{
    uint32_t n = min32(in_block(to), max);
    struct span s1, s2;
    int pic;

    if (from->left)
        n = min32(n, in_block(from));
    pic = stor_span(cpu, to->at, n, ACCESS_WRITE, &s1);
    if (pic == PIC_NONE && from->left)
        pic = stor_span(cpu, from->at, n, ACCESS_READ, &s2);
    if (pic != PIC_NONE)
        return pic;
    if (from->left) {
        memmove(s1.p[0], s2.p[0], n);
        advance(from, n);
    } else {
        memset(s1.p[0], pad, n);
    }
    stor_done(cpu, &s1);
    advance(to, n);
    *moved = n;
    return PIC_NONE;
}

int
op_MVCL(struct cpu *cpu, uint64_t ib)
{
    struct operand to, from;
    uint8_t pad;
    int pic = PIC_NONE;

    if ((ib_r1(ib) | ib_r2(ib)) & 1)
        return PIC_SPECIFICATION;
    to = operand(cpu, ib_r1(ib), LENGTH_24);
    from = operand(cpu, ib_r2(ib), LENGTH_24);
    pad = (uint8_t)(from.reg[1] >> 24);
    if (destructive(&to, &from)) {
        cpu->psw.cc = 3;
    } else {
        uint32_t moved;

        cpu->psw.cc = to.left == from.left ? 0 : to.left < from.left ? 1 : 2;
        while (to.left && pic == PIC_NONE)
            pic = move_piece(cpu, &to, &from, pad, to.left, &moved);
    }
    update(&to);
    update(&from);
    return pic;
}

int
op_MVCLE(struct cpu *cpu, uint64_t ib)
{
    struct operand to, from;
    uint8_t cc, pad = (uint8_t)ea_bd1(cpu, ib);
    uint32_t budget = EXTENDED_UNIT, moved = 0;
    int pic = PIC_NONE;

    if ((ib_r1(ib) | ib_r2(ib)) & 1)
        return PIC_SPECIFICATION;
    to = operand(cpu, ib_r1(ib), 0xffffffff);
    from = operand(cpu, ib_r2(ib), 0xffffffff);
    cc = to.left == from.left ? 0 : to.left < from.left ? 1 : 2;
    while (to.left && budget && pic == PIC_NONE) {
        pic = move_piece(cpu, &to, &from, pad, budget, &moved);
        if (pic == PIC_NONE)
            budget -= moved;
    }
    update(&to);
    update(&from);
    if (pic == PIC_NONE)
        cpu->psw.cc = to.left ? 3 : cc;
    return pic;
}

/* Compares one piece; *differ when a difference was found, and then both
 * operands stand at it and *cc is set. An operand that is used up counts as
 * pad bytes. */
static int
compare_piece(struct cpu *cpu, struct operand *a, struct operand *b,
              uint8_t pad, uint32_t max, bool *differ, uint32_t *done)
{
    uint32_t n = max, i;
    struct span sa = {0}, sb = {0};
    int pic = PIC_NONE;

    if (a->left)
        n = min32(n, in_block(a));
    if (b->left)
        n = min32(n, in_block(b));
    if (a->left)
        pic = stor_span(cpu, a->at, n, ACCESS_READ, &sa);
    if (pic == PIC_NONE && b->left)
        pic = stor_span(cpu, b->at, n, ACCESS_READ, &sb);
    if (pic != PIC_NONE)
        return pic;
    i = a->left && b->left ? bytes_same(sa.p[0], sb.p[0], n)
                           : bytes_padding(a->left ? sa.p[0] : sb.p[0], pad, n);
    if (i < n) {
        uint8_t va = a->left ? sa.p[0][i] : pad;
        uint8_t vb = b->left ? sb.p[0][i] : pad;

        cpu->psw.cc = va < vb ? 1 : 2;
        *differ = true;
    }
    if (a->left)
        advance(a, i);
    if (b->left)
        advance(b, i);
    *done = i;
    return PIC_NONE;
}

static int
compare(struct cpu *cpu, uint64_t ib, uint32_t length_mask, int pad_or_minus,
        uint32_t budget)
{
    struct operand a, b;
    bool differ = false;
    uint32_t done = 0;
    uint8_t pad;
    int pic = PIC_NONE;

    if ((ib_r1(ib) | ib_r2(ib)) & 1)
        return PIC_SPECIFICATION;
    a = operand(cpu, ib_r1(ib), length_mask);
    b = operand(cpu, ib_r2(ib), length_mask);
    pad = pad_or_minus < 0 ? (uint8_t)(b.reg[1] >> 24) : (uint8_t)pad_or_minus;
    while ((a.left || b.left) && !differ && budget && pic == PIC_NONE) {
        pic = compare_piece(cpu, &a, &b, pad, min32(budget, BLOCK_SIZE),
                            &differ, &done);
        if (pic == PIC_NONE)
            budget -= done;
    }
    update(&a);
    update(&b);
    if (pic == PIC_NONE && !differ)
        cpu->psw.cc = a.left || b.left ? 3 : 0;
    return pic;
}

int
op_CLCL(struct cpu *cpu, uint64_t ib)
{
    return compare(cpu, ib, LENGTH_24, -1, UINT32_MAX);
}

int
op_CLCLE(struct cpu *cpu, uint64_t ib)
{
    return compare(cpu, ib, 0xffffffff, (int)(ea_bd1(cpu, ib) & 0xff),
                   EXTENDED_UNIT);
}
