/* SPDX-License-Identifier: MIT */
/* Address-space numbers: their translation and authorization, for the
 * instructions of dual address space. PoO GA22-7000-10 "Dual-Address-Space
 * Facility", "ASN Translation", "ASN Authorization". */
#ifndef CPU_ASN_H
#define CPU_ASN_H

#include "cpu/private.h"

/* An ASN-second-table entry: four words. */
struct aste {
    uint32_t authority; /* I bit, authority-table origin */
    uint32_t ax;        /* authorization index, authority-table length */
    uint32_t std;       /* segment-table designation, space-switch event */
    uint32_t ltd;       /* linkage-table designation */
};

/* The authority-table bit that is tested. */
enum authority { AUTHORITY_PRIMARY, AUTHORITY_SECONDARY };

/* The entry of the ASN. Returns PIC_NONE or an ASN-translation exception,
 * whose operand is then in priv->trans_addr. */
int asn_translate(struct cpu *cpu, uint16_t asn, struct aste *a);

/* May the authorization index ax establish the address space of a, whose
 * number is asn? PIC_NONE, PIC_ADDRESSING, or the authority exception. */
int asn_authorize(struct cpu *cpu, uint16_t asn, const struct aste *a,
                  uint16_t ax, enum authority which);

/* A word at a real address that no key protects: translation tables.
 * PIC_ADDRESSING beyond main storage. */
int asn_word(struct cpu *cpu, uint32_t real, uint32_t *v);

#endif
