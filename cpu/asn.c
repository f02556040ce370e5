/* SPDX-License-Identifier: MIT */
/* ASN translation and authorization. PoO GA22-7000-10 "ASN Translation", "ASN
 * Authorization". The tables are in real storage; looking them up is not
 * recorded, as with segment and page tables. */
#include "cpu/asn.h"

#include "cpu/storage.h"

enum {
    ENTRY_INVALID = (int)0x80000000,
    AFTE_MBZ = 0x7f00000f,
    AFTE_ORIGIN = 0x00fffff0,
    ASTE_MBZ0 = 0x7f000003, /* in the words of the entry */
    ASTE_MBZ1 = 0x0000000f,
    ASTE_MBZ3 = 0x7f000000,
    AUTHORITY_ORIGIN = 0x00fffffc,
};

int
asn_word(struct cpu *cpu, uint32_t real, uint32_t *v)
{
    const uint8_t *p = stor_abs(cpu, real_to_abs(cpu, real & ADDR_MASK));

    if (!p)
        return PIC_ADDRESSING;
    *v = load_be32(p);
    return PIC_NONE;
}

/* The rest of the second-table entry, whose first word was found valid. */
static int
fetch_rest(struct cpu *cpu, uint32_t at, struct aste *a)
{
    int pic = asn_word(cpu, at + 4, &a->ax);

    if (pic == PIC_NONE)
        pic = asn_word(cpu, at + 8, &a->std);
    if (pic == PIC_NONE)
        pic = asn_word(cpu, at + 12, &a->ltd);
    if (pic != PIC_NONE)
        return pic;
    if ((a->authority & ASTE_MBZ0) || (a->ax & ASTE_MBZ1) ||
        (a->ltd & ASTE_MBZ3))
        return PIC_ASN_SPECIFICATION;
    return PIC_NONE;
}

int
asn_translate(struct cpu *cpu, uint16_t asn, struct aste *a)
{
    uint32_t first = cpu->cr[14] << 12 & ADDR_MASK, entry, at;
    int pic = asn_word(cpu, first + 4 * (asn >> 6), &entry);

    cpu->priv->trans_addr = asn;
    if (pic != PIC_NONE)
        return pic;
    if (entry & ENTRY_INVALID)
        return PIC_AFX;
    if (entry & AFTE_MBZ)
        return PIC_ASN_SPECIFICATION;
    at = (entry & AFTE_ORIGIN) + 16 * (asn & 63u);
    pic = asn_word(cpu, at, &a->authority);
    if (pic != PIC_NONE)
        return pic;
    if (a->authority & ENTRY_INVALID)
        return PIC_ASX;
    return fetch_rest(cpu, at, a);
}

int
asn_authorize(struct cpu *cpu, uint16_t asn, const struct aste *a, uint16_t ax,
              enum authority which)
{
    int refused = which == AUTHORITY_PRIMARY ? PIC_PRIMARY_AUTHORITY
                                             : PIC_SECONDARY_AUTHORITY;
    uint32_t at = (a->authority & AUTHORITY_ORIGIN) + (ax >> 2);
    const uint8_t *p;

    cpu->priv->trans_addr = asn;
    if (ax >> 4 > (a->ax >> 4 & 0xfff))
        return refused;
    p = stor_abs(cpu, real_to_abs(cpu, at & ADDR_MASK));
    if (!p)
        return PIC_ADDRESSING;
    return *p & 0x80u >> (2 * (ax & 3u) + (unsigned)which) ? PIC_NONE : refused;
}
