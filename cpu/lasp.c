/* SPDX-License-Identifier: MIT */
/* Load Address Space Parameters: both address spaces at once. PoO
 * GA22-7000-10 "Load Address Space Parameters", with its "Summary of
 * Actions". */
#include "cpu/asn.h"
#include "cpu/handlers.h"
#include "cpu/psw.h"
#include "cpu/storage.h"

/* Bits of the second-operand address. */
enum { LASP_FORCE = 4, LASP_AX = 2, LASP_NO_AUTHORITY = 1 };

/* The condition codes. */
enum {
    LASP_LOADED,
    LASP_NO_PRIMARY,
    LASP_NO_SECONDARY,
    LASP_SPACE_SWITCH,
    LASP_GO_ON = -1,
};

/* What will be in the control registers. */
struct parameters {
    uint16_t pkm, sasn, ax, pasn;
    uint32_t pstd, sstd, ltd;
};

static bool
is_unavailable(int pic)
{
    return pic == PIC_AFX || pic == PIC_ASX;
}

/* Both return PIC_NONE with *cc LASP_GO_ON or the code that ends it. */
static int
primary(struct cpu *cpu, struct parameters *n, unsigned control, int *cc)
{
    struct aste a;
    int pic;

    n->pstd = cpu->cr[1];
    n->ltd = cpu->cr[5];
    if (n->pasn == (uint16_t)cpu->cr[4] && !(control & LASP_FORCE)) {
        if (!(control & LASP_AX))
            n->ax = (uint16_t)(cpu->cr[4] >> 16);
        return PIC_NONE;
    }
    pic = asn_translate(cpu, n->pasn, &a);
    if (is_unavailable(pic)) {
        *cc = LASP_NO_PRIMARY;
        return PIC_NONE;
    }
    if (pic != PIC_NONE)
        return pic;
    if ((cpu->cr[1] | a.std) & 1)
        *cc = LASP_SPACE_SWITCH;
    n->pstd = a.std;
    n->ltd = a.ltd;
    if (!(control & LASP_AX))
        n->ax = (uint16_t)(a.ax >> 16);
    return PIC_NONE;
}

static int
secondary(struct cpu *cpu, struct parameters *n, unsigned control, int *cc)
{
    struct aste a;
    int pic;

    if (n->sasn == n->pasn) {
        n->sstd = n->pstd;
        return PIC_NONE;
    }
    n->sstd = cpu->cr[7];
    if (n->sasn == (uint16_t)cpu->cr[3] &&
        (control & (LASP_FORCE | LASP_NO_AUTHORITY)) == LASP_NO_AUTHORITY)
        return PIC_NONE;
    pic = asn_translate(cpu, n->sasn, &a);
    if (pic == PIC_NONE && !(control & LASP_NO_AUTHORITY))
        pic = asn_authorize(cpu, n->sasn, &a, n->ax, AUTHORITY_SECONDARY);
    if (is_unavailable(pic) || pic == PIC_SECONDARY_AUTHORITY) {
        *cc = LASP_NO_SECONDARY;
        return PIC_NONE;
    }
    n->sstd = a.std;
    return pic;
}

int
op_LASP(struct cpu *cpu, uint64_t ib)
{
    uint32_t ea = ea_bd1(cpu, ib);
    unsigned control = ea_bd2(cpu, ib) & 7;
    struct parameters n;
    uint64_t v;
    int pic, cc = LASP_GO_ON;

    if (!(cpu->cr[14] & CR14_ASN_TRANSLATION))
        return PIC_SPECIAL;
    if (ea & 7)
        return PIC_SPECIFICATION;
    pic = stor_get64(cpu, ea, &v);
    if (pic != PIC_NONE)
        return pic;
    n = (struct parameters){(uint16_t)(v >> 48),
                            (uint16_t)(v >> 32),
                            (uint16_t)(v >> 16),
                            (uint16_t)v,
                            0,
                            0,
                            0};
    pic = primary(cpu, &n, control, &cc);
    if (pic == PIC_NONE && cc == LASP_GO_ON)
        pic = secondary(cpu, &n, control, &cc);
    if (pic != PIC_NONE)
        return pic;
    cpu->psw.cc = cc == LASP_GO_ON ? LASP_LOADED : (uint8_t)cc;
    if (cc != LASP_GO_ON)
        return PIC_NONE;
    cpu->cr[1] = n.pstd;
    cpu->cr[3] = (uint32_t)n.pkm << 16 | n.sasn;
    cpu->cr[4] = (uint32_t)n.ax << 16 | n.pasn;
    cpu->cr[5] = n.ltd;
    cpu->cr[7] = n.sstd;
    psw_changed(cpu);
    return PIC_NONE;
}
