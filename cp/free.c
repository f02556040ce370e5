/* SPDX-License-Identifier: MIT */
/* CP's free storage: an address-ordered list of free pieces, first fit,
 * neighbours joined. The pool grows by frames and gives whole frames back
 * never: they are few. The road from trap to redispatch does not come here.
 * VM/370: DMKFRE. */
#include "cp/free.h"

#include "cp/abend.h"
#include "cp/frames.h"
#include "klib/klib.h"

struct piece {
    struct piece *next;
    uint32_t size;
};

static struct piece *pieces;
uint32_t free_used, free_pool;

static uint32_t
rounded(size_t size)
{
    return (uint32_t)((size + 7) & ~7u);
}

/* Puts [at, at + size) on the list, joining it with its neighbours. */
static void
give(uint32_t at, uint32_t size)
{
    struct piece **pp = &pieces, *p = (struct piece *)at, *before = NULL;

    while (*pp != NULL && (uint32_t)*pp < at) {
        before = *pp;
        pp = &(*pp)->next;
    }
    if ((before != NULL && (uint32_t)before + before->size > at) ||
        (*pp != NULL && at + size > (uint32_t)*pp))
        abend("FRE001"); /* freed twice */
    p->size = size;
    p->next = *pp;
    *pp = p;
    if (p->next != NULL && at + size == (uint32_t)p->next) {
        p->size += p->next->size;
        p->next = p->next->next;
    }
    if (before != NULL && (uint32_t)before + before->size == at) {
        before->size += p->size;
        before->next = p->next;
    }
}

void
free_add(uint32_t at, uint32_t size)
{
    free_pool += size;
    if (size != 0)
        give(at, size);
}

static void *
take(uint32_t size, uint32_t align)
{
    for (struct piece **pp = &pieces; *pp != NULL; pp = &(*pp)->next) {
        struct piece *p = *pp;
        uint32_t base = (uint32_t)p, end = base + p->size;
        uint32_t at = (base + align - 1) & ~(align - 1);

        if (at + size > end || at < base)
            continue;
        *pp = p->next;
        if (at > base)
            give(base, at - base);
        if (at + size < end)
            give(at + size, end - at - size);
        free_used += size;
        return memset((void *)at, 0, size);
    }
    return NULL;
}

void *
cp_alloc_aligned(size_t n, size_t align)
{
    uint32_t size = rounded(n), frame;
    void *p = take(size, (uint32_t)align);

    if (p != NULL || size > 4096)
        return p;
    frame = frame_get();
    if (frame == 0)
        return NULL;
    free_add(frame, 4096);
    return take(size, (uint32_t)align);
}

void *
cp_alloc(size_t size)
{
    return cp_alloc_aligned(size, 8);
}

void
cp_free(void *p, size_t n)
{
    uint32_t size = rounded(n);

    if (p == NULL)
        return;
    free_used -= size;
    give((uint32_t)p, size);
}
