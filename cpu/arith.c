/* SPDX-License-Identifier: MIT */
/* Binary arithmetic: add, subtract, compare, multiply, divide, and the sign
 * operations. PoO "General Instructions". */
#include "cpu/alu.h"
#include "cpu/handlers.h"
#include "cpu/storage.h"

/* After an operation whose condition code 3 is overflow. PoO "Fixed-Point-
 * Overflow Exception": the operation is completed. */
static int
overflow(const struct cpu *cpu)
{
    return cpu->psw.cc == 3 && (cpu->psw.progmask & PM_FIXED)
               ? PIC_FIXED_OVERFLOW
               : PIC_NONE;
}

/* A halfword operand in storage, with its sign. */
static int
get_half(struct cpu *cpu, uint32_t ea, uint32_t *v)
{
    uint16_t half;
    int pic = stor_get16(cpu, ea, &half);

    if (pic == PIC_NONE)
        *v = (uint32_t)(int32_t)(int16_t)half;
    return pic;
}

int
op_AR(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v = cpu->gr[ib_r2(ib)];

    *r1 = alu_add32(*r1, v, &cpu->psw.cc);
    return overflow(cpu);
}

int
op_A(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v;
    int pic = stor_get32(cpu, ea_rx(cpu, ib), &v);

    if (pic != PIC_NONE)
        return pic;
    *r1 = alu_add32(*r1, v, &cpu->psw.cc);
    return overflow(cpu);
}

int
op_AH(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v;
    int pic = get_half(cpu, ea_rx(cpu, ib), &v);

    if (pic != PIC_NONE)
        return pic;
    *r1 = alu_add32(*r1, v, &cpu->psw.cc);
    return overflow(cpu);
}

int
op_SR(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v = cpu->gr[ib_r2(ib)];

    *r1 = alu_sub32(*r1, v, &cpu->psw.cc);
    return overflow(cpu);
}

int
op_S(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v;
    int pic = stor_get32(cpu, ea_rx(cpu, ib), &v);

    if (pic != PIC_NONE)
        return pic;
    *r1 = alu_sub32(*r1, v, &cpu->psw.cc);
    return overflow(cpu);
}

int
op_SH(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v;
    int pic = get_half(cpu, ea_rx(cpu, ib), &v);

    if (pic != PIC_NONE)
        return pic;
    *r1 = alu_sub32(*r1, v, &cpu->psw.cc);
    return overflow(cpu);
}

int
op_ALR(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v = cpu->gr[ib_r2(ib)];

    *r1 = alu_addl32(*r1, v, false, &cpu->psw.cc);
    return PIC_NONE;
}

int
op_AL(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v;
    int pic = stor_get32(cpu, ea_rx(cpu, ib), &v);

    if (pic != PIC_NONE)
        return pic;
    *r1 = alu_addl32(*r1, v, false, &cpu->psw.cc);
    return PIC_NONE;
}

int
op_SLR(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v = cpu->gr[ib_r2(ib)];

    *r1 = alu_subl32(*r1, v, true, &cpu->psw.cc);
    return PIC_NONE;
}

int
op_SL(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v;
    int pic = stor_get32(cpu, ea_rx(cpu, ib), &v);

    if (pic != PIC_NONE)
        return pic;
    *r1 = alu_subl32(*r1, v, true, &cpu->psw.cc);
    return PIC_NONE;
}

int
op_CR(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v = cpu->gr[ib_r2(ib)];

    cpu->psw.cc = alu_cmp32(*r1, v);
    return PIC_NONE;
}

int
op_C(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v;
    int pic = stor_get32(cpu, ea_rx(cpu, ib), &v);

    if (pic != PIC_NONE)
        return pic;
    cpu->psw.cc = alu_cmp32(*r1, v);
    return PIC_NONE;
}

int
op_CH(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v;
    int pic = get_half(cpu, ea_rx(cpu, ib), &v);

    if (pic != PIC_NONE)
        return pic;
    cpu->psw.cc = alu_cmp32(*r1, v);
    return PIC_NONE;
}

int
op_MH(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    uint32_t v;
    int pic = get_half(cpu, ea_rx(cpu, ib), &v);

    if (pic != PIC_NONE)
        return pic;
    *r1 *= v;
    return PIC_NONE;
}

int
op_LPR(struct cpu *cpu, uint64_t ib)
{
    uint32_t v = cpu->gr[ib_r2(ib)];

    if (v >> 31)
        v = alu_sub32(0, v, &cpu->psw.cc);
    else
        cpu->psw.cc = alu_sign_cc((int32_t)v);
    cpu->gr[ib_r1(ib)] = v;
    return overflow(cpu);
}

int
op_LNR(struct cpu *cpu, uint64_t ib)
{
    uint32_t v = cpu->gr[ib_r2(ib)];

    if (!(v >> 31))
        v = 0u - v;
    cpu->psw.cc = alu_sign_cc((int32_t)v);
    cpu->gr[ib_r1(ib)] = v;
    return PIC_NONE;
}

int
op_LCR(struct cpu *cpu, uint64_t ib)
{
    cpu->gr[ib_r1(ib)] = alu_sub32(0, cpu->gr[ib_r2(ib)], &cpu->psw.cc);
    return overflow(cpu);
}

/* R1 and R1+1 := R1+1 times v. R1 is even. */
static void
multiply(struct cpu *cpu, unsigned r1, uint32_t v)
{
    int64_t product = (int64_t)(int32_t)cpu->gr[r1 + 1] * (int32_t)v;

    cpu->gr[r1] = (uint32_t)((uint64_t)product >> 32);
    cpu->gr[r1 + 1] = (uint32_t)product;
}

/* R1 and R1+1 := remainder and quotient of their division by v. */
static int
divide(struct cpu *cpu, unsigned r1, uint32_t v)
{
    uint64_t dividend = (uint64_t)cpu->gr[r1] << 32 | cpu->gr[r1 + 1];

    return alu_div64((int64_t)dividend, (int32_t)v, &cpu->gr[r1 + 1],
                     &cpu->gr[r1])
               ? PIC_NONE
               : PIC_FIXED_DIVIDE;
}

int
op_MR(struct cpu *cpu, uint64_t ib)
{
    if (ib_r1(ib) & 1)
        return PIC_SPECIFICATION;
    multiply(cpu, ib_r1(ib), cpu->gr[ib_r2(ib)]);
    return PIC_NONE;
}

int
op_M(struct cpu *cpu, uint64_t ib)
{
    uint32_t v;
    int pic;

    if (ib_r1(ib) & 1)
        return PIC_SPECIFICATION;
    pic = stor_get32(cpu, ea_rx(cpu, ib), &v);
    if (pic == PIC_NONE)
        multiply(cpu, ib_r1(ib), v);
    return pic;
}

int
op_DR(struct cpu *cpu, uint64_t ib)
{
    if (ib_r1(ib) & 1)
        return PIC_SPECIFICATION;
    return divide(cpu, ib_r1(ib), cpu->gr[ib_r2(ib)]);
}

int
op_D(struct cpu *cpu, uint64_t ib)
{
    uint32_t v;
    int pic;

    if (ib_r1(ib) & 1)
        return PIC_SPECIFICATION;
    pic = stor_get32(cpu, ea_rx(cpu, ib), &v);
    return pic != PIC_NONE ? pic : divide(cpu, ib_r1(ib), v);
}
