/* SPDX-License-Identifier: MIT */
/* Between cp/ccwtrans.c and cp/ccwdisk.c. */
#ifndef CP_CCWINT_H
#define CP_CCWINT_H

#include "cp/ccwtrans.h"

/* Sizes of program, tried in turn until one does (p->size). */
enum { XL_SIZES = 3 };

/* Storage for a program of p->size; false when there is none (what was got is
 * freed by ccw_release). */
bool xl_get_storage(struct ccwprog *p);
/* Does the command store into storage? */
bool xl_stores(uint8_t cmd);

static inline uint32_t
xl_real(const void *p)
{
    return (uint32_t)(uintptr_t)p;
}

/* A new entry for the guest's CCW at `guest`; its index. */
unsigned xl_emit(struct ccwprog *p, uint32_t guest, uint8_t cmd, uint8_t flags);
/* Gives entry i eight bytes of CP's as its data area. */
uint8_t *xl_data(struct ccwprog *p, unsigned i);
/* Copies the first n bytes of what the guest's CCW g addresses. */
bool xl_fetch_arg(struct ccwprog *p, const struct ccw *g, void *to, unsigned n);
/* Gives entry i the guest's data area. */
void xl_area(struct ccwprog *p, unsigned i, const struct ccw *g, uint8_t cmd);

/* What stands before a guest's program on a minidisk, by its first command:
 * the arm is taken to where the guest left it. */
void xl_disk_prefix(struct ccwprog *p, uint8_t first);
/* Entry i on a minidisk. False: nothing special, the data area is the
 * guest's. */
bool xl_disk(struct ccwprog *p, unsigned i, const struct ccw *g);

#endif
