/* SPDX-License-Identifier: MIT */
/* Demand paging: bringing a guest's page in and sending it out. Requests are
 * a fixed pool, continuations run on the dispatcher's stack, and nothing is
 * allocated, so paging cannot deadlock. VM/370: DMKPAG, DMKPTR.
 *
 * A page that never was stored into has no slot and comes in as zeros. A slot
 * stays with its page, so that a page which was not changed since it came in
 * need not be written again. */
#include "cp/storage.h"

#include "cp/abend.h"
#include "cp/console.h"
#include "cp/gstor.h"
#include "cp/low.h"
#include "cp/task.h"
#include "klib/klib.h"

enum { REQUESTS = 32 };

static struct pagereq requests[REQUESTS];
static struct pagereq *free_requests;
static bool full_told;

void
page_init(void)
{
    for (unsigned i = 0; i < REQUESTS; i++) {
        requests[i].next = free_requests;
        free_requests = &requests[i];
    }
}

static struct swpte *
swp_of(const struct corte *c)
{
    return &vm_pagtable(c->vm, c->page)->swp[c->page % SEG_PAGES];
}

static uint16_t *
pte_of(const struct corte *c)
{
    return &vm_pagtable(c->vm, c->page)->pte[c->page % SEG_PAGES];
}

/* The page is in its frame: keys and PTE. */
static void
make_resident(struct corte *c)
{
    struct swpte *s = swp_of(c);

    for (unsigned i = 0; i < 2; i++) {
        set_real_key(cor_real(c) + 2048 * i, s->key[i] & (KEY_ACC | KEY_FETCH));
        s->key[i] &= KEY_REF | KEY_CHANGE;
    }
    *pte_of(c) = (uint16_t)(cor_real(c) >> 8);
    c->vm->resident++;
}

static void
give_back(struct pagereq *r)
{
    r->next = free_requests;
    free_requests = r;
}

static void
came_in(struct pagereq *r)
{
    struct corte *c = r->arg;
    struct vmblok *vm = c->vm;

    c->flags &= (uint8_t)~COR_TRANSIT;
    swp_of(c)->flags &= (uint8_t)~SWP_TRANSIT;
    vm->paging--;
    if (r->ok) {
        make_resident(c);
        vm->count.pageins++;
        page_counts.pageins++;
    } else {
        /* The operator was told. The page is asked for again. */
        frame_free(c);
    }
    give_back(r);
    vm_go(vm, VMW_PAGE);
    frame_wake();
}

static void
went_out(struct pagereq *r)
{
    struct corte *c = r->arg;
    struct swpte *s = swp_of(c);

    c->flags &= (uint8_t)~COR_TRANSIT;
    s->flags &= (uint8_t)~SWP_TRANSIT;
    c->vm->paging--;
    if (r->ok) {
        c->vm->count.pageouts++;
        page_counts.pageouts++;
        s->flags &= (uint8_t)~SWP_DIRTY;
        give_back(r);
        vm_go(c->vm, VMW_PAGE);
        frame_free(c);
    } else {
        s->flags |= SWP_DIRTY;
        make_resident(c);
        give_back(r);
        vm_go(c->vm, VMW_PAGE);
        frame_wake();
    }
}

static void
start(struct corte *c, slot_t slot, bool write)
{
    struct pagereq *r = free_requests;

    free_requests = r->next;
    c->flags |= COR_TRANSIT;
    swp_of(c)->flags |= SWP_TRANSIT;
    c->vm->paging++;
    r->slot = slot;
    r->real = cor_real(c);
    r->write = write;
    r->arg = c;
    r->done = write ? went_out : came_in;
    pageio_start(r);
}

/* One try. GS_OK; GS_WAIT: something was begun or must be awaited. */
static int
try_in(struct vmblok *vm, uint32_t page, uint32_t *real)
{
    struct pagtable *pt = vm_pagtable(vm, page);
    struct swpte *s;
    struct corte *c;

    if (pt == NULL)
        return PIC_ADDRESSING;
    s = &pt->swp[page % SEG_PAGES];
    if (!(pt->pte[page % SEG_PAGES] & PTE4K_INVALID)) {
        *real = (uint32_t)(pt->pte[page % SEG_PAGES] & PTE4K_ADDR) << 8;
        return GS_OK;
    }
    if (s->flags & SWP_TRANSIT)
        return GS_WAIT;
    if (s->slot != 0 && free_requests == NULL)
        return GS_WAIT;
    c = frame_for(pt->owner != NULL ? pt->owner : vm, page);
    if (c == NULL)
        return GS_WAIT;
    if (s->slot == 0) {
        memset((void *)cor_real(c), 0, 4096);
        make_resident(c);
        *real = cor_real(c);
        return GS_OK;
    }
    start(c, s->slot, false);
    return GS_WAIT;
}

int
page_in(struct vmblok *vm, uint32_t page, uint32_t *real)
{
    int rc;

    while ((rc = try_in(vm, page, real)) == GS_WAIT) {
        if (task_current() == NULL) {
            const struct pagtable *pt = vm_pagtable(vm, page);

            if (pt->owner == NULL &&
                (pt->swp[page % SEG_PAGES].flags & SWP_TRANSIT))
                vm_stop(vm, VMW_PAGE);
            else
                frame_want(vm);
            return GS_WAIT;
        }
        task_wait(&frame_wait);
    }
    return rc;
}

/* Takes keys and reference and change bits out of the frame. Guest access is
 * over: the PTE and shadow PTEs are invalid. */
static void
make_absent(struct corte *c)
{
    struct swpte *s = swp_of(c);

    *pte_of(c) |= PTE4K_INVALID;
    shadow_drop_frame(c);
    need_ptlb = true;
    for (unsigned i = 0; i < 2; i++) {
        uint8_t k = real_key(cor_real(c) + 2048 * i);

        if (k & KEY_CHANGE)
            s->flags |= SWP_DIRTY;
        s->key[i] |= k & (KEY_ACC | KEY_FETCH | KEY_REF | KEY_CHANGE);
    }
    c->vm->resident--;
}

bool
page_out(struct corte *c)
{
    struct swpte *s = swp_of(c);

    make_absent(c);
    if (!(s->flags & SWP_DIRTY)) {
        frame_free(c);
        return true;
    }
    if (free_requests == NULL) {
        make_resident(c);
        return false;
    }
    if (s->flags & SWP_SAVED) {
        s->flags &= (uint8_t)~SWP_SAVED;
        s->slot = 0;
    }
    if (s->slot == 0)
        s->slot = slot_alloc();
    if (s->slot == 0) {
        make_resident(c);
        if (!full_told)
            con_operator("DMKPGT400I SYSTEM PAGING SPACE FULL");
        full_told = true;
        return false;
    }
    full_told = false;
    start(c, s->slot, true);
    return true;
}

void
page_drop(struct vmblok *vm, uint32_t page)
{
    struct pagtable *pt = vm_pagtable(vm, page);
    struct swpte *s = &pt->swp[page % SEG_PAGES];
    uint16_t *pte = &pt->pte[page % SEG_PAGES];

    if (s->flags & SWP_TRANSIT)
        abend("PAG001");
    if (!(*pte & PTE4K_INVALID)) {
        struct corte *c = &cortable[*pte >> 4];

        make_absent(c);
        frame_free(c);
    }
    if (s->slot != 0 && !(s->flags & SWP_SAVED))
        slot_free(s->slot);
    memset(s, 0, sizeof(*s));
    *pte = PTE4K_INVALID;
}

void
page_swap_out(struct vmblok *vm)
{
    for (uint32_t p = 0; p < vm->storage >> 12 && vm->resident > 0; p++) {
        uint16_t pte = vm_pagtable(vm, p)->pte[p % SEG_PAGES];
        struct corte *c;

        if (pte & PTE4K_INVALID)
            continue;
        c = &cortable[pte >> 4];
        if (c->pins == 0 && !(c->flags & COR_TRANSIT) && !page_out(c))
            break;
    }
}

void
page_exchange(struct vmblok *vm, uint32_t a, uint32_t b)
{
    struct pagtable *pa = vm_pagtable(vm, a), *pb = vm_pagtable(vm, b);
    uint16_t *ea = &pa->pte[a % SEG_PAGES], *eb = &pb->pte[b % SEG_PAGES], e;
    struct swpte *sa = &pa->swp[a % SEG_PAGES], *sb = &pb->swp[b % SEG_PAGES];
    struct swpte s;

    if (a == b)
        return;
    e = *ea;
    *ea = *eb;
    *eb = e;
    s = *sa;
    *sa = *sb;
    *sb = s;
    cortable[*ea >> 4].page = (uint16_t)a;
    cortable[*eb >> 4].page = (uint16_t)b;
}
