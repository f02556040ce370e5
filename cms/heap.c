/* SPDX-License-Identifier: MIT */
/* Free storage of the nucleus. Both regions are runs of blocks with a header
 * each; neighbours that are free are joined when searching. The high region
 * grows downwards a page at a time as far as the loaded program allows, and
 * shrinks when its lowest block is free. */
#include "cms/heap.h"

#include <stdbool.h>

#include "cms/nucon.h"
#include "klib/klib.h"

struct block {
    uint32_t size; /* with this header */
    uint32_t life; /* 0: free */
};

enum { ALIGN = 8, GROW = 4096 };

static uintptr_t low_begin, low_end, high_end;
static bool held;

void
heap_init(void *low, uint32_t end, uint32_t vmsize)
{
    struct block *b;

    low_begin = ((uintptr_t)low + ALIGN - 1) & ~(uintptr_t)(ALIGN - 1);
    low_end = end;
    b = (struct block *)low_begin;
    b->size = low_end - low_begin;
    b->life = 0;
    high_end = vmsize;
    NUCON->freelowe = vmsize;
}

/* Joins the free blocks that follow b. */
static void
join(struct block *b, uintptr_t end)
{
    for (;;) {
        struct block *next = (struct block *)((uintptr_t)b + b->size);

        if ((uintptr_t)next >= end || next->life != 0)
            return;
        b->size += next->size;
    }
}

static void *
take(struct block *b, uint32_t size, enum heap_life life)
{
    if (b->size >= size + 2 * sizeof *b) {
        struct block *rest = (struct block *)((uintptr_t)b + size);

        rest->size = b->size - size;
        rest->life = 0;
        b->size = size;
    }
    b->life = life;
    return b + 1;
}

static void *
search(uintptr_t begin, uintptr_t end, uint32_t size, enum heap_life life)
{
    struct block *b;

    for (uintptr_t at = begin; at < end; at += b->size) {
        b = (struct block *)at;
        if (b->life != 0)
            continue;
        join(b, end);
        if (b->size >= size)
            return take(b, size, life);
    }
    return NULL;
}

static bool
grow(uint32_t size)
{
    uint32_t by = (size + GROW - 1) & ~(uint32_t)(GROW - 1);
    uint32_t floor =
        NUCON->locnt > CMS_USER_AREA ? NUCON->locnt : CMS_USER_AREA;
    struct block *b;

    if (held || NUCON->freelowe < floor || NUCON->freelowe - floor < by)
        return false;
    NUCON->freelowe -= by;
    b = (struct block *)(uintptr_t)NUCON->freelowe;
    b->size = by;
    b->life = 0;
    return true;
}

static void
shrink(void)
{
    if (!held && NUCON->freelowe < high_end) {
        struct block *b = (struct block *)(uintptr_t)NUCON->freelowe;
        uint32_t whole;

        if (b->life != 0)
            return;
        join(b, high_end);
        whole = b->size & ~(uint32_t)(GROW - 1);
        if (whole == 0)
            return;
        if (whole < b->size) {
            struct block *rest = (struct block *)((uintptr_t)b + whole);

            rest->size = b->size - whole;
            rest->life = 0;
        }
        NUCON->freelowe += whole;
    }
}

void *
heap_get(size_t n, enum heap_life life)
{
    uint32_t size = ((uint32_t)n + sizeof(struct block) + ALIGN - 1) &
                    ~(uint32_t)(ALIGN - 1);
    void *p = NULL;

    if (n > 0x1000000)
        return NULL;
    if (size <= 1024)
        p = search(low_begin, low_end, size, life);
    if (p == NULL)
        p = search(NUCON->freelowe, high_end, size, life);
    if (p == NULL && grow(size))
        p = search(NUCON->freelowe, high_end, size, life);
    if (p == NULL)
        p = search(low_begin, low_end, size, life);
    return p;
}

void
heap_free(void *p)
{
    if (p == NULL)
        return;
    ((struct block *)p - 1)->life = 0;
    shrink();
}

static void
free_command_blocks(uintptr_t begin, uintptr_t end)
{
    struct block *b;

    for (uintptr_t at = begin; at < end; at += b->size) {
        b = (struct block *)at;
        if (b->life == HEAP_COMMAND)
            b->life = 0;
    }
}

void
heap_end_command(void)
{
    free_command_blocks(low_begin, low_end);
    free_command_blocks(NUCON->freelowe, high_end);
    shrink();
}

void
heap_hold(uint32_t reserve)
{
    void *p = heap_get(reserve, HEAP_COMMAND);

    held = true;
    heap_free(p);
}

void
heap_release(void)
{
    held = false;
    shrink();
}

static uint32_t
used(uintptr_t begin, uintptr_t end)
{
    struct block *b;
    uint32_t sum = 0;

    for (uintptr_t at = begin; at < end; at += b->size) {
        b = (struct block *)at;
        if (b->life != 0)
            sum += b->size;
    }
    return sum;
}

uint32_t
heap_used(void)
{
    return used(low_begin, low_end) + used(NUCON->freelowe, high_end);
}
