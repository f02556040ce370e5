/* SPDX-License-Identifier: MIT */
/* Dynamic address translation and the TLB. PoO "Dynamic Address
 * Translation". */
#ifndef CPU_DAT_H
#define CPU_DAT_H

#include "arch/dat.h"
#include "cpu/private.h"

/* How far the tables led. The values are LRA's condition codes. */
enum dat_result {
    DAT_OK,
    DAT_SEGMENT_INVALID,
    DAT_PAGE_INVALID,
    DAT_LENGTH, /* an index beyond its table's length */
};

struct dat_walk {
    enum dat_result result;
    uint32_t real; /* DAT_OK: the real address; else of the table entry */
    bool segment;  /* DAT_LENGTH: the segment table's, not the page table's */
    bool protect;  /* the segment is protected against stores */
};

/* Walks the tables of CR0 and dat_std for a virtual address, whatever the PSW
 * says. Returns PIC_NONE, PIC_ADDRESSING (an entry outside main storage) or
 * PIC_TRANSLATION (translation specification); otherwise *w says. */
int dat_walk(struct cpu *cpu, uint32_t va, struct dat_walk *w);

/* Logical to real by the present PSW, for an access by an instruction. Sets
 * trans_addr on segment- and page-translation exceptions. */
int dat_translate(struct cpu *cpu, uint32_t va, struct dat_walk *w);

/* The real address of the page-table entry for a virtual address in the page
 * table that a segment-table entry designates, and whether pages are 2K; false
 * when CR0's sizes are invalid. No length or validity is looked at. */
bool dat_entry(const struct cpu *cpu, uint32_t ste, uint32_t va, uint32_t *real,
               bool *small);

/* The segment-table designation in use: CR1, or in secondary-space mode CR7. */
static inline uint32_t
dat_std(const struct cpu *cpu)
{
    return cpu->cr[cpu->psw.mask & PSW_EC_SECONDARY ? 7 : 1];
}

/* What makes one address space (with its access rights) differ from another:
 * two contexts with one key share their entries. */
#define CONTEXT_DAT ((uint64_t)1 << 36)
#define CONTEXT_LOW_PROTECT ((uint64_t)1 << 37)
#define CONTEXT_PER_STORE ((uint64_t)1 << 38)
#define SPACE_NONE UINT64_MAX

static inline uint64_t
context_key(const struct cpu *cpu)
{
    uint64_t key = (uint64_t)cpu->psw.key << 32;

    if ((cpu->psw.mask & (PSW_EC | PSW_DAT)) == (PSW_EC | PSW_DAT))
        key |= CONTEXT_DAT | dat_std(cpu) |
               (uint64_t)(cpu->cr[0] & (CR0_PAGE_SIZE | CR0_SEG_SIZE)) << 20;
    if (cpu->cr[0] & CR0_LOW_PROTECT)
        key |= CONTEXT_LOW_PROTECT;
    if (cpu->priv->per_store)
        key |= CONTEXT_PER_STORE;
    return key;
}

/* Chooses the TLB context of the key for the present PSW and control
 * registers. */
void tlb_search(struct cpu *cpu, uint64_t key);

static inline void
tlb_select(struct cpu *cpu)
{
    uint64_t key = context_key(cpu);

    if (key != cpu->priv->space)
        tlb_search(cpu, key);
}

/* Makes every entry obsolete: for a new prefix. */
void tlb_purge(struct cpu *cpu);
/* PTLB: every entry of a space with translation. */
void tlb_purge_translated(struct cpu *cpu);
/* Forgets the entries of the 2K block at this absolute address. */
void tlb_drop_frame(struct cpu *cpu, uint32_t abs);
/* Has stores into the 2K block at this absolute address watched. */
void tlb_watch_frame(struct cpu *cpu, uint32_t abs);

#endif
