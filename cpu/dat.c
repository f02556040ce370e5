/* SPDX-License-Identifier: MIT */
/* Dynamic address translation: the walk through segment and page table, and
 * the choice and purging of TLB contexts. PoO "Dynamic Address Translation".
 * Filling a TLB entry, which needs the storage key, is storage.c's. */
#include "cpu/dat.h"

#include <string.h>

#include "arch/dat.h"
#include "cpu/storage.h"

/* The two page and two segment sizes of CR0. PoO "Translation Control". */
struct dat_format {
    unsigned page_shift;    /* 11 or 12 */
    unsigned segment_shift; /* 16 or 20 */
};

enum { STE_MBZ = 0x0f000000 };

static bool
format_of(uint32_t cr0, struct dat_format *f)
{
    switch (cr0 & CR0_PAGE_SIZE) {
    case CR0_PAGE_2K:
        f->page_shift = 11;
        break;
    case CR0_PAGE_4K:
        f->page_shift = 12;
        break;
    default:
        return false;
    }
    switch (cr0 & CR0_SEG_SIZE) {
    case CR0_SEG_64K:
        f->segment_shift = 16;
        break;
    case CR0_SEG_1M:
        f->segment_shift = 20;
        break;
    default:
        return false;
    }
    return true;
}

static uint32_t
page_index(const struct dat_format *f, uint32_t va)
{
    return (va & ADDR_MASK) >> f->page_shift &
           ((1u << (f->segment_shift - f->page_shift)) - 1);
}

/* The page-table step. PoO "Page-Table Lookup". */
static int
walk_page(struct cpu *cpu, const struct dat_format *f, uint32_t va,
          uint32_t ste, struct dat_walk *w)
{
    unsigned index_bits = f->segment_shift - f->page_shift;
    uint32_t index = page_index(f, va);
    uint32_t at = ((ste & STE_ORIGIN) + 2 * index) & ADDR_MASK;
    bool small = f->page_shift == 11;
    const uint8_t *p;
    uint32_t pte;

    w->real = at;
    if (index >> (index_bits - 4) > ste >> STE_PTL_SHIFT) {
        w->result = DAT_LENGTH;
        w->segment = false;
        return PIC_NONE;
    }
    p = stor_abs(cpu, real_to_abs(cpu, at));
    if (!p)
        return PIC_ADDRESSING;
    pte = load_be16(p);
    if (pte & (small ? PTE2K_INVALID : PTE4K_INVALID)) {
        w->result = DAT_PAGE_INVALID;
        return PIC_NONE;
    }
    if (pte & (small ? PTE2K_MBZ : PTE4K_MBZ))
        return PIC_TRANSLATION;
    w->result = DAT_OK;
    w->real = (pte & (small ? PTE2K_ADDR : PTE4K_ADDR)) << 8 |
              (va & ((1u << f->page_shift) - 1));
    return PIC_NONE;
}

bool
dat_entry(const struct cpu *cpu, uint32_t ste, uint32_t va, uint32_t *real,
          bool *small)
{
    struct dat_format f;

    if (!format_of(cpu->cr[0], &f))
        return false;
    *small = f.page_shift == 11;
    *real = ((ste & STE_ORIGIN) + 2 * page_index(&f, va)) & ADDR_MASK;
    return true;
}

int
dat_walk(struct cpu *cpu, uint32_t va, struct dat_walk *w)
{
    struct dat_format f;
    uint32_t index, at, ste;
    const uint8_t *p;

    memset(w, 0, sizeof *w);
    if (!format_of(cpu->cr[0], &f))
        return PIC_TRANSLATION;
    index = va >> f.segment_shift;
    at = ((cpu->cr[1] & CR1_ORIGIN) + 4 * index) & ADDR_MASK;
    w->real = at;
    if (index >> 4 > cpu->cr[1] >> CR1_LENGTH_SHIFT) {
        w->result = DAT_LENGTH;
        w->segment = true;
        return PIC_NONE;
    }
    p = stor_abs(cpu, real_to_abs(cpu, at));
    if (!p)
        return PIC_ADDRESSING;
    ste = load_be32(p);
    if (ste & STE_INVALID) {
        w->result = DAT_SEGMENT_INVALID;
        return PIC_NONE;
    }
    if (ste & STE_MBZ)
        return PIC_TRANSLATION;
    w->protect = (ste & STE_PROTECT) != 0;
    return walk_page(cpu, &f, va, ste, w);
}

int
dat_translate(struct cpu *cpu, uint32_t va, struct dat_walk *w)
{
    int pic;

    if (!(cpu->psw.mask & PSW_EC) || !(cpu->psw.mask & PSW_DAT)) {
        w->result = DAT_OK;
        w->real = va;
        w->protect = false;
        return PIC_NONE;
    }
    pic = dat_walk(cpu, va, w);
    if (pic != PIC_NONE || w->result == DAT_OK)
        return pic;
    cpu->priv->trans_addr = va;
    if (w->result == DAT_SEGMENT_INVALID ||
        (w->result == DAT_LENGTH && w->segment))
        return PIC_SEGMENT;
    return PIC_PAGE;
}

#define CONTEXT_DAT ((uint64_t)1 << 36)

/* What makes one address space (with its access rights) differ from another:
 * two contexts with one key share their entries. */
static uint64_t
context_key(const struct cpu *cpu)
{
    uint64_t key = (uint64_t)cpu->psw.key << 32;

    if ((cpu->psw.mask & PSW_EC) && (cpu->psw.mask & PSW_DAT))
        key |= CONTEXT_DAT | cpu->cr[1] |
               (uint64_t)(cpu->cr[0] & (CR0_PAGE_SIZE | CR0_SEG_SIZE)) << 20;
    if (cpu->cr[0] & CR0_LOW_PROTECT)
        key |= (uint64_t)1 << 37;
    if (cpu->priv->per_store)
        key |= (uint64_t)1 << 38;
    return key;
}

void
tlb_select(struct cpu *cpu)
{
    struct cpu_private *p = cpu->priv;
    uint64_t key = context_key(cpu);
    unsigned i;

    for (i = 0; i < p->context_count; i++)
        if (p->context_key[i] == key)
            break;
    if (i == p->context_count) {
        if (i == CONTEXTS || p->next_context > CONTEXT_MAX) {
            tlb_purge(cpu);
            return; /* it came back here */
        }
        p->context_key[i] = key;
        p->context_id[i] = p->next_context;
        p->next_context += 2;
        p->context_count++;
    }
    p->context = p->context_id[i];
    p->page_tag = UINT32_MAX;
    p->salt = p->context / 2 * 37;
}

void
tlb_purge(struct cpu *cpu)
{
    struct cpu_private *p = cpu->priv;

    p->context_count = 0;
    p->fetch_tag = 0;
    if (p->next_context > CONTEXT_MAX) {
        memset(p->tlb, 0, sizeof p->tlb);
        p->next_context = 2;
    }
    tlb_select(cpu);
}

void
tlb_purge_translated(struct cpu *cpu)
{
    struct cpu_private *p = cpu->priv;
    unsigned kept = 0;

    for (unsigned i = 0; i < p->context_count; i++) {
        if (p->context_key[i] & CONTEXT_DAT)
            continue;
        p->context_key[kept] = p->context_key[i];
        p->context_id[kept++] = p->context_id[i];
    }
    p->context_count = kept;
    tlb_select(cpu);
}

void
tlb_drop_frame(struct cpu *cpu, uint32_t abs)
{
    struct cpu_private *p = cpu->priv;
    uint32_t block = abs / BLOCK_SIZE;

    if (abs >= cpu->storage->size || !p->in_tlb[block])
        return;
    p->in_tlb[block] = 0;
    p->fetch_tag = 0;
    p->page_tag = UINT32_MAX;
    for (unsigned i = 0; i < TLB_SIZE; i++)
        if (p->tlb[i].frame == block * BLOCK_SIZE)
            p->tlb[i].read = p->tlb[i].write = p->tlb[i].watch = 0;
}
