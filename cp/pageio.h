/* SPDX-License-Identifier: MIT */
/* Page slots on CP's packs and the I/O on them, for the paging supervisor and
 * for reading directory, saved systems and nucleus. By the I/O supervisor
 * (cp/ios.c's side); nothing here allocates, so paging cannot deadlock. */
#ifndef CP_PAGEIO_H
#define CP_PAGEIO_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/cpvol.h"

/* A slot: 0 is none. Opaque to callers but for slot_of_extent. */
typedef uint32_t slot_t;

/* Allocation in the PAGE extents (0: all in use). */
slot_t slot_alloc(void);
void slot_free(slot_t s);
unsigned slots_total(void), slots_used(void);

/* The n-th page of the first extent of this type on the system pack; 0 when
 * there is no such extent or page. */
slot_t slot_of_extent(enum cpvol_type type, uint32_t n);

/* One transfer. The caller owns the block until done() was called, on the
 * dispatcher's stack; ok tells whether the I/O succeeded (errors were retried
 * and reported to the operator). */
struct pagereq {
    struct pagereq *next;
    slot_t slot;
    uint32_t real; /* frame's address, multiple of 4096 */
    bool write;
    bool ok;
    void (*done)(struct pagereq *r);
    void *arg;
};
void pageio_start(struct pagereq *r);
/* In a task: reads or writes a page and waits. */
bool pageio_sync(slot_t slot, uint32_t real, bool write);

#endif
