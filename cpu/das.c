/* SPDX-License-Identifier: MIT */
/* Instructions of the dual-address-space facility that change the address
 * spaces or tell which they are. Those that move data between them are in
 * movekey.c. PoO GA22-7000-10 "Control Instructions". DAS tracing is not
 * there. */
#include "cpu/asn.h"
#include "cpu/dat.h"
#include "cpu/handlers.h"
#include "cpu/psw.h"
#include "cpu/storage.h"

enum {
    ADDRESS_P = 1, /* the problem-state bit beside an instruction address */
    ADDRESS_IA = 0x00fffffe,
    SPACE_SWITCH = 1, /* CR1, the entry's STD */

    LTE_INVALID = (int)0x80000000,
    LTE_MBZ = 0x7f000000,
    LTE_ORIGIN = 0x00ffffc0,
    LTE_LENGTH = 0x3f,
    ETE_MBZ1 = (int)0xff000000,
};

/* Most of these instructions need translation. PoO "Special-Operation
 * Exception". */
static bool
translating(const struct cpu *cpu)
{
    return (cpu->psw.mask & (PSW_EC | PSW_DAT)) == (PSW_EC | PSW_DAT);
}

static bool
problem(const struct cpu *cpu)
{
    return cpu->psw.mask & PSW_PROBLEM;
}

static uint16_t
pasn(const struct cpu *cpu)
{
    return (uint16_t)cpu->cr[4];
}

/* May the program learn about its spaces? */
static int
extraction(const struct cpu *cpu)
{
    if (!translating(cpu))
        return PIC_SPECIAL;
    if (problem(cpu) && !(cpu->cr[0] & CR0_EXTRACTION))
        return PIC_PRIVILEGED;
    return PIC_NONE;
}

int
op_IAC(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_rre1(ib)];
    bool secondary = cpu->psw.mask & PSW_EC_SECONDARY;
    int pic = extraction(cpu);

    if (pic != PIC_NONE)
        return pic;
    *r1 = (*r1 & 0xffff00ff) | (uint32_t)secondary << 8;
    cpu->psw.cc = secondary;
    return PIC_NONE;
}

int
op_EPAR(struct cpu *cpu, uint64_t ib)
{
    int pic = extraction(cpu);

    if (pic == PIC_NONE)
        cpu->gr[ib_rre1(ib)] = pasn(cpu);
    return pic;
}

int
op_ESAR(struct cpu *cpu, uint64_t ib)
{
    int pic = extraction(cpu);

    if (pic == PIC_NONE)
        cpu->gr[ib_rre1(ib)] = cpu->cr[3] & 0xffff;
    return pic;
}

int
op_IVSK(struct cpu *cpu, uint64_t ib)
{
    uint32_t *r1 = &cpu->gr[ib_rre1(ib)], abs;
    struct dat_walk w;
    int pic = extraction(cpu);

    if (pic == PIC_NONE)
        pic = dat_translate(cpu, cpu->gr[ib_rre2(ib)] & ADDR_MASK, &w);
    if (pic != PIC_NONE)
        return pic;
    abs = real_to_abs(cpu, w.real);
    if (abs >= cpu->storage->size)
        return PIC_ADDRESSING;
    *r1 = (*r1 & 0xffffff00) |
          (cpu->storage->keys[abs / BLOCK_SIZE] & (KEY_ACC | KEY_FETCH));
    return PIC_NONE;
}

int
op_SAC(struct cpu *cpu, uint64_t ib)
{
    unsigned code = ea_bd1(cpu, ib) >> 8 & 15;

    if (!translating(cpu) || !(cpu->cr[0] & CR0_SECONDARY))
        return PIC_SPECIAL;
    if (code > 1)
        return PIC_SPECIFICATION;
    cpu->psw.mask = (cpu->psw.mask & ~(uint32_t)PSW_EC_SECONDARY) |
                    (code ? PSW_EC_SECONDARY : 0);
    psw_changed(cpu);
    return PIC_NONE;
}

int
op_SSAR(struct cpu *cpu, uint64_t ib)
{
    uint16_t asn = (uint16_t)cpu->gr[ib_rre1(ib)];
    struct aste a = {.std = cpu->cr[1]};
    int pic = PIC_NONE;

    if (!translating(cpu) || !(cpu->cr[14] & CR14_ASN_TRANSLATION))
        return PIC_SPECIAL;
    if (asn != pasn(cpu)) {
        pic = asn_translate(cpu, asn, &a);
        if (pic == PIC_NONE)
            pic = asn_authorize(cpu, asn, &a, (uint16_t)(cpu->cr[4] >> 16),
                                AUTHORITY_SECONDARY);
    }
    if (pic != PIC_NONE)
        return pic;
    cpu->cr[3] = (cpu->cr[3] & 0xffff0000) | asn;
    cpu->cr[7] = a.std;
    psw_changed(cpu);
    return PIC_NONE;
}

/* Makes the space of the entry the primary one. Returns PIC_SPACE_SWITCH when
 * the program is to be told, which the instruction completes with. */
static int
switch_primary(struct cpu *cpu, uint16_t asn, const struct aste *a)
{
    uint32_t event = (cpu->cr[1] | a->std) & SPACE_SWITCH;

    /* PoO "Space-Switch Event": the old PASN and control bit. */
    cpu->priv->trans_addr = (cpu->cr[1] & SPACE_SWITCH) << 31 | pasn(cpu);
    cpu->cr[1] = a->std;
    cpu->cr[4] = (a->ax & 0xffff0000) | asn;
    cpu->cr[5] = a->ltd;
    return event ? PIC_SPACE_SWITCH : PIC_NONE;
}

/* Goes to the address in one of the formats that have the state beside it. */
static void
go(struct cpu *cpu, uint32_t address)
{
    cpu->psw.ia = address & ADDRESS_IA;
    cpu->psw.mask = (cpu->psw.mask & ~(uint32_t)PSW_PROBLEM) |
                    (address & ADDRESS_P ? PSW_PROBLEM : 0);
    cpu->priv->per_events |= 0x80;
    psw_changed(cpu);
}

/* PoO "PC-Number Translation": the entry-table entry. */
static int
find_entry(struct cpu *cpu, uint32_t pc, uint32_t ete[4])
{
    uint32_t lx = pc >> 8, ex = pc & 0xff, lte;
    int pic;

    cpu->priv->trans_addr = pc;
    if (lx >> 5 > (cpu->cr[5] & 0x7f))
        return PIC_LX;
    pic = asn_word(cpu, (cpu->cr[5] & 0x00ffff80) + 4 * lx, &lte);
    if (pic != PIC_NONE)
        return pic;
    if (lte & LTE_INVALID)
        return PIC_LX;
    if (lte & LTE_MBZ)
        return PIC_PC_SPECIFICATION;
    if (ex >> 2 > (lte & LTE_LENGTH))
        return PIC_EX;
    for (unsigned i = 0; i < 4 && pic == PIC_NONE; i++)
        pic = asn_word(cpu, (lte & LTE_ORIGIN) + 16 * ex + 4 * i, &ete[i]);
    if (pic == PIC_NONE && (ete[1] & ETE_MBZ1))
        return PIC_PC_SPECIFICATION;
    return pic;
}

/* Linkage is by primary space, and allowed. */
static bool
may_link(const struct cpu *cpu)
{
    return translating(cpu) && !(cpu->psw.mask & PSW_EC_SECONDARY) &&
           (cpu->cr[5] & CR5_LINKAGE);
}

/* The entry: 0 authorization-key mask and ASN, 1 instruction address, 2
 * parameter, 3 entry-key mask. */
int
op_PC(struct cpu *cpu, uint64_t ib)
{
    uint32_t ete[4], old = pasn(cpu);
    struct aste a;
    uint16_t asn;
    int pic;

    if (!may_link(cpu))
        return PIC_SPECIAL;
    pic = find_entry(cpu, ea_bd1(cpu, ib) & 0xfffff, ete);
    if (pic != PIC_NONE)
        return pic;
    if (problem(cpu) && !(ete[0] & cpu->cr[3] & 0xffff0000))
        return PIC_PRIVILEGED;
    asn = (uint16_t)ete[0];
    if (asn && !(cpu->cr[14] & CR14_ASN_TRANSLATION))
        return PIC_SPECIAL;
    if (asn)
        pic = asn_translate(cpu, asn, &a);
    if (pic != PIC_NONE)
        return pic;
    cpu->gr[3] = (cpu->cr[3] & 0xffff0000) | old;
    cpu->gr[4] = ete[2];
    cpu->gr[14] = (cpu->psw.ia & ADDRESS_IA) | problem(cpu);
    gr_placed(cpu, 3);
    gr_placed(cpu, 4);
    gr_placed(cpu, 14);
    cpu->cr[3] = ((cpu->cr[3] | ete[3]) & 0xffff0000) | old;
    cpu->cr[7] = cpu->cr[1];
    if (asn)
        pic = switch_primary(cpu, asn, &a);
    go(cpu, ete[1]);
    return pic;
}

int
op_PT(struct cpu *cpu, uint64_t ib)
{
    uint32_t r1 = cpu->gr[ib_rre1(ib)], r2 = cpu->gr[ib_rre2(ib)];
    uint16_t asn = (uint16_t)r1;
    struct aste a;
    int pic = PIC_NONE;

    if (!may_link(cpu))
        return PIC_SPECIAL;
    if (problem(cpu) && !(r2 & ADDRESS_P))
        return PIC_PRIVILEGED;
    if (r2 >> 24)
        return PIC_SPECIFICATION;
    if (asn != pasn(cpu)) {
        if (!(cpu->cr[14] & CR14_ASN_TRANSLATION))
            return PIC_SPECIAL;
        pic = asn_translate(cpu, asn, &a);
        if (pic == PIC_NONE)
            pic = asn_authorize(cpu, asn, &a, (uint16_t)(cpu->cr[4] >> 16),
                                AUTHORITY_PRIMARY);
        if (pic != PIC_NONE)
            return pic;
        pic = switch_primary(cpu, asn, &a);
    }
    cpu->cr[3] = (cpu->cr[3] & r1 & 0xffff0000) | asn;
    cpu->cr[7] = cpu->cr[1];
    go(cpu, r2);
    return pic;
}
