/* SPDX-License-Identifier: MIT */
/* Real storage by frames of 4K: the CORTABLE, the free list, and the stealer,
 * a clock hand over the frames that passes by what was referenced since it
 * last came. What is in a frame is page.c's matter. VM/370: DMKPTR. */
#include "cp/storage.h"

#include "cp/abend.h"
#include "cp/free.h"
#include "cp/task.h"
#include "klib/klib.h"

struct corte *cortable;
uint32_t cor_frames;
struct page_counts page_counts;
bool frames_low;
struct waitq frame_wait;

static struct corte *free_list;
static uint32_t hand, reserve;

void
frame_free(struct corte *c)
{
    if (c->flags & COR_FREE)
        abend("PTR001");
    c->vm = NULL;
    c->page = 0;
    c->shadow = NULL;
    c->flags = COR_FREE;
    c->next = free_list;
    free_list = c;
    page_counts.free++;
    frame_wake();
}

static struct corte *
get(void)
{
    struct corte *c = free_list;

    if (page_counts.free <= reserve)
        frames_low = true;
    if (c == NULL)
        return NULL;
    free_list = c->next;
    c->flags = 0;
    c->next = NULL;
    page_counts.free--;
    return c;
}

/* Frames below `first` hold the nucleus. CP keeps key 0; guests' frames get
 * their keys as pages come in. */
void
frames_init(uint32_t storage, uint32_t first)
{
    uint32_t size, begin;

    cor_frames = storage >> 12;
    cortable = (struct corte *)first;
    size = cor_frames * (uint32_t)sizeof(struct corte);
    memset(cortable, 0, size);
    begin = (first + size + 4095) & ~4095u;
    free_add(first + size, begin - first - size);
    for (uint32_t i = 0; i < cor_frames; i++)
        if (i < begin >> 12)
            cortable[i].flags = COR_CP;
        else
            cortable[i].flags = 0;
    for (uint32_t i = cor_frames; i-- > begin >> 12;)
        frame_free(&cortable[i]);
    page_counts.frames = page_counts.free;
    reserve = page_counts.frames / 32;
    if (reserve < 8)
        reserve = 8;
    if (reserve > 64)
        reserve = 64;
}

uint32_t
frame_get(void)
{
    struct corte *c = get();

    if (c == NULL)
        return 0;
    c->flags = COR_CP;
    set_real_key(cor_real(c), 0);
    set_real_key(cor_real(c) + 2048, 0);
    memset((void *)cor_real(c), 0, 4096);
    return cor_real(c);
}

uint32_t
frame_get_wait(void)
{
    uint32_t real;

    while ((real = frame_get()) == 0)
        task_wait(&frame_wait);
    return real;
}

void
frame_put(uint32_t real)
{
    frame_free(&cortable[real >> 12]);
}

struct corte *
frame_for(struct vmblok *vm, uint32_t page)
{
    /* The last few are CP's own, so that CP itself never starves. */
    struct corte *c = page_counts.free > 2 ? get() : NULL;

    if (c == NULL) {
        frames_low = true;
        return NULL;
    }
    c->vm = vm;
    c->page = (uint16_t)page;
    return c;
}

void
frame_want(struct vmblok *vm)
{
    vm->want_frame = true;
    vm_stop(vm, VMW_PAGE);
    frames_low = true;
}

/* Everyone who waits for storage looks again: there are few. */
void
frame_wake(void)
{
    for (struct vmblok *vm = vm_first; vm != NULL; vm = vm->next)
        if (vm->want_frame) {
            vm->want_frame = false;
            vm_go(vm, VMW_PAGE);
        }
    waitq_wake_all(&frame_wait);
}

/* Was the frame used since the hand last came? Its reference bits are reset,
 * and remembered for the guest. */
static bool
referenced(struct corte *c)
{
    struct pagtable *pt = vm_pagtable(c->vm, c->page);
    struct swpte *s = &pt->swp[c->page % SEG_PAGES];
    bool ref = false;

    for (unsigned i = 0; i < 2; i++) {
        uint32_t real = cor_real(c) + 2048 * i;
        uint8_t k = real_key(real);

        if (!(k & KEY_REF))
            continue;
        ref = true;
        s->key[i] |= KEY_REF;
        if (k & KEY_CHANGE) {
            s->key[i] |= KEY_CHANGE;
            s->flags |= SWP_DIRTY;
        }
        set_real_key(real, k & (KEY_ACC | KEY_FETCH));
    }
    return ref;
}

void
frame_steal(void)
{
    uint32_t target = 2 * reserve, looked = 0, begun = 0;

    frames_low = false;
    /* Two turns of the hand at most: in the second nothing is referenced. */
    while (page_counts.free + begun < target && looked++ < 2 * cor_frames) {
        struct corte *c = &cortable[hand];

        hand = hand + 1 < cor_frames ? hand + 1 : 0;
        if (c->vm == NULL || c->pins || (c->flags & COR_TRANSIT))
            continue;
        if (referenced(c))
            continue;
        page_counts.steals++;
        if (!page_out(c)) {
            frames_low = begun == 0 && page_counts.free < reserve;
            break;
        }
        if (c->flags & COR_TRANSIT)
            begun++;
    }
}
