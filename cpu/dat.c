/* SPDX-License-Identifier: MIT */
/* Dynamic address translation: the walk through segment and page table, and
 * the choice and purging of TLB contexts. PoO "Dynamic Address Translation".
 * Filling a TLB entry, which needs the storage key, is storage.c's. */
#include "cpu/dat.h"

#include <string.h>

#include "arch/dat.h"
#include "cpu/storage.h"

/* So many contexts are found soon enough where they are. */
enum { NEAR = 4 };

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
    uint32_t index, at, ste, std = dat_std(cpu);
    const uint8_t *p;

    memset(w, 0, sizeof *w);
    if (!format_of(cpu->cr[0], &f))
        return PIC_TRANSLATION;
    index = va >> f.segment_shift;
    at = ((std & CR1_ORIGIN) + 4 * index) & ADDR_MASK;
    w->real = at;
    if (index >> 4 > std >> CR1_LENGTH_SHIFT) {
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
    /* PoO "Assigned Storage Locations", 144: bit 0 tells the space. */
    cpu->priv->trans_addr =
        va | (cpu->psw.mask & PSW_EC_SECONDARY ? 0x80000000u : 0);
    if (w->result == DAT_SEGMENT_INVALID ||
        (w->result == DAT_LENGTH && w->segment))
        return PIC_SEGMENT;
    return PIC_PAGE;
}

int
cpu_find(struct cpu *cpu, uint32_t addr, enum cpu_space space, uint32_t *real,
         uint32_t *abs)
{
    const uint32_t on = PSW_EC | PSW_DAT;
    struct dat_walk w = {.result = DAT_OK, .real = addr};
    int pic = PIC_NONE;

    if (space == CPU_VIRTUAL ||
        (space == CPU_LOGICAL && (cpu->psw.mask & on) == on))
        pic = dat_walk(cpu, addr, &w);
    if (pic != PIC_NONE)
        return pic;
    if (w.result == DAT_SEGMENT_INVALID ||
        (w.result == DAT_LENGTH && w.segment))
        return PIC_SEGMENT;
    if (w.result != DAT_OK)
        return PIC_PAGE;
    if (real)
        *real = w.real;
    *abs = real_to_abs(cpu, w.real);
    return *abs < cpu->storage->size ? 0 : PIC_ADDRESSING;
}

/* Makes the context at [i] the present one, and moves it forward, so that
 * those in use are found soon. */
static void
choose(struct cpu_private *p, unsigned i)
{
    unsigned j = i < NEAR ? i : i / 2;
    uint64_t key = p->context_key[i];
    uint32_t id = p->context_id[i];

    p->context_key[i] = p->context_key[j];
    p->context_id[i] = p->context_id[j];
    p->context_key[j] = key;
    p->context_id[j] = id;
    p->space = key;
    p->context = id;
    p->page_tag = UINT32_MAX;
    p->salt = (id / 2 - 1) * 37 & (TLB_SIZE - 1);
}

void
tlb_search(struct cpu *cpu, uint64_t key)
{
    struct cpu_private *p = cpu->priv;
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
    choose(p, i);
}

void
tlb_purge(struct cpu *cpu)
{
    struct cpu_private *p = cpu->priv;

    p->context_count = 0;
    p->fetch_tag = 0;
    p->space = SPACE_NONE;
    if (p->next_context > CONTEXT_MAX) {
        memset(p->tlb, 0, sizeof p->tlb);
        memset(p->more, 0, sizeof p->more);
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
    p->space = SPACE_NONE;
    tlb_select(cpu);
}

/* Changes the entry of the TLB if it is that of the frame. */
static void
drop(struct cpu_private *p, unsigned i, uint32_t frame)
{
    if (p->more[i].frame == frame)
        p->tlb[i].read = p->tlb[i].write = p->more[i].watch = 0;
}

static void
watch(struct cpu_private *p, unsigned i, uint32_t frame)
{
    if (p->more[i].frame == frame && p->tlb[i].write) {
        p->more[i].watch = p->tlb[i].write;
        p->tlb[i].write = 0;
    }
}

/* Does that with all entries of the frame at this absolute address. */
static void
each_of_frame(struct cpu *cpu, uint32_t abs,
              void (*change)(struct cpu_private *, unsigned, uint32_t))
{
    struct cpu_private *p = cpu->priv;
    uint32_t frame = abs & ~(uint32_t)BLOCK_MASK;
    unsigned where = p->in_tlb[abs / BLOCK_SIZE];

    if (where == IN_TLB_NOT)
        return;
    if (where != IN_TLB_OFTEN) {
        change(p, where - 1, frame);
        return;
    }
    for (unsigned i = 0; i < TLB_SIZE; i++)
        change(p, i, frame);
}

void
tlb_drop_frame(struct cpu *cpu, uint32_t abs)
{
    struct cpu_private *p = cpu->priv;

    if (abs >= cpu->storage->size)
        return;
    each_of_frame(cpu, abs, drop);
    p->in_tlb[abs / BLOCK_SIZE] = IN_TLB_NOT;
    p->fetch_tag = 0;
    p->page_tag = UINT32_MAX;
}

void
tlb_watch_frame(struct cpu *cpu, uint32_t abs)
{
    each_of_frame(cpu, abs, watch);
}
