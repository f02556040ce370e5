/* SPDX-License-Identifier: MIT */
/* Loads and stores of registers, and compare and swap. PoO "General
 * Instructions". */
#include "cpu/alu.h"
#include "cpu/handlers.h"
#include "cpu/storage.h"

int
op_LR(struct cpu *cpu, uint64_t ib)
{
    cpu->gr[ib_r1(ib)] = cpu->gr[ib_r2(ib)];
    return PIC_NONE;
}

int
op_LTR(struct cpu *cpu, uint64_t ib)
{
    uint32_t v = cpu->gr[ib_r2(ib)];

    cpu->gr[ib_r1(ib)] = v;
    cpu->psw.cc = alu_sign_cc((int32_t)v);
    return PIC_NONE;
}

int
op_L(struct cpu *cpu, uint64_t ib)
{
    return stor_get32(cpu, ea_rx(cpu, ib), &cpu->gr[ib_r1(ib)]);
}

int
op_LH(struct cpu *cpu, uint64_t ib)
{
    uint16_t v;
    int pic = stor_get16(cpu, ea_rx(cpu, ib), &v);

    if (pic == PIC_NONE)
        cpu->gr[ib_r1(ib)] = (uint32_t)(int32_t)(int16_t)v;
    return pic;
}

int
op_LA(struct cpu *cpu, uint64_t ib)
{
    cpu->gr[ib_r1(ib)] = ea_rx(cpu, ib);
    return PIC_NONE;
}

int
op_IC(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint8_t v;
    int pic = stor_get8(cpu, ea_rx(cpu, ib), &v);

    if (pic == PIC_NONE)
        *r1 = (*r1 & 0xffffff00) | v;
    return pic;
}

int
op_ST(struct cpu *cpu, uint64_t ib)
{
    return stor_put32(cpu, ea_rx(cpu, ib), cpu->gr[ib_r1(ib)]);
}

int
op_STH(struct cpu *cpu, uint64_t ib)
{
    return stor_put16(cpu, ea_rx(cpu, ib), (uint16_t)cpu->gr[ib_r1(ib)]);
}

int
op_STC(struct cpu *cpu, uint64_t ib)
{
    return stor_put8(cpu, ea_rx(cpu, ib), (uint8_t)cpu->gr[ib_r1(ib)]);
}

int
op_LM(struct cpu *cpu, uint64_t ib)
{
    unsigned r = ib_r1(ib), n = ((ib_r2(ib) - r) & 15) + 1;
    uint32_t ea = ea_bd1(cpu, ib);
    const uint8_t *p = stor_fast(cpu, ea, 4 * n, ACCESS_READ);
    uint8_t b[64];
    int pic;

    if (!p) {
        pic = stor_read_slow(cpu, ea, b, 4 * n);
        if (pic != PIC_NONE)
            return pic;
        p = b;
    }
    for (unsigned i = 0; i < n; i++)
        cpu->gr[(r + i) & 15] = load_be32(p + 4 * i);
    return PIC_NONE;
}

int
op_STM(struct cpu *cpu, uint64_t ib)
{
    unsigned r = ib_r1(ib), n = ((ib_r2(ib) - r) & 15) + 1;
    uint32_t ea = ea_bd1(cpu, ib);
    uint8_t b[64], *p = stor_fast(cpu, ea, 4 * n, ACCESS_WRITE);
    uint8_t *to = p ? p : b;

    for (unsigned i = 0; i < n; i++)
        store_be32(to + 4 * i, cpu->gr[(r + i) & 15]);
    return p ? PIC_NONE : stor_write_slow(cpu, ea, b, 4 * n);
}

int
op_CS(struct cpu *cpu, uint64_t ib)
{
    uint32_t ea = ea_bd1(cpu, ib), v;
    struct span s;
    int pic;

    if (ea & 3)
        return PIC_SPECIFICATION;
    /* PoO "Compare and Swap": a store access whether it stores or not. */
    pic = stor_span(cpu, ea, 4, ACCESS_WRITE, &s);
    if (pic != PIC_NONE)
        return pic;
    v = load_be32(s.p[0]);
    if (v == cpu->gr[ib_r1(ib)]) {
        store_be32(s.p[0], cpu->gr[ib_r2(ib)]);
        stor_done(cpu, &s);
        cpu->psw.cc = 0;
    } else {
        cpu->gr[ib_r1(ib)] = v;
        gr_placed(cpu, ib_r1(ib));
        cpu->psw.cc = 1;
    }
    return PIC_NONE;
}

int
op_CDS(struct cpu *cpu, uint64_t ib)
{
    unsigned r1 = ib_r1(ib), r3 = ib_r2(ib);
    uint32_t ea = ea_bd1(cpu, ib);
    struct span s;
    uint64_t v;
    int pic;

    if ((ea & 7) || (r1 & 1) || (r3 & 1))
        return PIC_SPECIFICATION;
    pic = stor_span(cpu, ea, 8, ACCESS_WRITE, &s);
    if (pic != PIC_NONE)
        return pic;
    v = load_be64(s.p[0]);
    if (v == ((uint64_t)cpu->gr[r1] << 32 | cpu->gr[r1 + 1])) {
        store_be32(s.p[0], cpu->gr[r3]);
        store_be32(s.p[0] + 4, cpu->gr[r3 + 1]);
        stor_done(cpu, &s);
        cpu->psw.cc = 0;
    } else {
        cpu->gr[r1] = (uint32_t)(v >> 32);
        cpu->gr[r1 + 1] = (uint32_t)v;
        gr_placed(cpu, r1);
        gr_placed(cpu, r1 + 1);
        cpu->psw.cc = 1;
    }
    return PIC_NONE;
}

/* Nine digits are all that a word needs, but CVB looks at fifteen. */
int
op_CVB(struct cpu *cpu, uint64_t ib)
{
    uint64_t packed, value = 0;
    unsigned sign;
    int pic = stor_get64(cpu, ea_rx(cpu, ib), &packed);

    if (pic != PIC_NONE)
        return pic;
    sign = packed & 15;
    if (sign < 10)
        return PIC_DATA;
    for (int shift = 60; shift >= 4; shift -= 4) {
        unsigned digit = packed >> shift & 15;

        if (digit > 9)
            return PIC_DATA;
        value = value * 10 + digit;
    }
    if (sign == 0xb || sign == 0xd)
        value = 0 - value;
    /* PoO "Convert to Binary": the low-order bits are loaded even when the
     * exception ends the instruction. */
    cpu->gr[ib_r1(ib)] = (uint32_t)value;
    return (int64_t)value == (int32_t)(uint32_t)value ? PIC_NONE
                                                      : PIC_FIXED_DIVIDE;
}

int
op_CVD(struct cpu *cpu, uint64_t ib)
{
    uint32_t v = cpu->gr[ib_r1(ib)];
    uint32_t rest = v >> 31 ? 0u - v : v;
    uint64_t packed = v >> 31 ? 0xd : 0xc;

    for (unsigned shift = 4; rest; shift += 4, rest /= 10)
        packed |= (uint64_t)(rest % 10) << shift;
    return stor_put64(cpu, ea_rx(cpu, ib), packed);
}
