/* SPDX-License-Identifier: MIT */
/* Decimal instructions. Both operands are fetched and checked before the
 * first is changed. PoO "Decimal Instructions". */
#include "cpu/dec.h"
#include "cpu/handlers.h"
#include "cpu/storage.h"

enum { LENGTH_MAX = 16, MULTIPLIER_MAX = 8 };

/* The operands of an instruction with two lengths. */
struct operands {
    struct span to;
    unsigned len1, len2;
    struct dec a, b;
};

static void
get_span(const struct span *s, uint8_t *to)
{
    for (uint32_t i = 0; i < s->len; i++)
        to[i] = *span_at(s, i);
}

static void
put_span(struct cpu *cpu, const struct span *s, const uint8_t *from)
{
    for (uint32_t i = 0; i < s->len; i++)
        *span_at(s, i) = from[i];
    stor_done(cpu, s);
}

static int
second(struct cpu *cpu, uint64_t ib, struct operands *o)
{
    uint8_t b[LENGTH_MAX];
    int pic;

    o->len2 = ib_r2(ib) + 1;
    pic = stor_read(cpu, ea_bd2(cpu, ib), b, o->len2);
    if (pic != PIC_NONE)
        return pic;
    return dec_unpack(&o->b, b, o->len2) ? PIC_NONE : PIC_DATA;
}

static int
first_span(struct cpu *cpu, uint64_t ib, enum access access, struct operands *o)
{
    o->len1 = ib_r1(ib) + 1;
    return stor_span(cpu, ea_bd1(cpu, ib), o->len1, access, &o->to);
}

/* Access exceptions of both operands come before data exceptions. */
static int
both(struct cpu *cpu, uint64_t ib, enum access access, struct operands *o)
{
    uint8_t b[LENGTH_MAX];
    int pic = first_span(cpu, ib, access, o);

    if (pic == PIC_NONE)
        pic = second(cpu, ib, o);
    if (pic != PIC_NONE)
        return pic;
    get_span(&o->to, b);
    return dec_unpack(&o->a, b, o->len1) ? PIC_NONE : PIC_DATA;
}

/* Stores a result and sets the condition code; overflow when it does not fit.
 * PoO "Decimal-Overflow Exception": the operation is completed; a zero that
 * is left of a negative result stays negative. */
static int
put_result(struct cpu *cpu, const struct operands *o, struct dec r,
           bool overflow)
{
    uint8_t b[LENGTH_MAX];

    overflow |= !dec_pack(b, o->len1, r);
    put_span(cpu, &o->to, b);
    cpu->psw.cc = overflow ? 3 : dec_cc(r);
    return overflow && (cpu->psw.progmask & PM_DECIMAL) ? PIC_DECIMAL_OVERFLOW
                                                        : PIC_NONE;
}

int
op_AP(struct cpu *cpu, uint64_t ib)
{
    struct operands o;
    int pic = both(cpu, ib, ACCESS_WRITE, &o);

    if (pic != PIC_NONE)
        return pic;
    return put_result(cpu, &o, dec_add(o.a, o.b), false);
}

int
op_SP(struct cpu *cpu, uint64_t ib)
{
    struct operands o;
    int pic = both(cpu, ib, ACCESS_WRITE, &o);

    if (pic != PIC_NONE)
        return pic;
    o.b.negative = !o.b.negative;
    return put_result(cpu, &o, dec_add(o.a, o.b), false);
}

int
op_ZAP(struct cpu *cpu, uint64_t ib)
{
    struct operands o;
    int pic = first_span(cpu, ib, ACCESS_WRITE, &o);

    if (pic == PIC_NONE)
        pic = second(cpu, ib, &o);
    if (pic != PIC_NONE)
        return pic;
    return put_result(cpu, &o, dec_add((struct dec){false, 0}, o.b), false);
}

int
op_CP(struct cpu *cpu, uint64_t ib)
{
    struct operands o;
    int pic = both(cpu, ib, ACCESS_READ, &o);

    if (pic != PIC_NONE)
        return pic;
    o.b.negative = !o.b.negative;
    cpu->psw.cc = dec_cc(dec_add(o.a, o.b));
    return PIC_NONE;
}

/* PoO "Multiply Decimal", "Divide Decimal". */
static bool
lengths_valid(uint64_t ib)
{
    return ib_r2(ib) + 1 <= MULTIPLIER_MAX && ib_r2(ib) < ib_r1(ib);
}

int
op_MP(struct cpu *cpu, uint64_t ib)
{
    uint8_t b[LENGTH_MAX];
    struct operands o;
    struct dec r;
    int pic;

    if (!lengths_valid(ib))
        return PIC_SPECIFICATION;
    pic = both(cpu, ib, ACCESS_WRITE, &o);
    if (pic != PIC_NONE)
        return pic;
    /* As many bytes of zeros at the left as the multiplier has. */
    if (o.a.digits >= dec_power(2 * (o.len1 - o.len2) - 1))
        return PIC_DATA;
    r.digits = o.a.digits * o.b.digits;
    r.negative = o.a.negative != o.b.negative;
    dec_pack(b, o.len1, r);
    put_span(cpu, &o.to, b);
    return PIC_NONE;
}

int
op_DP(struct cpu *cpu, uint64_t ib)
{
    uint8_t b[LENGTH_MAX];
    struct operands o;
    struct dec quotient, remainder;
    unsigned quotient_len;
    int pic;

    if (!lengths_valid(ib))
        return PIC_SPECIFICATION;
    pic = both(cpu, ib, ACCESS_WRITE, &o);
    if (pic != PIC_NONE)
        return pic;
    if (o.b.digits == 0)
        return PIC_DECIMAL_DIVIDE;
    quotient_len = o.len1 - o.len2;
    quotient.digits = o.a.digits / o.b.digits;
    quotient.negative = o.a.negative != o.b.negative;
    remainder.digits = o.a.digits % o.b.digits;
    remainder.negative = o.a.negative;
    if (quotient.digits >= dec_power(2 * quotient_len - 1))
        return PIC_DECIMAL_DIVIDE;
    dec_pack(b, quotient_len, quotient);
    dec_pack(b + quotient_len, o.len2, remainder);
    put_span(cpu, &o.to, b);
    return PIC_NONE;
}

int
op_SRP(struct cpu *cpu, uint64_t ib)
{
    int amount = (int)(ea_bd2(cpu, ib) & 63);
    uint8_t b[LENGTH_MAX];
    struct operands o;
    bool lost;
    int pic = first_span(cpu, ib, ACCESS_WRITE, &o);

    if (pic != PIC_NONE)
        return pic;
    get_span(&o.to, b);
    if (!dec_unpack(&o.a, b, o.len1) || ib_r2(ib) > 9)
        return PIC_DATA;
    if (amount > 31)
        amount -= 64;
    o.a = dec_shift(o.a, amount, ib_r2(ib), &lost);
    if (!lost && o.a.digits == 0)
        o.a.negative = false;
    return put_result(cpu, &o, o.a, lost);
}

/* Where Edit takes its source from. */
struct source {
    struct cpu *cpu;
    uint32_t at;
    int pic;
};

static int
next_byte(void *ctx)
{
    struct source *s = ctx;
    uint8_t v;

    s->pic = stor_get8(s->cpu, s->at, &v);
    s->at = (s->at + 1) & ADDR_MASK;
    return s->pic == PIC_NONE ? v : -1;
}

static int
edit(struct cpu *cpu, uint64_t ib, int *mark)
{
    struct source source = {cpu, ea_bd2(cpu, ib), PIC_NONE};
    uint32_t len = ib_i2(ib) + 1;
    uint8_t pattern[256], cc;
    struct span s;
    int pic = stor_span(cpu, ea_bd1(cpu, ib), len, ACCESS_WRITE, &s);

    if (pic != PIC_NONE)
        return pic;
    get_span(&s, pattern);
    switch (dec_edit(pattern, len, next_byte, &source, &cc, mark)) {
    case DEC_EDIT_ACCESS:
        return source.pic;
    case DEC_EDIT_DATA:
        return PIC_DATA;
    case DEC_EDITED:
        break;
    }
    put_span(cpu, &s, pattern);
    cpu->psw.cc = cc;
    return PIC_NONE;
}

int
op_ED(struct cpu *cpu, uint64_t ib)
{
    int mark;

    return edit(cpu, ib, &mark);
}

int
op_EDMK(struct cpu *cpu, uint64_t ib)
{
    uint32_t at = ea_bd1(cpu, ib);
    int mark, pic = edit(cpu, ib, &mark);

    if (pic == PIC_NONE && mark >= 0) {
        cpu->gr[1] =
            (cpu->gr[1] & 0xff000000) | ((at + (uint32_t)mark) & ADDR_MASK);
        gr_placed(cpu, 1);
    }
    return pic;
}
