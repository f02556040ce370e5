/* SPDX-License-Identifier: MIT */
/* Branches, the register-sized parts of the PSW, Execute, Supervisor Call
 * and Monitor Call. PoO "General Instructions". */
#include "cpu/handlers.h"
#include "cpu/storage.h"

static void
branch(struct cpu *cpu, uint32_t to)
{
    cpu->psw.ia = to & ADDR_MASK;
    cpu->priv->per_events |= 0x80;
}

/* Relative branches: the offset counts from the instruction itself, under EX
 * from EX's target. */
static void
branch_relative(struct cpu *cpu, int32_t halfwords)
{
    branch(cpu, cpu->priv->target + (uint32_t)halfwords * 2);
}

static bool
selected(const struct cpu *cpu, uint64_t ib)
{
    return ib_r1(ib) & 8u >> cpu->psw.cc;
}

int
op_BCR(struct cpu *cpu, uint64_t ib)
{
    if (ib_r2(ib) && selected(cpu, ib))
        branch(cpu, cpu->gr[ib_r2(ib)]);
    return PIC_NONE;
}

int
op_BC(struct cpu *cpu, uint64_t ib)
{
    if (selected(cpu, ib))
        branch(cpu, ea_rx(cpu, ib));
    return PIC_NONE;
}

int
op_BRC(struct cpu *cpu, uint64_t ib)
{
    if (selected(cpu, ib))
        branch_relative(cpu, ib_ri(ib));
    return PIC_NONE;
}

int
op_BRCL(struct cpu *cpu, uint64_t ib)
{
    if (selected(cpu, ib))
        branch_relative(cpu, ib_ril(ib));
    return PIC_NONE;
}

/* PoO "Branch and Link": the second word of a BC-mode PSW. */
static uint32_t
link_information(const struct cpu *cpu)
{
    return cpu->priv->ilc / 2 << PSW_BC_ILC_SHIFT |
           (uint32_t)cpu->psw.cc << PSW_BC_CC_SHIFT |
           (uint32_t)cpu->psw.progmask << PSW_BC_PROGMASK_SHIFT | cpu->psw.ia;
}

int
op_BALR(struct cpu *cpu, uint64_t ib)
{
    uint32_t link = link_information(cpu), to = cpu->gr[ib_r2(ib)];

    cpu->gr[ib_r1(ib)] = link;
    if (ib_r2(ib))
        branch(cpu, to);
    return PIC_NONE;
}

int
op_BAL(struct cpu *cpu, uint64_t ib)
{
    uint32_t link = link_information(cpu), to = ea_rx(cpu, ib);

    cpu->gr[ib_r1(ib)] = link;
    branch(cpu, to);
    return PIC_NONE;
}

int
op_BASR(struct cpu *cpu, uint64_t ib)
{
    uint32_t to = cpu->gr[ib_r2(ib)];

    cpu->gr[ib_r1(ib)] = cpu->psw.ia;
    if (ib_r2(ib))
        branch(cpu, to);
    return PIC_NONE;
}

int
op_BAS(struct cpu *cpu, uint64_t ib)
{
    uint32_t to = ea_rx(cpu, ib);

    cpu->gr[ib_r1(ib)] = cpu->psw.ia;
    branch(cpu, to);
    return PIC_NONE;
}

int
op_BRAS(struct cpu *cpu, uint64_t ib)
{
    cpu->gr[ib_r1(ib)] = cpu->psw.ia;
    branch_relative(cpu, ib_ri(ib));
    return PIC_NONE;
}

int
op_BRASL(struct cpu *cpu, uint64_t ib)
{
    cpu->gr[ib_r1(ib)] = cpu->psw.ia;
    branch_relative(cpu, ib_ril(ib));
    return PIC_NONE;
}

int
op_LARL(struct cpu *cpu, uint64_t ib)
{
    cpu->gr[ib_r1(ib)] =
        (cpu->priv->target + (uint32_t)ib_ril(ib) * 2) & ADDR_MASK;
    return PIC_NONE;
}

int
op_BCTR(struct cpu *cpu, uint64_t ib)
{
    uint32_t to = cpu->gr[ib_r2(ib)];

    if (--cpu->gr[ib_r1(ib)] && ib_r2(ib))
        branch(cpu, to);
    return PIC_NONE;
}

int
op_BCT(struct cpu *cpu, uint64_t ib)
{
    uint32_t to = ea_rx(cpu, ib);

    if (--cpu->gr[ib_r1(ib)])
        branch(cpu, to);
    return PIC_NONE;
}

int
op_BRCT(struct cpu *cpu, uint64_t ib)
{
    if (--cpu->gr[ib_r1(ib)])
        branch_relative(cpu, ib_ri(ib));
    return PIC_NONE;
}

/* Adds the increment R3 to R1. True when the sum is greater than the
 * comparand, which is R3 or, R3 being even, R3+1. */
static bool
index_high(struct cpu *cpu, uint64_t ib)
{
    unsigned r1 = ib_r1(ib), r3 = ib_r2(ib);
    uint32_t comparand = cpu->gr[r3 | 1];

    cpu->gr[r1] += cpu->gr[r3];
    return (int32_t)cpu->gr[r1] > (int32_t)comparand;
}

int
op_BXH(struct cpu *cpu, uint64_t ib)
{
    uint32_t to = ea_bd1(cpu, ib);

    if (index_high(cpu, ib))
        branch(cpu, to);
    return PIC_NONE;
}

int
op_BXLE(struct cpu *cpu, uint64_t ib)
{
    uint32_t to = ea_bd1(cpu, ib);

    if (!index_high(cpu, ib))
        branch(cpu, to);
    return PIC_NONE;
}

int
op_BRXH(struct cpu *cpu, uint64_t ib)
{
    if (index_high(cpu, ib))
        branch_relative(cpu, ib_ri(ib));
    return PIC_NONE;
}

int
op_BRXLE(struct cpu *cpu, uint64_t ib)
{
    if (!index_high(cpu, ib))
        branch_relative(cpu, ib_ri(ib));
    return PIC_NONE;
}

int
op_SPM(struct cpu *cpu, uint64_t ib)
{
    uint32_t v = cpu->gr[ib_r1(ib)];

    cpu->psw.cc = v >> 28 & 3;
    cpu->psw.progmask = v >> 24 & 15;
    return PIC_NONE;
}

int
op_IPM(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_rre1(ib)];

    *r1 = (*r1 & 0xffffff) | (uint32_t)cpu->psw.cc << 28 |
          (uint32_t)cpu->psw.progmask << 24;
    return PIC_NONE;
}

int
op_EX(struct cpu *cpu, uint64_t ib)
{
    struct cpu_private *p = cpu->priv;
    uint32_t target = ea_rx(cpu, ib);
    unsigned r1 = ib_r1(ib);
    uint64_t subject;
    int pic;

    if (target & 1)
        return PIC_SPECIFICATION;
    pic = stor_fetch_insn(cpu, target, &subject);
    if (pic != PIC_NONE)
        return pic;
    if (subject >> 56 == ib >> 56)
        return PIC_EXECUTE;
    if (r1)
        subject |= (uint64_t)(cpu->gr[r1] & 0xff) << 48;
    p->target = target;
    p->per_ib = subject;
    return p->ops[op_index(subject)](cpu, subject);
}

int
op_SVC(struct cpu *cpu, uint64_t ib)
{
    interrupt_svc(cpu, ib_i2(ib));
    return PIC_NONE;
}

int
op_MC(struct cpu *cpu, uint64_t ib)
{
    struct cpu_private *p = cpu->priv;
    unsigned class = ib_i2(ib);
    uint32_t code = ea_bd1(cpu, ib);

    /* PoO "Monitor Call": bits 8-11 must be zero; CR8 bits 16-31 are the
     * masks of classes 0-15. */
    if (class > 15)
        return PIC_SPECIFICATION;
    if (!(cpu->cr[8] & 0x8000u >> class))
        return PIC_NONE;
    if (cpu->board && cpu->board->monitor)
        cpu->board->monitor(cpu->board->ctx, cpu, class, code);
    p->mc_class = (uint8_t) class;
    p->mc_code = code;
    return PIC_MONITOR;
}
