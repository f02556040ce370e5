/* SPDX-License-Identifier: MIT */
/* The extension facility: the later unprivileged instructions that the guest
 * compiler emits, those that are not branches or long moves. ESA/390 Principles
 * of Operation SA22-7201; ML, DL, ALC, SLB, RLL, LRV and kin: z/Architecture
 * Principles of Operation SA22-7832, "General Instructions". */
#include "cpu/alu.h"
#include "cpu/handlers.h"
#include "cpu/storage.h"

/* The most bytes that a string instruction processes at a time. */
enum { STRING_UNIT = 4096 };

int
op_LHI(struct cpu *cpu, uint64_t ib)
{
    cpu->gr[ib_r1(ib)] = (uint32_t)ib_ri(ib);
    return PIC_NONE;
}

int
op_AHI(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];

    *r1 = alu_add32(*r1, (uint32_t)ib_ri(ib), &cpu->psw.cc);
    return cpu->psw.cc == 3 && (cpu->psw.progmask & PM_FIXED)
               ? PIC_FIXED_OVERFLOW
               : PIC_NONE;
}

int
op_MHI(struct cpu *cpu, uint64_t ib)
{
    cpu->gr[ib_r1(ib)] *= (uint32_t)ib_ri(ib);
    return PIC_NONE;
}

int
op_CHI(struct cpu *cpu, uint64_t ib)
{
    cpu->psw.cc = alu_cmp32(cpu->gr[ib_r1(ib)], (uint32_t)ib_ri(ib));
    return PIC_NONE;
}

/* Condition code 1: mixed, the leftmost selected bit zero; 2: mixed, one. */
static uint8_t
test_under_mask(uint32_t v, uint32_t mask)
{
    uint32_t leftmost = mask;

    while (leftmost & (leftmost - 1))
        leftmost &= leftmost - 1;
    if (!(v & mask))
        return 0;
    if ((v & mask) == mask)
        return 3;
    return v & leftmost ? 2 : 1;
}

int
op_TMLL(struct cpu *cpu, uint64_t ib)
{
    cpu->psw.cc =
        test_under_mask(cpu->gr[ib_r1(ib)], (uint32_t)(ib >> 32) & 0xffff);
    return PIC_NONE;
}

int
op_TMLH(struct cpu *cpu, uint64_t ib)
{
    cpu->psw.cc = test_under_mask(cpu->gr[ib_r1(ib)] >> 16,
                                  (uint32_t)(ib >> 32) & 0xffff);
    return PIC_NONE;
}

int
op_MSR(struct cpu *cpu, uint64_t ib)
{
    cpu->gr[ib_rre1(ib)] *= cpu->gr[ib_rre2(ib)];
    return PIC_NONE;
}

int
op_MS(struct cpu *cpu, uint64_t ib)
{
    uint32_t v;
    int pic = stor_get32(cpu, ea_rx(cpu, ib), &v);

    if (pic == PIC_NONE)
        cpu->gr[ib_r1(ib)] *= v;
    return pic;
}

static int
multiply_logical(struct cpu *cpu, unsigned r1, uint32_t v)
{
    uint64_t product = (uint64_t)cpu->gr[r1 | 1] * v;

    cpu->gr[r1] = (uint32_t)(product >> 32);
    cpu->gr[r1 | 1] = (uint32_t)product;
    return PIC_NONE;
}

static int
divide_logical(struct cpu *cpu, unsigned r1, uint32_t v)
{
    uint64_t dividend = (uint64_t)cpu->gr[r1] << 32 | cpu->gr[r1 | 1];

    return alu_divl64(dividend, v, &cpu->gr[r1 | 1], &cpu->gr[r1])
               ? PIC_NONE
               : PIC_FIXED_DIVIDE;
}

int
op_MLR(struct cpu *cpu, uint64_t ib)
{
    if (ib_rre1(ib) & 1)
        return PIC_SPECIFICATION;
    return multiply_logical(cpu, ib_rre1(ib), cpu->gr[ib_rre2(ib)]);
}

int
op_DLR(struct cpu *cpu, uint64_t ib)
{
    if (ib_rre1(ib) & 1)
        return PIC_SPECIFICATION;
    return divide_logical(cpu, ib_rre1(ib), cpu->gr[ib_rre2(ib)]);
}

int
op_ML(struct cpu *cpu, uint64_t ib)
{
    uint32_t v;
    int pic;

    if (ib_r1(ib) & 1)
        return PIC_SPECIFICATION;
    pic = stor_get32(cpu, ea_rx(cpu, ib), &v);
    return pic != PIC_NONE ? pic : multiply_logical(cpu, ib_r1(ib), v);
}

int
op_DL(struct cpu *cpu, uint64_t ib)
{
    uint32_t v;
    int pic;

    if (ib_r1(ib) & 1)
        return PIC_SPECIFICATION;
    pic = stor_get32(cpu, ea_rx(cpu, ib), &v);
    return pic != PIC_NONE ? pic : divide_logical(cpu, ib_r1(ib), v);
}

/* Bit 0 of the condition code is the carry (no borrow) of the last operation.
 */
static void
add_with_carry(struct cpu *cpu, unsigned r1, uint32_t v)
{
    cpu->gr[r1] = alu_addl32(cpu->gr[r1], v, cpu->psw.cc & 2, &cpu->psw.cc);
}

static void
subtract_with_borrow(struct cpu *cpu, unsigned r1, uint32_t v)
{
    cpu->gr[r1] = alu_subl32(cpu->gr[r1], v, cpu->psw.cc & 2, &cpu->psw.cc);
}

int
op_ALCR(struct cpu *cpu, uint64_t ib)
{
    add_with_carry(cpu, ib_rre1(ib), cpu->gr[ib_rre2(ib)]);
    return PIC_NONE;
}

int
op_SLBR(struct cpu *cpu, uint64_t ib)
{
    subtract_with_borrow(cpu, ib_rre1(ib), cpu->gr[ib_rre2(ib)]);
    return PIC_NONE;
}

int
op_ALC(struct cpu *cpu, uint64_t ib)
{
    uint32_t v;
    int pic = stor_get32(cpu, ea_rx(cpu, ib), &v);

    if (pic == PIC_NONE)
        add_with_carry(cpu, ib_r1(ib), v);
    return pic;
}

int
op_SLB(struct cpu *cpu, uint64_t ib)
{
    uint32_t v;
    int pic = stor_get32(cpu, ea_rx(cpu, ib), &v);

    if (pic == PIC_NONE)
        subtract_with_borrow(cpu, ib_r1(ib), v);
    return pic;
}

int
op_RLL(struct cpu *cpu, uint64_t ib)
{
    uint32_t v = cpu->gr[ib_r2(ib)];
    unsigned n = ea_bd1(cpu, ib) & 31;

    cpu->gr[ib_r1(ib)] = n ? v << n | v >> (32 - n) : v;
    return PIC_NONE;
}

static uint32_t
reversed(uint32_t v)
{
    return v << 24 | (v & 0xff00) << 8 | (v >> 8 & 0xff00) | v >> 24;
}

int
op_LRVR(struct cpu *cpu, uint64_t ib)
{
    cpu->gr[ib_rre1(ib)] = reversed(cpu->gr[ib_rre2(ib)]);
    return PIC_NONE;
}

int
op_LRV(struct cpu *cpu, uint64_t ib)
{
    uint32_t v;
    int pic = stor_get32(cpu, ea_rx(cpu, ib), &v);

    if (pic == PIC_NONE)
        cpu->gr[ib_r1(ib)] = reversed(v);
    return pic;
}

int
op_LRVH(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint16_t v;
    int pic = stor_get16(cpu, ea_rx(cpu, ib), &v);

    if (pic == PIC_NONE)
        *r1 = (*r1 & 0xffff0000) | (uint32_t)(v & 0xff) << 8 | v >> 8;
    return pic;
}

int
op_STRV(struct cpu *cpu, uint64_t ib)
{
    return stor_put32(cpu, ea_rx(cpu, ib), reversed(cpu->gr[ib_r1(ib)]));
}

int
op_STRVH(struct cpu *cpu, uint64_t ib)
{
    return stor_put16(cpu, ea_rx(cpu, ib),
                      (uint16_t)(reversed(cpu->gr[ib_r1(ib)]) >> 16));
}

/* The ending character in GR0. Bits 0-23 must be zero. */
static bool
ending(const struct cpu *cpu, uint8_t *c)
{
    *c = (uint8_t)cpu->gr[0];
    return cpu->gr[0] >> 8 == 0;
}

int
op_SRST(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_rre1(ib)], *r2 = &cpu->gr[ib_rre2(ib)];
    uint32_t at = *r2 & ADDR_MASK, end = *r1 & ADDR_MASK;
    uint8_t c, v;

    if (!ending(cpu, &c))
        return PIC_SPECIFICATION;
    for (unsigned i = 0; i < STRING_UNIT; i++) {
        int pic;

        if (at == end) {
            cpu->psw.cc = 2;
            return PIC_NONE;
        }
        pic = stor_get8(cpu, at, &v);
        if (pic != PIC_NONE)
            return pic;
        if (v == c) {
            *r1 = at;
            gr_placed(cpu, ib_rre1(ib));
            cpu->psw.cc = 1;
            return PIC_NONE;
        }
        at = (at + 1) & ADDR_MASK;
    }
    *r2 = at;
    gr_placed(cpu, ib_rre2(ib));
    cpu->psw.cc = 3;
    return PIC_NONE;
}

/* Where the operands are now. */
static void
put_addresses(struct cpu *cpu, uint64_t ib, uint32_t first, uint32_t second)
{
    cpu->gr[ib_rre1(ib)] = first;
    cpu->gr[ib_rre2(ib)] = second;
    gr_placed(cpu, ib_rre1(ib));
    gr_placed(cpu, ib_rre2(ib));
}

int
op_CLST(struct cpu *cpu, uint64_t ib)
{
    uint32_t a = cpu->gr[ib_rre1(ib)] & ADDR_MASK;
    uint32_t b = cpu->gr[ib_rre2(ib)] & ADDR_MASK;
    uint8_t c, va, vb;

    if (!ending(cpu, &c))
        return PIC_SPECIFICATION;
    for (unsigned i = 0; i < STRING_UNIT; i++) {
        int pic = stor_get8(cpu, a, &va);

        if (pic == PIC_NONE)
            pic = stor_get8(cpu, b, &vb);
        if (pic != PIC_NONE)
            return pic;
        if (va == c && vb == c) {
            cpu->psw.cc = 0;
            return PIC_NONE;
        }
        if (va != vb) {
            bool lower = va == c || (vb != c && va < vb);

            cpu->psw.cc = lower ? 1 : 2;
            put_addresses(cpu, ib, a, b);
            return PIC_NONE;
        }
        a = (a + 1) & ADDR_MASK;
        b = (b + 1) & ADDR_MASK;
    }
    put_addresses(cpu, ib, a, b);
    cpu->psw.cc = 3;
    return PIC_NONE;
}

int
op_MVST(struct cpu *cpu, uint64_t ib)
{
    uint32_t to = cpu->gr[ib_rre1(ib)] & ADDR_MASK;
    uint32_t from = cpu->gr[ib_rre2(ib)] & ADDR_MASK;
    uint8_t c, v;
    int pic = PIC_NONE;

    if (!ending(cpu, &c))
        return PIC_SPECIFICATION;
    for (unsigned i = 0; i < STRING_UNIT; i++) {
        pic = stor_get8(cpu, from, &v);
        if (pic == PIC_NONE)
            pic = stor_put8(cpu, to, v);
        if (pic != PIC_NONE)
            break;
        if (v == c) {
            cpu->gr[ib_rre1(ib)] = to;
            gr_placed(cpu, ib_rre1(ib));
            cpu->psw.cc = 1;
            return PIC_NONE;
        }
        to = (to + 1) & ADDR_MASK;
        from = (from + 1) & ADDR_MASK;
    }
    put_addresses(cpu, ib, to, from);
    if (pic == PIC_NONE)
        cpu->psw.cc = 3;
    return pic;
}
