/* SPDX-License-Identifier: MIT */
/* Pack, Unpack and Move with Offset: from right to left, one byte after the
 * other, operands extended with zeros. PoO "General Instructions". */
#include "cpu/handlers.h"
#include "cpu/storage.h"

/* Two operands with a length each; i counts from the right. */
struct operands {
    struct span to, from;
};

static int
find(struct cpu *cpu, uint64_t ib, struct operands *o)
{
    int pic =
        stor_span(cpu, ea_bd1(cpu, ib), ib_r1(ib) + 1, ACCESS_WRITE, &o->to);

    if (pic != PIC_NONE)
        return pic;
    return stor_span(cpu, ea_bd2(cpu, ib), ib_r2(ib) + 1, ACCESS_READ,
                     &o->from);
}

/* Source byte i from the right, zero beyond the left end. */
static uint8_t
source(const struct operands *o, uint32_t i)
{
    return i < o->from.len ? *span_at(&o->from, o->from.len - 1 - i) : 0;
}

static void
result(const struct operands *o, uint32_t i, unsigned v)
{
    *span_at(&o->to, o->to.len - 1 - i) = (uint8_t)v;
}

int
op_PACK(struct cpu *cpu, uint64_t ib)
{
    struct operands o;
    int pic = find(cpu, ib, &o);
    uint8_t v;

    if (pic != PIC_NONE)
        return pic;
    v = source(&o, 0);
    result(&o, 0, (unsigned)v << 4 | v >> 4);
    for (uint32_t i = 1; i < o.to.len; i++) {
        unsigned low = source(&o, 2 * i - 1) & 15u;

        result(&o, i, (source(&o, 2 * i) & 15u) << 4 | low);
    }
    stor_done(cpu, &o.to);
    return PIC_NONE;
}

int
op_UNPK(struct cpu *cpu, uint64_t ib)
{
    struct operands o;
    int pic = find(cpu, ib, &o);
    uint8_t v;

    if (pic != PIC_NONE)
        return pic;
    v = source(&o, 0);
    result(&o, 0, (unsigned)v << 4 | v >> 4);
    for (uint32_t i = 1; i < o.to.len; i += 2) {
        v = source(&o, (i + 1) / 2);
        result(&o, i, 0xf0u | (v & 15));
        if (i + 1 < o.to.len)
            result(&o, i + 1, 0xf0u | v >> 4);
    }
    stor_done(cpu, &o.to);
    return PIC_NONE;
}

int
op_MVO(struct cpu *cpu, uint64_t ib)
{
    struct operands o;
    int pic = find(cpu, ib, &o);
    unsigned carry;

    if (pic != PIC_NONE)
        return pic;
    carry = *span_at(&o.to, o.to.len - 1) & 15u;
    for (uint32_t i = 0; i < o.to.len; i++) {
        uint8_t v = source(&o, i);

        result(&o, i, (v & 15u) << 4 | carry);
        carry = v >> 4;
    }
    stor_done(cpu, &o.to);
    return PIC_NONE;
}
