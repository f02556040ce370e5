/* SPDX-License-Identifier: MIT */
/* Saved systems. The volume builder writes them as pages of the SAVED extent,
 * described on its first page (arch/cpvol.h). IPL by name makes those slots
 * the guest's pages: each comes in when it is first touched, and one that is
 * changed gets a slot of its own, so the saved copy stays as it is. Segments
 * that may be shared have one PAGTABLE for all their users, owned by a virtual
 * machine that never runs; the STE protects them (PoO "Segment Protection"),
 * and a store makes them the user's own, which costs nothing but a PAGTABLE:
 * what was never changed is still in the saved slots. Writing a saved system
 * (SAVESYS) is not here. VM/370: DMKCFP, DMKSNT, DMKVMA. */
#include "cp/saved.h"

#include "arch/cpvol.h"
#include "cp/frames.h"
#include "cp/free.h"
#include "cp/gstor.h"
#include "cp/storage.h"
#include "cp/task.h"
#include "cp/vint.h"
#include "klib/klib.h"

enum { SAVED_PER_PAGE = 4096 / sizeof(struct cpvol_saved) };

static bool
find(const uint8_t name[8], struct cpvol_saved *found)
{
    slot_t slot = slot_of_extent(CPVOL_SAVED, 0);
    const struct cpvol_saved *s;
    bool ok = false;
    uint32_t frame;

    if (slot == 0)
        return false;
    frame = frame_get_wait();
    s = (const struct cpvol_saved *)frame;
    if (pageio_sync(slot, frame, false))
        for (unsigned i = 0; i < SAVED_PER_PAGE && !ok; i++)
            if (memcmp(s[i].name, name, 8) == 0) {
                *found = s[i];
                ok = true;
            }
    frame_put(frame);
    return ok;
}

/* The shared segments in use, by the machines that own them. */
static struct vmblok *owners;

static void
fill(struct pagtable *pt, slot_t first)
{
    for (unsigned i = 0; i < SEG_PAGES; i++) {
        pt->pte[i] = PTE4K_INVALID;
        pt->swp[i].slot = first + i;
        pt->swp[i].flags = SWP_SAVED;
    }
}

/* The owner of the shared segments of s; NULL when storage is short. */
static struct vmblok *
owner_of(const struct cpvol_saved *s)
{
    struct vmblok *vm = owners;

    while (vm != NULL && memcmp(vm->user, s->name, 8) != 0)
        vm = vm->next;
    if (vm == NULL) {
        vm = vm_create(s->name, get32(&s->share.to), 0);
        if (vm == NULL)
            return NULL;
        vm->next = owners;
        owners = vm;
    }
    return vm;
}

/* Segment `seg` of vm, whose saved pages begin at slot `first`, becomes the
 * one of owner. */
static void
share(struct vmblok *vm, struct vmblok *owner, uint32_t seg, slot_t first)
{
    struct pagtable *own = vm_pagtable(vm, seg * SEG_PAGES);
    struct pagtable *pt = vm_pagtable(owner, seg * SEG_PAGES);

    if (pt->owner == NULL) {
        pt->owner = owner;
        fill(pt, first);
    }
    cp_free(own, sizeof(*own));
    vm->seg->ste[seg] = (uint32_t)pt | STE_PTL | STE_PROTECT;
    need_ptlb = true;
}

/* A PAGTABLE of vm's own in place of the shared one; `keep`: with its pages. */
static bool
own_table(struct vmblok *vm, uint32_t seg, bool keep)
{
    struct pagtable *old = vm_pagtable(vm, seg * SEG_PAGES);
    struct pagtable *pt = cp_alloc(sizeof(*pt));

    if (pt == NULL)
        return false;
    fill(pt, keep ? old->swp[0].slot : 0);
    if (!keep)
        memset(pt->swp, 0, sizeof(pt->swp));
    vm->seg->ste[seg] = (uint32_t)pt | STE_PTL;
    need_ptlb = true;
    return true;
}

int
saved_unshare(struct vmblok *vm, uint32_t page)
{
    while (!own_table(vm, page / SEG_PAGES, true)) {
        if (task_current() == NULL) {
            frame_want(vm);
            return GS_WAIT;
        }
        task_wait(&frame_wait);
    }
    return GS_OK;
}

bool
saved_unshare_all(struct vmblok *vm)
{
    bool any = false;

    for (uint32_t p = 0; p < vm->storage >> 12; p += SEG_PAGES)
        if (page_shared(vm, p) && own_table(vm, p / SEG_PAGES, true))
            any = true;
    return any;
}

void
saved_forget(struct vmblok *vm)
{
    for (uint32_t p = 0; p < vm->storage >> 12; p += SEG_PAGES)
        while (page_shared(vm, p) && !own_table(vm, p / SEG_PAGES, false))
            task_wait(&frame_wait);
}

bool
saved_exists(const uint8_t name[8])
{
    struct cpvol_saved s;

    return find(name, &s);
}

/* May the whole segment that begins at page p be shared? */
static bool
sharable(const struct vmblok *vm, const struct cpvol_saved *s, uint32_t p,
         uint32_t to)
{
    return (s->shared & 0x80) && p % SEG_PAGES == 0 && p + SEG_PAGES <= to &&
           p + SEG_PAGES <= vm->storage >> 12 &&
           p >= get32(&s->share.from) >> 12 &&
           p + SEG_PAGES <= get32(&s->share.to) >> 12;
}

/* Guest pages [from, to) are the saved system's from its n-th on. */
static uint32_t
map(struct vmblok *vm, const struct cpvol_saved *s, const struct cpvol_range *r,
    uint32_t n)
{
    uint32_t from = get32(&r->from) >> 12, to = (get32(&r->to) + 4095) >> 12;
    struct vmblok *owner = (s->shared & 0x80) ? owner_of(s) : NULL;

    for (uint32_t p = from; p < to && p < vm->storage >> 12; p++, n++) {
        struct swpte *swp = &vm_pagtable(vm, p)->swp[p % SEG_PAGES];

        page_drop(vm, p);
        if (owner != NULL && sharable(vm, s, p, to)) {
            for (uint32_t i = 1; i < SEG_PAGES; i++)
                page_drop(vm, p + i);
            share(vm, owner, p / SEG_PAGES,
                  slot_of_extent(CPVOL_SAVED, get32(&s->slot) + n));
            p += SEG_PAGES - 1;
            n += SEG_PAGES - 1;
            continue;
        }
        swp->slot = slot_of_extent(CPVOL_SAVED, get32(&s->slot) + n);
        swp->flags = SWP_SAVED;
    }
    return n;
}

bool
saved_ipl(struct vmblok *vm, const uint8_t name[8], const char **why)
{
    struct cpvol_saved s;
    uint32_t n = 0;

    if (!find(name, &s)) {
        *why = "SAVED SYSTEM NOT FOUND";
        return false;
    }
    if (get32(&s.storage) > vm->storage) {
        *why = "VIRTUAL STORAGE TOO SMALL FOR SAVED SYSTEM";
        return false;
    }
    vm_system_reset(vm, false);
    saved_forget(vm);
    while (vm->paging != 0)
        task_wait(&frame_wait);
    for (unsigned i = 0; i < K_ARRAY_SIZE(s.range); i++)
        n = map(vm, &s, &s.range[i], n);
    if (vint_load_psw(vm, &s.psw) != 0) {
        *why = "SAVED SYSTEM HAS AN INVALID PSW";
        return false;
    }
    vm_go(vm, VMW_STOP);
    return true;
}
