/* SPDX-License-Identifier: MIT */
/* The life of a virtual machine: its VMBLOK and storage tables, the reasons
 * not to run it, its resets. Devices and console are others' matter. VM/370:
 * DMKBLD, DMKCFP. */
#include "cp/vmblok.h"

#include "cp/console.h"
#include "cp/dispatch.h"
#include "cp/gstor.h"
#include "cp/free.h"
#include "cp/shadow.h"
#include "cp/storage.h"
#include "cp/vint.h"
#include "cp/vio.h"
#include "cp/vtimer.h"
#include "klib/klib.h"

struct vmblok *vm_first, *vm_current;

/* CR1 counts 16 STEs at a time. */
static uint32_t
segments(uint32_t size)
{
    return ((size + 0xfffff) >> 20) * 16;
}

static void
free_tables(struct segtab *seg, uint32_t size)
{
    for (uint32_t i = 0; i < (size + 0xffff) >> 16; i++)
        if (!(seg->ste[i] & STE_INVALID))
            cp_free((void *)(seg->ste[i] & STE_ORIGIN),
                    sizeof(struct pagtable));
    cp_free(seg, 4 * segments(size));
}

static struct segtab *
make_tables(uint32_t size)
{
    struct segtab *seg = cp_alloc_aligned(4 * segments(size), 64);

    if (seg == NULL)
        return NULL;
    for (uint32_t i = 0; i < segments(size); i++)
        seg->ste[i] = STE_INVALID;
    for (uint32_t i = 0; i < (size + 0xffff) >> 16; i++) {
        struct pagtable *pt = cp_alloc(sizeof(*pt));
        uint32_t pages = (size - (i << 16) + 4095) >> 12;

        if (pt == NULL) {
            free_tables(seg, size);
            return NULL;
        }
        if (pages > SEG_PAGES)
            pages = SEG_PAGES;
        for (unsigned j = 0; j < SEG_PAGES; j++)
            pt->pte[j] = PTE4K_INVALID;
        seg->ste[i] = (uint32_t)pt | (pages - 1) << STE_PTL_SHIFT;
    }
    return seg;
}

static void
processor_reset(struct vmblok *vm)
{
    memset(&vm->psw, 0, sizeof(vm->psw));
    memset(vm->cr, 0, sizeof(vm->cr));
    vm->cr[0] = CR0_RESET;
    vm->cr[2] = (uint32_t)CR2_RESET;
    vm->cr[14] = (uint32_t)CR14_RESET;
    vm->cr[15] = CR15_RESET;
    vm->extpend = 0;
    vtimer_reset(vm);
    shadow_free(vm);
    vm->dirty = VMD_CR | VMD_TIMER;
}

struct vmblok *
vm_create(const uint8_t user[8], uint32_t size, uint32_t maxsize)
{
    struct vmblok *vm = cp_alloc(sizeof(*vm));

    if (vm == NULL)
        return NULL;
    vm->seg = make_tables(size);
    if (vm->seg == NULL) {
        cp_free(vm, sizeof(*vm));
        return NULL;
    }
    memcpy(vm->user, user, 8);
    vm->storage = size;
    vm->maxstorage = maxsize;
    vm->wait = VMW_STOP;
    vm->logon_tod = tod_now();
    processor_reset(vm);
    return vm;
}

void
vm_enlist(struct vmblok *vm)
{
    vm->next = vm_first;
    vm_first = vm;
}

/* Task: waits for pages in transit. */
static void
drop_pages(struct vmblok *vm)
{
    saved_forget(vm);
    while (vm->paging != 0)
        task_wait(&frame_wait);
    for (uint32_t p = 0; p < vm->storage >> 12; p++)
        page_drop(vm, p);
}

void
vm_destroy(struct vmblok *vm)
{
    struct vmblok **pp = &vm_first;

    vm_stop(vm, VMW_LOGOFF);
    timer_cancel(&vm->timer);
    shadow_free(vm);
    drop_pages(vm);
    while (*pp != NULL && *pp != vm)
        pp = &(*pp)->next;
    if (*pp != NULL)
        *pp = vm->next;
    dispatch_forget(vm);
    if (vm_current == vm)
        vm_current = NULL;
    free_tables(vm->seg, vm->storage);
    cp_free(vm, sizeof(*vm));
}

struct vmblok *
vm_find(const uint8_t user[8])
{
    struct vmblok *vm = vm_first;

    while (vm != NULL && memcmp(vm->user, user, 8) != 0)
        vm = vm->next;
    return vm;
}

void
vm_stop(struct vmblok *vm, enum vm_wait why)
{
    vm->wait |= (uint16_t)why;
    dispatch_remove(vm);
}

void
vm_go(struct vmblok *vm, enum vm_wait why)
{
    vm->wait &= (uint16_t)~why;
    if (vm->wait == 0)
        dispatch_add(vm);
}

void
vm_poke(struct vmblok *vm)
{
    if (vm->wait & VMW_IDLE)
        vm_go(vm, VMW_IDLE);
}

void
vm_system_reset(struct vmblok *vm, bool clear)
{
    vm_stop(vm, VMW_STOP);
    vio_reset(vm);
    processor_reset(vm);
    vm->wait &= (uint16_t)~VMW_IDLE;
    if (vm->prefix != 0)
        gstor_set_prefix(vm, 0);
    if (clear) {
        memset(vm->gpr, 0, sizeof(vm->gpr));
        memset(vm->fpr, 0, sizeof(vm->fpr));
        drop_pages(vm);
    }
}

bool
vm_set_storage(struct vmblok *vm, uint32_t size)
{
    struct segtab *seg = make_tables(size);

    if (seg == NULL)
        return false;
    vm_system_reset(vm, true);
    free_tables(vm->seg, vm->storage);
    vm->seg = seg;
    vm->storage = size;
    need_ptlb = true;
    vm->dirty |= VMD_CR;
    return true;
}
