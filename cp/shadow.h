/* SPDX-License-Identifier: MIT */
/* Shadow tables: what the real translation walks while a guest runs with its
 * own DAT on. VM/370: DMKVAT. PoO "Dynamic Address Translation". */
#ifndef CP_SHADOW_H
#define CP_SHADOW_H

#include <stdbool.h>
#include <stdint.h>

#include "cp/vmblok.h"

/* The guest is in EC mode with translation on. */
static inline bool
shadow_dat(const struct vmblok *vm)
{
    return (get32(&vm->psw.w0) & (PSW_EC | PSW_DAT)) == (PSW_EC | PSW_DAT);
}

/* Walks the guest's own tables: guest virtual to guest real. GS_OK, GS_WAIT
 * or PIC_SEGMENT, PIC_PAGE, PIC_TRANSLATION, PIC_ADDRESSING. *protect: the
 * segment-table entry has segment protection. */
int shadow_walk(struct vmblok *vm, uint32_t addr, uint32_t *guest_real,
                bool *protect);
int shadow_lra(struct vmblok *vm, uint32_t addr, uint32_t *result,
               unsigned *cc);

/* IPTE: the guest-real address of the entry for addr in the table that ste
 * names, and the bit that invalidates it. False: CR0 names no format. */
bool shadow_pte(const struct vmblok *vm, uint32_t ste, uint32_t addr,
                uint32_t *at, uint16_t *invalid);

/* Sets vm->run_cr1 and gives the CR0 format bits for the guest's present mode.
 * False when no storage could be had for tables (never for CP's own). */
bool shadow_select(struct vmblok *vm, uint32_t *format);

/* The guest took a segment or page exception under its shadow tables: fills
 * the entry. GS_OK (run again), GS_WAIT, or the code to reflect. */
int shadow_fault(struct vmblok *vm, uint32_t addr);

/* gstor_quick for a guest with translation on. */
uint32_t shadow_quick(const struct vmblok *vm, uint32_t addr, bool store);

/* PTLB, IPTE, reset: every shadow entry of this guest goes. */
void shadow_purge(struct vmblok *vm);
/* The tables themselves are freed. */
void shadow_free(struct vmblok *vm);

#endif
