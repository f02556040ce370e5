/* SPDX-License-Identifier: MIT */
/* Logical operations and comparisons, bit tests, shifts, and the operations
 * under a byte mask. PoO "General Instructions". */
#include "cpu/alu.h"
#include "cpu/handlers.h"
#include "cpu/storage.h"

int
op_NR(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v = cpu->gr[ib_r2(ib)];

    *r1 &= v;
    cpu->psw.cc = *r1 != 0;
    return PIC_NONE;
}

int
op_N(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v;
    int pic = stor_get32(cpu, ea_rx(cpu, ib), &v);

    if (pic != PIC_NONE)
        return pic;
    *r1 &= v;
    cpu->psw.cc = *r1 != 0;
    return PIC_NONE;
}

int
op_OR(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v = cpu->gr[ib_r2(ib)];

    *r1 |= v;
    cpu->psw.cc = *r1 != 0;
    return PIC_NONE;
}

int
op_O(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v;
    int pic = stor_get32(cpu, ea_rx(cpu, ib), &v);

    if (pic != PIC_NONE)
        return pic;
    *r1 |= v;
    cpu->psw.cc = *r1 != 0;
    return PIC_NONE;
}

int
op_XR(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v = cpu->gr[ib_r2(ib)];

    *r1 ^= v;
    cpu->psw.cc = *r1 != 0;
    return PIC_NONE;
}

int
op_X(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v;
    int pic = stor_get32(cpu, ea_rx(cpu, ib), &v);

    if (pic != PIC_NONE)
        return pic;
    *r1 ^= v;
    cpu->psw.cc = *r1 != 0;
    return PIC_NONE;
}

int
op_CLR(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v = cpu->gr[ib_r2(ib)];

    cpu->psw.cc = alu_cmpl32(*r1, v);
    return PIC_NONE;
}

int
op_CL(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v;
    int pic = stor_get32(cpu, ea_rx(cpu, ib), &v);

    if (pic != PIC_NONE)
        return pic;
    cpu->psw.cc = alu_cmpl32(*r1, v);
    return PIC_NONE;
}

/* The byte at ea, to be changed in place; stor_done afterwards. */
static int
byte_span(struct cpu *cpu, uint64_t ib, struct span *s)
{
    return stor_span(cpu, ea_bd1(cpu, ib), 1, ACCESS_WRITE, s);
}

int
op_NI(struct cpu *cpu, uint64_t ib)
{
    struct span s;
    int pic = byte_span(cpu, ib, &s);

    if (pic != PIC_NONE)
        return pic;
    *s.p[0] = (uint8_t)(*s.p[0] & ib_i2(ib));
    cpu->psw.cc = *s.p[0] != 0;
    stor_done(cpu, &s);
    return PIC_NONE;
}

int
op_OI(struct cpu *cpu, uint64_t ib)
{
    struct span s;
    int pic = byte_span(cpu, ib, &s);

    if (pic != PIC_NONE)
        return pic;
    *s.p[0] = (uint8_t)(*s.p[0] | ib_i2(ib));
    cpu->psw.cc = *s.p[0] != 0;
    stor_done(cpu, &s);
    return PIC_NONE;
}

int
op_XI(struct cpu *cpu, uint64_t ib)
{
    struct span s;
    int pic = byte_span(cpu, ib, &s);

    if (pic != PIC_NONE)
        return pic;
    *s.p[0] = (uint8_t)(*s.p[0] ^ ib_i2(ib));
    cpu->psw.cc = *s.p[0] != 0;
    stor_done(cpu, &s);
    return PIC_NONE;
}

int
op_CLI(struct cpu *cpu, uint64_t ib)
{
    uint8_t v;
    int pic = stor_get8(cpu, ea_bd1(cpu, ib), &v);

    if (pic == PIC_NONE)
        cpu->psw.cc = alu_cmpl32(v, ib_i2(ib));
    return pic;
}

int
op_MVI(struct cpu *cpu, uint64_t ib)
{
    return stor_put8(cpu, ea_bd1(cpu, ib), (uint8_t)ib_i2(ib));
}

int
op_TM(struct cpu *cpu, uint64_t ib)
{
    uint8_t v, mask = (uint8_t)ib_i2(ib);
    int pic = stor_get8(cpu, ea_bd1(cpu, ib), &v);

    if (pic != PIC_NONE)
        return pic;
    v &= mask;
    cpu->psw.cc = v == 0 ? 0 : v == mask ? 3 : 1;
    return PIC_NONE;
}

int
op_TS(struct cpu *cpu, uint64_t ib)
{
    struct span s;
    int pic = byte_span(cpu, ib, &s);

    if (pic != PIC_NONE)
        return pic;
    cpu->psw.cc = *s.p[0] >> 7;
    *s.p[0] = 0xff;
    stor_done(cpu, &s);
    return PIC_NONE;
}

int
op_SRL(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];

    *r1 = (uint32_t)((uint64_t)*r1 >> (ea_bd1(cpu, ib) & 63));
    return PIC_NONE;
}

int
op_SLL(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];

    *r1 = (uint32_t)((uint64_t)*r1 << (ea_bd1(cpu, ib) & 63));
    return PIC_NONE;
}

int
op_SRA(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];

    *r1 = alu_sra32(*r1, ea_bd1(cpu, ib) & 63);
    cpu->psw.cc = alu_sign_cc((int32_t)*r1);
    return PIC_NONE;
}

int
op_SLA(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    bool overflow;

    *r1 = alu_sla32(*r1, ea_bd1(cpu, ib) & 63, &overflow);
    cpu->psw.cc = overflow ? 3 : alu_sign_cc((int32_t)*r1);
    return overflow && (cpu->psw.progmask & PM_FIXED) ? PIC_FIXED_OVERFLOW
                                                      : PIC_NONE;
}

static uint64_t
get_pair(const struct cpu *cpu, unsigned r)
{
    return (uint64_t)cpu->gr[r] << 32 | cpu->gr[r + 1];
}

static void
set_pair(struct cpu *cpu, unsigned r, uint64_t v)
{
    cpu->gr[r] = (uint32_t)(v >> 32);
    cpu->gr[r + 1] = (uint32_t)v;
}

int
op_SRDL(struct cpu *cpu, uint64_t ib)
{
    unsigned r1 = ib_r1(ib);

    if (r1 & 1)
        return PIC_SPECIFICATION;
    set_pair(cpu, r1, get_pair(cpu, r1) >> (ea_bd1(cpu, ib) & 63));
    return PIC_NONE;
}

int
op_SLDL(struct cpu *cpu, uint64_t ib)
{
    unsigned r1 = ib_r1(ib);

    if (r1 & 1)
        return PIC_SPECIFICATION;
    set_pair(cpu, r1, get_pair(cpu, r1) << (ea_bd1(cpu, ib) & 63));
    return PIC_NONE;
}

int
op_SRDA(struct cpu *cpu, uint64_t ib)
{
    unsigned r1 = ib_r1(ib);
    uint64_t v;

    if (r1 & 1)
        return PIC_SPECIFICATION;
    v = alu_sra64(get_pair(cpu, r1), ea_bd1(cpu, ib) & 63);
    set_pair(cpu, r1, v);
    cpu->psw.cc = alu_sign_cc64(v);
    return PIC_NONE;
}

int
op_SLDA(struct cpu *cpu, uint64_t ib)
{
    unsigned r1 = ib_r1(ib);
    bool overflow;
    uint64_t v;

    if (r1 & 1)
        return PIC_SPECIFICATION;
    v = alu_sla64(get_pair(cpu, r1), ea_bd1(cpu, ib) & 63, &overflow);
    set_pair(cpu, r1, v);
    cpu->psw.cc = overflow ? 3 : alu_sign_cc64(v);
    return overflow && (cpu->psw.progmask & PM_FIXED) ? PIC_FIXED_OVERFLOW
                                                      : PIC_NONE;
}

/* The bytes of v that the mask selects, left to right; returns how many. */
static unsigned
select_bytes(uint32_t v, unsigned mask, uint8_t to[4])
{
    unsigned n = 0;

    for (unsigned i = 0; i < 4; i++)
        if (mask & 8u >> i)
            to[n++] = (uint8_t)(v >> (24 - 8 * i));
    return n;
}

int
op_CLM(struct cpu *cpu, uint64_t ib)
{
    uint8_t reg[4], stored[4];
    unsigned n = select_bytes(cpu->gr[ib_r1(ib)], ib_r2(ib), reg);
    int pic, diff;

    /* PoO "Compare Logical Characters under Mask": with a mask of zero access
     * exceptions are recognized for one byte. */
    pic = stor_read(cpu, ea_bd1(cpu, ib), stored, n ? n : 1);
    if (pic != PIC_NONE)
        return pic;
    diff = memcmp(reg, stored, n);
    cpu->psw.cc = diff == 0 ? 0 : diff < 0 ? 1 : 2;
    return PIC_NONE;
}

int
op_STCM(struct cpu *cpu, uint64_t ib)
{
    uint8_t reg[4];
    unsigned n = select_bytes(cpu->gr[ib_r1(ib)], ib_r2(ib), reg);

    return n ? stor_write(cpu, ea_bd1(cpu, ib), reg, n) : PIC_NONE;
}

/* The mask of all ones: a load that sets the condition code. */
static int
insert_word(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    int pic = stor_get32(cpu, ea_bd1(cpu, ib), r1);

    if (pic == PIC_NONE)
        cpu->psw.cc = alu_sign_cc((int32_t)*r1);
    return pic;
}

int
op_ICM(struct cpu *cpu, uint64_t ib)
{
    unsigned mask = ib_r2(ib), n = 0;
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint8_t b[4] = {0}, ones = 0;
    int pic;

    if (mask == 15)
        return insert_word(cpu, ib);
    for (unsigned i = 0; i < 4; i++)
        n += mask >> i & 1;
    pic = stor_read(cpu, ea_bd1(cpu, ib), b, n ? n : 1);
    if (pic != PIC_NONE)
        return pic;
    cpu->psw.cc = n && b[0] >> 7 ? 1 : 2;
    n = 0;
    for (unsigned i = 0; i < 4; i++) {
        unsigned shift = 24 - 8 * i;

        if (!(mask & 8u >> i))
            continue;
        ones |= b[n];
        *r1 = (*r1 & ~(0xffu << shift)) | (uint32_t)b[n++] << shift;
    }
    if (!ones)
        cpu->psw.cc = 0;
    return PIC_NONE;
}
