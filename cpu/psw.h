/* SPDX-License-Identifier: MIT */
/* The program-status word: its parts in struct cpu and its 8-byte form. */
#ifndef CPU_PSW_H
#define CPU_PSW_H

#include "cpu/dat.h"
#include "cpu/storage.h"

/* Bits of the first word that psw.mask keeps, in either mode: everything but
 * key and, in EC mode, condition code and program mask. In EC mode that takes
 * in the bits that must be zero, so that an invalid PSW is stored as loaded. */
enum { PSW_MASK_BC = (int)0xff0f0000, PSW_MASK_EC = (int)0xff0fc0ff };

/* The present PSW's mask, key or mode, or CR0, CR1, CR7 or CR9-11, changed:
 * chooses dispatch table, context and PER switches anew. */
static inline void
psw_changed(struct cpu *cpu)
{
    struct cpu_private *p = cpu->priv;
    bool ec = cpu->psw.mask & PSW_EC;

    p->ops = cpu->psw.mask & PSW_PROBLEM ? p->ops_problem : p->ops_supervisor;
    p->per = p->per_store = false;
    if (ec && __builtin_expect(cpu->psw.mask & PSW_PER, 0)) {
        p->per = cpu->cr[9] >> 28;
        p->per_store = cpu->cr[9] & 0x20000000;
    }
    p->psw_invalid =
        ec && ((cpu->psw.mask & p->psw_mbz) || cpu->psw.ia > ADDR_MASK);
    tlb_select(cpu);
    look_around(cpu);
}

/* Makes the two words the present PSW and acts upon the change. An invalid EC
 * PSW is loaded all the same; priv->psw_invalid tells. */
static inline void
psw_load(struct cpu *cpu, uint32_t w0, uint32_t w1)
{
    cpu->psw.key = (uint8_t)((w0 & PSW_KEY) >> PSW_KEY_SHIFT);
    if (w0 & PSW_EC) {
        cpu->psw.mask = w0 & PSW_MASK_EC;
        cpu->psw.cc = (uint8_t)((w0 & PSW_EC_CC) >> PSW_EC_CC_SHIFT);
        cpu->psw.progmask =
            (uint8_t)((w0 & PSW_EC_PROGMASK) >> PSW_EC_PROGMASK_SHIFT);
        cpu->psw.ia = w1;
    } else {
        cpu->psw.mask = w0 & PSW_MASK_BC;
        cpu->psw.cc = (uint8_t)((w1 & PSW_BC_CC) >> PSW_BC_CC_SHIFT);
        cpu->psw.progmask =
            (uint8_t)((w1 & PSW_BC_PROGMASK) >> PSW_BC_PROGMASK_SHIFT);
        cpu->psw.ia = w1 & PSW_ADDR;
    }
    psw_changed(cpu);
}

/* Does the present PSW let any external or I/O interruption in? */
static inline bool
psw_enables(const struct cpu *cpu)
{
    return cpu->psw.mask & (cpu->psw.mask & PSW_EC ? 0x03000000 : 0xff000000);
}

/* The present PSW with this code (BC mode) and the last instruction's length
 * code in it, as an interruption stores it. */
static inline void
psw_store(const struct cpu *cpu, uint8_t *at, unsigned code, unsigned ilc_bytes)
{
    uint32_t w0 = cpu->psw.mask | (uint32_t)cpu->psw.key << PSW_KEY_SHIFT;
    uint32_t w1 = cpu->psw.ia;

    if (cpu->psw.mask & PSW_EC) {
        w0 |= (uint32_t)cpu->psw.cc << PSW_EC_CC_SHIFT |
              (uint32_t)cpu->psw.progmask << PSW_EC_PROGMASK_SHIFT;
    } else {
        w0 |= code;
        w1 |= (uint32_t)(ilc_bytes / 2) << PSW_BC_ILC_SHIFT |
              (uint32_t)cpu->psw.cc << PSW_BC_CC_SHIFT |
              (uint32_t)cpu->psw.progmask << PSW_BC_PROGMASK_SHIFT;
    }
    store_be32(at, w0);
    store_be32(at + 4, w1);
}

/* Replaces the system mask (bits 0-7): SSM, STNSM, STOSM. Returns
 * PIC_SPECIFICATION when EC mode forbids the new mask, which is in force
 * nevertheless. */
int psw_set_system_mask(struct cpu *cpu, uint8_t mask);

#endif
