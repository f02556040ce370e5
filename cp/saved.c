/* SPDX-License-Identifier: MIT */
/* Saved systems. The volume builder writes them as pages of the SAVED extent,
 * described on its first page (arch/cpvol.h). IPL by name makes those slots
 * the guest's pages: each comes in when it is first touched, and one that is
 * changed gets a slot of its own, so the saved copy stays as it is. Writing a
 * saved system (SAVESYS) is not here. VM/370: DMKCFP, DMKSNT. */
#include "cp/saved.h"

#include "arch/cpvol.h"
#include "cp/frames.h"
#include "cp/gstor.h"
#include "cp/storage.h"
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

bool
saved_exists(const uint8_t name[8])
{
    struct cpvol_saved s;

    return find(name, &s);
}

/* Guest pages [from, to) are the saved system's from its n-th on. */
static uint32_t
map(struct vmblok *vm, const struct cpvol_saved *s, const struct cpvol_range *r,
    uint32_t n)
{
    uint32_t from = get32(&r->from) >> 12, to = (get32(&r->to) + 4095) >> 12;

    for (uint32_t p = from; p < to && p < vm->storage >> 12; p++, n++) {
        struct swpte *swp = &vm_pagtable(vm, p)->swp[p % SEG_PAGES];

        page_drop(vm, p);
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
        *why = "DMKCFG044E SAVED SYSTEM NOT FOUND";
        return false;
    }
    if (get32(&s.storage) > vm->storage) {
        *why = "DMKCFG170E VIRTUAL STORAGE TOO SMALL FOR SAVED SYSTEM";
        return false;
    }
    vm_system_reset(vm, false);
    while (vm->paging != 0)
        task_wait(&frame_wait);
    for (unsigned i = 0; i < K_ARRAY_SIZE(s.range); i++)
        n = map(vm, &s, &s.range[i], n);
    if (vint_load_psw(vm, &s.psw) != 0) {
        *why = "DMKCFG171E SAVED SYSTEM HAS AN INVALID PSW";
        return false;
    }
    vm_go(vm, VMW_STOP);
    return true;
}
