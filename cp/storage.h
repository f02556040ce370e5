/* SPDX-License-Identifier: MIT */
/* The tables behind guest storage, for the modules that keep them (frames.c,
 * page.c, gstor.c, shadow.c, vmblok.c): CORTABLE, PAGTABLE, SWPTABLE. */
#ifndef CP_STORAGE_H
#define CP_STORAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/dat.h"
#include "cp/frames.h"
#include "cp/pageio.h"
#include "cp/vmblok.h"

/* SWPTABLE entry: what CP knows of a page of a guest beside its PTE. */
struct swpte {
    uint8_t flags; /* enum swp_flag */
    /* Out of storage: the keys of the two 2K halves. Resident: the reference
     * and change bits that CP took from the real key and the guest has not
     * reset. */
    uint8_t key[2];
    uint8_t spare;
    slot_t slot; /* where it is on DASD; 0: nowhere */
};

enum swp_flag {
    SWP_TRANSIT = 0x01, /* being read or written; PTE invalid */
    SWP_DIRTY = 0x02,   /* differs from the slot, whatever the key says */
    SWP_SAVED = 0x04,   /* the slot is a saved system's: never written */
};

enum { SEG_PAGES = 16 };

/* PAGTABLE with its SWPTABLE: one segment of 64K. */
struct pagtable {
    uint16_t pte[SEG_PAGES]; /* first: the STE points here */
    struct swpte swp[SEG_PAGES];
    struct vmblok *owner; /* a shared segment's (cp/saved.c); else NULL */
};

/* A guest's table: as many STEs as CR1 can say (a multiple of 16). */
struct segtab {
    uint32_t ste[16]; /* really `n` of them */
};

/* CORTABLE entry: one frame. */
struct corte {
    struct vmblok *vm;  /* whose page; NULL: not a guest's page */
    uint16_t page;      /* its page number */
    uint8_t flags;      /* enum cor_flag */
    uint8_t pins;       /* channel programs that lock it; 255 sticks */
    uint16_t *shadow;   /* a shadow PTE that maps it (shadow.c) */
    struct corte *next; /* on the free list */
};

enum cor_flag {
    COR_CP = 0x01, /* CP's own: never stolen */
    COR_FREE = 0x02,
    COR_TRANSIT = 0x04, /* I/O in progress */
    COR_SHADOWS = 0x08, /* more than one shadow PTE maps it */
};

extern struct corte *cortable; /* indexed by frame number */
extern uint32_t cor_frames;    /* frames of real storage */

static inline uint32_t
cor_real(const struct corte *c)
{
    return (uint32_t)(c - cortable) << 12;
}

/* Where guest page n of vm is described. NULL beyond its storage. */
static inline struct pagtable *
vm_pagtable(const struct vmblok *vm, uint32_t page)
{
    if (page >= vm->storage >> 12)
        return 0;
    return (struct pagtable *)(vm->seg->ste[page / SEG_PAGES] & STE_ORIGIN);
}

/* Real storage keys of a frame's half. */
static inline uint8_t
real_key(uint32_t real)
{
    uint32_t k = 0;

    __asm__ volatile(".insn rr,0x0900,%0,%1" : "+d"(k) : "a"(real & ~0x7ffu));
    return (uint8_t)k;
}

static inline void
set_real_key(uint32_t real, uint8_t key)
{
    __asm__ volatile(".insn rr,0x0800,%0,%1"
                     :
                     : "d"((uint32_t)key), "a"(real & ~0x7ffu)
                     : "memory");
}

/* RRB: the real reference bit is reset; the condition code: both bits. */
static inline unsigned
reset_real_ref(uint32_t real)
{
    unsigned cc;

    __asm__ volatile(".insn s,0xb2130000,0(%1)\n\tipm %0\n\tsrl %0,28"
                     : "=d"(cc)
                     : "a"(real & ~0x7ffu)
                     : "cc", "memory");
    return cc;
}

/* frames.c */
void frames_init(uint32_t storage, uint32_t first);
/* A free frame for a page of vm; NULL: none now (the stealer is told, and
 * frame_wait will be woken). */
struct corte *frame_for(struct vmblok *vm, uint32_t page);
void frame_free(struct corte *c);
/* Steals until enough are free; called by the dispatcher when `low`. */
void frame_steal(void);
extern bool frames_low;
/* Those who wait for a frame or for any page I/O to end. */
extern struct waitq frame_wait;
void frame_want(struct vmblok *vm); /* VMW_PAGE until something is free */
void frame_wake(void);

/* page.c */
/* Page n of vm, resident: GS_OK and *real; GS_WAIT as in gstor.h (in a task it
 * waits); PIC_ADDRESSING. */
int page_in(struct vmblok *vm, uint32_t page, uint32_t *real);
/* Takes the frame away: true when it is free now, or a page-out was begun;
 * false when it cannot be (no slot, no request block). */
bool page_out(struct corte *c);
/* Forgets page n: frame and slot are freed. Not while in transit. */
void page_drop(struct vmblok *vm, uint32_t page);
/* Swaps out what an idle machine holds. */
void page_swap_out(struct vmblok *vm);
void page_init(void);
/* Exchanges two pages, both resident, for prefixing. */
void page_exchange(struct vmblok *vm, uint32_t a, uint32_t b);

/* saved.c: a segment that is shared is protected in the STE; before it is
 * changed for vm it becomes vm's own. GS_OK, or GS_WAIT when no free storage
 * can be had now. */
static inline bool
page_shared(const struct vmblok *vm, uint32_t page)
{
    return page < vm->storage >> 12 &&
           (vm->seg->ste[page / SEG_PAGES] & STE_PROTECT) != 0;
}
int saved_unshare(struct vmblok *vm, uint32_t page);
/* All of them; true when there was one. Never waits: without storage the
 * pages are tried again at the next exception. */
bool saved_unshare_all(struct vmblok *vm);
/* Segments of a machine that is reset or freed: private and empty again. */
void saved_forget(struct vmblok *vm);

/* shadow.c: frame c is leaving its page, or its real storage is going to be
 * locked or shared: no shadow PTE may map it any more. */
void shadow_drop_frame(struct corte *c);
extern bool need_ptlb; /* the TLB must be purged before a guest runs */

#endif
