/* SPDX-License-Identifier: MIT */
/* Storage-to-storage instructions with one length. Operands are found
 * accessible as a whole, then processed byte by byte from the left, as the
 * architecture defines overlap. PoO "General Instructions". */
#include "cpu/handlers.h"
#include "cpu/storage.h"

/* Both operands of an SS instruction of one length. */
struct operands {
    struct span to, from;
    uint32_t len;
};

static int
find(struct cpu *cpu, uint64_t ib, enum access first, struct operands *o)
{
    int pic;

    o->len = ib_i2(ib) + 1;
    pic = stor_span(cpu, ea_bd1(cpu, ib), o->len, first, &o->to);
    if (pic != PIC_NONE)
        return pic;
    return stor_span(cpu, ea_bd2(cpu, ib), o->len, ACCESS_READ, &o->from);
}

/* Bytes of one operand and the other that lie together in host storage,
 * starting at byte i. */
static uint32_t
run_length(const struct operands *o, uint32_t i)
{
    uint32_t to = i < o->to.first ? o->to.first - i : o->len - i;
    uint32_t from = i < o->from.first ? o->from.first - i : o->len - i;

    return to < from ? to : from;
}

/* Copies left to right, one byte after the other as far as can be seen. */
static void
copy(uint8_t *to, const uint8_t *from, uint32_t n)
{
    if (to <= from || to >= from + n)
        memmove(to, from, n);
    else if (to == from + 1)
        memset(to, *from, n);
    else
        for (uint32_t i = 0; i < n; i++)
            to[i] = from[i];
}

int
op_MVC(struct cpu *cpu, uint64_t ib)
{
    struct operands o;
    int pic = find(cpu, ib, ACCESS_WRITE, &o);

    if (pic != PIC_NONE)
        return pic;
    for (uint32_t i = 0, n; i < o.len; i += n) {
        n = run_length(&o, i);
        copy(span_at(&o.to, i), span_at(&o.from, i), n);
    }
    stor_done(cpu, &o.to);
    return PIC_NONE;
}

int
op_MVCIN(struct cpu *cpu, uint64_t ib)
{
    uint32_t len = ib_i2(ib) + 1;
    struct span to, from;
    int pic = stor_span(cpu, ea_bd1(cpu, ib), len, ACCESS_WRITE, &to);

    /* The second operand's address is that of its rightmost byte. */
    if (pic == PIC_NONE)
        pic = stor_span(cpu, (ea_bd2(cpu, ib) - (len - 1)) & ADDR_MASK, len,
                        ACCESS_READ, &from);
    if (pic != PIC_NONE)
        return pic;
    for (uint32_t i = 0; i < len; i++)
        *span_at(&to, i) = *span_at(&from, len - 1 - i);
    stor_done(cpu, &to);
    return PIC_NONE;
}

/* to := (to & keep) | (from & take) for every byte. */
static int
merge(struct cpu *cpu, uint64_t ib, uint8_t keep, uint8_t take)
{
    struct operands o;
    int pic = find(cpu, ib, ACCESS_WRITE, &o);

    if (pic != PIC_NONE)
        return pic;
    for (uint32_t i = 0; i < o.len; i++) {
        uint8_t *to = span_at(&o.to, i);

        *to = (uint8_t)((*to & keep) | (*span_at(&o.from, i) & take));
    }
    stor_done(cpu, &o.to);
    return PIC_NONE;
}

int
op_MVN(struct cpu *cpu, uint64_t ib)
{
    return merge(cpu, ib, 0xf0, 0x0f);
}

int
op_MVZ(struct cpu *cpu, uint64_t ib)
{
    return merge(cpu, ib, 0x0f, 0xf0);
}

enum logic { LOGIC_AND, LOGIC_OR, LOGIC_XOR };

static int
logic(struct cpu *cpu, uint64_t ib, enum logic which)
{
    struct operands o;
    uint8_t ones = 0;
    int pic = find(cpu, ib, ACCESS_WRITE, &o);

    if (pic != PIC_NONE)
        return pic;
    for (uint32_t i = 0; i < o.len; i++) {
        uint8_t *to = span_at(&o.to, i), from = *span_at(&o.from, i);

        if (which == LOGIC_AND)
            *to &= from;
        else if (which == LOGIC_OR)
            *to |= from;
        else
            *to ^= from;
        ones |= *to;
    }
    cpu->psw.cc = ones != 0;
    stor_done(cpu, &o.to);
    return PIC_NONE;
}

int
op_NC(struct cpu *cpu, uint64_t ib)
{
    return logic(cpu, ib, LOGIC_AND);
}

int
op_OC(struct cpu *cpu, uint64_t ib)
{
    return logic(cpu, ib, LOGIC_OR);
}

int
op_XC(struct cpu *cpu, uint64_t ib)
{
    return logic(cpu, ib, LOGIC_XOR);
}

int
op_CLC(struct cpu *cpu, uint64_t ib)
{
    struct operands o;
    int pic = find(cpu, ib, ACCESS_READ, &o), diff = 0;

    if (pic != PIC_NONE)
        return pic;
    for (uint32_t i = 0, n; i < o.len && diff == 0; i += n) {
        n = run_length(&o, i);
        diff = memcmp(span_at(&o.to, i), span_at(&o.from, i), n);
    }
    cpu->psw.cc = diff == 0 ? 0 : diff < 0 ? 1 : 2;
    return PIC_NONE;
}

int
op_TR(struct cpu *cpu, uint64_t ib)
{
    uint32_t len = ib_i2(ib) + 1;
    struct span to, table;
    int pic = stor_span(cpu, ea_bd1(cpu, ib), len, ACCESS_WRITE, &to);

    /* PoO "Translate": access exceptions are recognized for the table bytes
     * in use only; when the table lies in two blocks, look which. */
    if (pic != PIC_NONE)
        return pic;
    if (stor_span(cpu, ea_bd2(cpu, ib), 256, ACCESS_READ, &table) == PIC_NONE) {
        for (uint32_t i = 0; i < len; i++)
            *span_at(&to, i) = *span_at(&table, *span_at(&to, i));
        stor_done(cpu, &to);
        return PIC_NONE;
    }
    for (uint32_t i = 0; i < len; i++) {
        uint8_t v;

        pic = stor_get8(cpu, (ea_bd2(cpu, ib) + *span_at(&to, i)) & ADDR_MASK,
                        &v);
        if (pic != PIC_NONE)
            return pic;
    }
    for (uint32_t i = 0; i < len; i++)
        stor_get8(cpu, (ea_bd2(cpu, ib) + *span_at(&to, i)) & ADDR_MASK,
                  span_at(&to, i));
    stor_done(cpu, &to);
    return PIC_NONE;
}

int
op_TRT(struct cpu *cpu, uint64_t ib)
{
    uint32_t len = ib_i2(ib) + 1, at = ea_bd1(cpu, ib);
    uint32_t table = ea_bd2(cpu, ib);
    uint8_t argument, function = 0;

    for (uint32_t i = 0; i < len; i++) {
        uint32_t here = (at + i) & ADDR_MASK;
        int pic = stor_get8(cpu, here, &argument);

        if (pic == PIC_NONE)
            pic = stor_get8(cpu, (table + argument) & ADDR_MASK, &function);
        if (pic != PIC_NONE)
            return pic;
        if (!function)
            continue;
        cpu->gr[1] = (cpu->gr[1] & 0xff000000) | here;
        cpu->gr[2] = (cpu->gr[2] & 0xffffff00) | function;
        gr_placed(cpu, 1);
        gr_placed(cpu, 2);
        cpu->psw.cc = i + 1 == len ? 2 : 1;
        return PIC_NONE;
    }
    cpu->psw.cc = 0;
    return PIC_NONE;
}
