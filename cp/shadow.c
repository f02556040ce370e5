/* SPDX-License-Identifier: MIT */
/* Shadow tables. Each guest that uses translation has a small cache of sets,
 * one for each (CR1, page and segment size) it used last, in its own format;
 * entries are filled when they are missed. A frame that is taken away finds
 * its one shadow entry through the CORTABLE; a frame with more than one costs
 * its owner all shadows. Storage for tables is capped per guest; past the cap
 * all are emptied. VM/370: DMKVAT. PoO "Dynamic Address Translation". */
#include "cp/shadow.h"

#include "arch/dat.h"
#include "cp/free.h"
#include "cp/gstor.h"
#include "cp/storage.h"
#include "klib/klib.h"

enum { SETS = 6 };

/* What CR0's size bits mean. */
struct geometry {
    uint8_t seg_shift, page_shift;
    uint16_t nseg, npage;
    uint16_t invalid, mbz, addr;
};

struct shadow_set {
    uint32_t cr1, format; /* the guest's */
    struct geometry g;    /* what that format is */
    uint32_t *seg;
    uint32_t nseg;
    uint32_t low, high; /* segments [low, high) may have page tables */
    uint32_t used_at;
};

struct shadow {
    struct shadow_set set[SETS];
    struct shadow_set *now; /* what run_cr1 is of */
    uint32_t bytes, cap;
    uint32_t clock;
};

bool need_ptlb;

static bool
geometry(uint32_t cr0, struct geometry *g)
{
    switch (cr0 & CR0_SEG_SIZE) {
    case CR0_SEG_64K:
        g->seg_shift = 16;
        break;
    case CR0_SEG_1M:
        g->seg_shift = 20;
        break;
    default:
        return false;
    }
    switch (cr0 & CR0_PAGE_SIZE) {
    case CR0_PAGE_2K:
        g->page_shift = 11;
        g->invalid = PTE2K_INVALID;
        g->mbz = PTE2K_MBZ;
        g->addr = PTE2K_ADDR;
        break;
    case CR0_PAGE_4K:
        g->page_shift = 12;
        g->invalid = PTE4K_INVALID;
        g->mbz = PTE4K_MBZ;
        g->addr = PTE4K_ADDR;
        break;
    default:
        return false;
    }
    g->nseg = (uint16_t)(1u << (24 - g->seg_shift));
    g->npage = (uint16_t)(1u << (g->seg_shift - g->page_shift));
    return true;
}

bool
shadow_pte(const struct vmblok *vm, uint32_t ste, uint32_t addr, uint32_t *at,
           uint16_t *invalid)
{
    struct geometry g;

    if (!geometry(vm->cr[0], &g))
        return false;
    *at = ((ste & STE_ORIGIN) +
           2 * ((addr & 0xffffff) >> g.page_shift & (g.npage - 1))) &
          0xffffff;
    *invalid = g.invalid;
    return true;
}

/* The steps of a translation, for a fault and for LRA: *entry is the guest
 * real address of the segment- or page-table entry last looked at. */
static int
walk(struct vmblok *vm, uint32_t addr, uint32_t *gr, uint32_t *entry,
     bool *length, bool *protect)
{
    struct geometry g;
    uint32_t cr1 = vm->cr[1], ste, pte_at, segx, pagex, real;
    uint16_t pte;
    int rc;

    *length = false;
    if (!geometry(vm->cr[0], &g))
        return PIC_TRANSLATION;
    segx = addr >> g.seg_shift;
    pagex = addr >> g.page_shift & (g.npage - 1);
    *entry = (cr1 & CR1_ORIGIN) + 4 * segx;
    if (segx >> 4 > cr1 >> CR1_LENGTH_SHIFT) {
        *length = true;
        return PIC_SEGMENT;
    }
    rc = gstor_resident(vm, *entry & 0xffffff, GS_READ, &real);
    if (rc != GS_OK)
        return rc;
    ste = *(const uint32_t *)real;
    if (ste & STE_INVALID)
        return PIC_SEGMENT;
    if (ste & 0x0f000000)
        return PIC_TRANSLATION;
    *protect = (ste & STE_PROTECT) != 0;
    pte_at = (ste & STE_ORIGIN) + 2 * pagex;
    *entry = pte_at;
    if (pagex * 16 / g.npage > ste >> STE_PTL_SHIFT) {
        *length = true;
        return PIC_PAGE;
    }
    rc = gstor_resident(vm, pte_at & 0xffffff, GS_READ, &real);
    if (rc != GS_OK)
        return rc;
    pte = *(const uint16_t *)real;
    if (pte & g.invalid)
        return PIC_PAGE;
    if (pte & g.mbz)
        return PIC_TRANSLATION;
    *gr = ((uint32_t)(pte & g.addr) << 8) | (addr & ((1u << g.page_shift) - 1));
    return GS_OK;
}

int
shadow_walk(struct vmblok *vm, uint32_t addr, uint32_t *gr, bool *protect)
{
    uint32_t entry;
    bool length;

    gstor_fault_addr = addr;
    return walk(vm, addr, gr, &entry, &length, protect);
}

/* PoO "Load Real Address": CC 1 segment invalid, 2 page invalid, 3 a length
 * was exceeded; the result is then the entry's real address. */
int
shadow_lra(struct vmblok *vm, uint32_t addr, uint32_t *result, unsigned *cc)
{
    uint32_t entry, gr;
    bool length, protect;
    int rc = walk(vm, addr, &gr, &entry, &length, &protect);

    if (rc == GS_OK) {
        *cc = 0;
        *result = gr;
    } else if (rc == PIC_SEGMENT || rc == PIC_PAGE) {
        *cc = length ? 3 : rc == PIC_SEGMENT ? 1 : 2;
        *result = entry & 0xffffff;
        rc = GS_OK;
    }
    return rc;
}

static uint32_t
seg_bytes(const struct shadow_set *s)
{
    return s->nseg < 16 ? 64 : 4 * s->nseg;
}

/* A shadow PTE is going: its frame no longer knows it. While a frame may have
 * other shadow PTEs (not `all` go) its flag stays. */
static void
forget(uint16_t *pte, const struct geometry *g, bool all)
{
    struct corte *c;

    if (*pte & g->invalid)
        return;
    c = &cortable[(uint32_t)(*pte & g->addr) >> 4];
    if (c->shadow == pte)
        c->shadow = NULL;
    if (all)
        c->flags &= (uint8_t)~COR_SHADOWS;
}

static void
empty_set(struct shadow *sh, struct shadow_set *s, bool all)
{
    for (uint32_t i = s->low; i < s->high; i++) {
        uint16_t *pt = (uint16_t *)(s->seg[i] & STE_ORIGIN);

        if (s->seg[i] & STE_INVALID)
            continue;
        for (uint32_t j = 0; j < s->g.npage; j++)
            forget(&pt[j], &s->g, all);
        cp_free(pt, 2u * s->g.npage);
        sh->bytes -= 2u * s->g.npage;
        s->seg[i] = STE_INVALID;
    }
    if (s->low < s->high)
        need_ptlb = true;
    s->low = s->nseg;
    s->high = 0;
}

void
shadow_purge(struct vmblok *vm)
{
    if (vm->shadow == NULL)
        return;
    for (unsigned i = 0; i < SETS; i++)
        empty_set(vm->shadow, &vm->shadow->set[i], true);
}

void
shadow_free(struct vmblok *vm)
{
    struct shadow *sh = vm->shadow;

    if (sh == NULL)
        return;
    shadow_purge(vm);
    for (unsigned i = 0; i < SETS; i++)
        if (sh->set[i].seg != NULL)
            cp_free(sh->set[i].seg, seg_bytes(&sh->set[i]));
    cp_free(sh, sizeof(*sh));
    vm->shadow = NULL;
    vm->run_cr1 = 0;
    vm->dirty |= VMD_CR;
}

void
shadow_drop_frame(struct corte *c)
{
    if (c->flags & COR_SHADOWS) {
        shadow_purge(c->vm);
        c->flags &= (uint8_t)~COR_SHADOWS;
    } else if (c->shadow != NULL) {
        /* Both formats: the invalid bit of the other is zero or the
         * address's, and the entry is dead. */
        *c->shadow = PTE4K_INVALID | PTE2K_INVALID;
        need_ptlb = true;
    }
    c->shadow = NULL;
}

static struct shadow_set *
new_set(struct shadow *sh, uint32_t cr1, uint32_t format,
        const struct geometry *g)
{
    struct shadow_set *s = &sh->set[0];

    for (unsigned i = 1; i < SETS; i++)
        if (sh->set[i].used_at < s->used_at)
            s = &sh->set[i];
    empty_set(sh, s, false);
    if (s->seg != NULL && s->nseg != g->nseg) {
        cp_free(s->seg, seg_bytes(s));
        sh->bytes -= seg_bytes(s);
        s->seg = NULL;
    }
    s->nseg = g->nseg;
    s->low = s->nseg;
    s->g = *g;
    if (s->seg == NULL) {
        s->seg = cp_alloc_aligned(seg_bytes(s), 64);
        if (s->seg == NULL)
            return NULL;
        sh->bytes += seg_bytes(s);
        for (uint32_t i = 0; i < seg_bytes(s) / 4; i++)
            s->seg[i] = STE_INVALID;
    }
    s->cr1 = cr1;
    s->format = format;
    return s;
}

static uint32_t
real_cr1(const uint32_t *seg, uint32_t nseg)
{
    uint32_t units = nseg < 16 ? 1 : nseg / 16;

    return (units - 1) << CR1_LENGTH_SHIFT | (uint32_t)seg;
}

bool
shadow_select(struct vmblok *vm, uint32_t *format)
{
    uint32_t f = vm->cr[0] & (CR0_PAGE_SIZE | CR0_SEG_SIZE);
    struct shadow *sh = vm->shadow;
    struct shadow_set *s = NULL;
    struct geometry g;

    if (!shadow_dat(vm) || !geometry(f, &g)) {
        uint32_t n = (vm->storage + 0xffff) >> 16;

        *format = CR0_PAGE_4K | CR0_SEG_64K;
        vm->run_cr1 = real_cr1(vm->seg->ste, (n + 15) & ~15u);
        if (sh != NULL)
            sh->now = NULL;
        return true;
    }
    *format = f;
    if (sh == NULL) {
        sh = vm->shadow = cp_alloc(sizeof(*sh));
        if (sh == NULL)
            return false;
        sh->cap = 16384 + vm->storage / 32;
    }
    for (unsigned i = 0; i < SETS; i++)
        if (sh->set[i].seg != NULL && sh->set[i].cr1 == vm->cr[1] &&
            sh->set[i].format == f)
            s = &sh->set[i];
    if (s == NULL)
        s = new_set(sh, vm->cr[1], f, &g);
    if (s == NULL)
        return false;
    s->used_at = ++sh->clock;
    sh->now = s;
    vm->run_cr1 = real_cr1(s->seg, s->nseg);
    return true;
}

uint32_t
shadow_quick(const struct vmblok *vm, uint32_t addr, bool store)
{
    const struct shadow_set *s;
    uint32_t ste;
    uint16_t pte;

    if ((vm->dirty & VMD_CR) || vm->shadow == NULL || vm->shadow->now == NULL)
        return 0;
    s = vm->shadow->now;
    ste = s->seg[addr >> s->g.seg_shift];
    if ((ste & STE_INVALID) || (store && (ste & STE_PROTECT)))
        return 0;
    pte = ((const uint16_t *)(ste & STE_ORIGIN))[addr >> s->g.page_shift &
                                                 (s->g.npage - 1u)];
    if (pte & s->g.invalid)
        return 0;
    return ((uint32_t)(pte & s->g.addr) << 8) +
           (addr & ((1u << s->g.page_shift) - 1));
}

static uint16_t *
page_table(struct vmblok *vm, struct shadow_set *s, uint32_t segx,
           const struct geometry *g, bool protect)
{
    struct shadow *sh = vm->shadow;
    uint32_t bytes = 2 * g->npage;
    uint16_t *pt;

    if (!(s->seg[segx] & STE_INVALID)) {
        s->seg[segx] = (s->seg[segx] & ~(uint32_t)STE_PROTECT) |
                       (protect ? STE_PROTECT : 0);
        return (uint16_t *)(s->seg[segx] & STE_ORIGIN);
    }
    if (sh->bytes + bytes > sh->cap)
        shadow_purge(vm);
    pt = cp_alloc(bytes);
    if (pt == NULL)
        return NULL;
    sh->bytes += bytes;
    for (uint32_t i = 0; i < g->npage; i++)
        pt[i] = g->invalid;
    if (segx < s->low)
        s->low = segx;
    if (segx >= s->high)
        s->high = segx + 1;
    s->seg[segx] = (uint32_t)pt | STE_PTL | (protect ? STE_PROTECT : 0);
    return pt;
}

int
shadow_fault(struct vmblok *vm, uint32_t addr)
{
    struct shadow_set *s = vm->shadow != NULL ? vm->shadow->now : NULL;
    struct geometry g;
    struct corte *c;
    uint32_t gr, real;
    uint16_t *pte;
    bool protect;
    int rc = shadow_walk(vm, addr, &gr, &protect);

    if (rc != GS_OK)
        return rc;
    /* Shadow tables have no segment protection: nothing shared comes in. */
    rc = page_shared(vm, gr >> 12) ? saved_unshare(vm, gr >> 12) : GS_OK;
    if (rc == GS_OK)
        rc = gstor_resident(vm, gr, GS_READ, &real);
    if (rc != GS_OK)
        return rc;
    if (s == NULL) {
        vm->dirty |= VMD_CR;
        return GS_OK;
    }
    g = s->g;
    pte = page_table(vm, s, addr >> g.seg_shift, &g, protect);
    if (pte == NULL) {
        frame_want(vm);
        return GS_WAIT;
    }
    pte += addr >> g.page_shift & (g.npage - 1);
    *pte = (uint16_t)(real >> 8) & g.addr;
    c = &cortable[real >> 12];
    if (c->shadow != NULL && c->shadow != pte)
        c->flags |= COR_SHADOWS;
    else
        c->shadow = pte;
    return GS_OK;
}
