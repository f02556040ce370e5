/* SPDX-License-Identifier: MIT */
/* The program-status word: conversion between struct cpu and the 8-byte form
 * in both modes, and what follows from a change. PoO "Program-Status Word".
 * Swapping PSWs is interrupt.c's. */
#include "cpu/psw.h"

#include "cpu/dat.h"
#include "cpu/storage.h"

void
psw_changed(struct cpu *cpu)
{
    struct cpu_private *p = cpu->priv;
    bool ec = cpu->psw.mask & PSW_EC;

    p->ops = cpu->psw.mask & PSW_PROBLEM ? p->ops_problem : p->ops_supervisor;
    p->per = ec && (cpu->psw.mask & PSW_PER) && cpu->cr[9] >> 28;
    p->per_store = p->per && (cpu->cr[9] & 0x20000000);
    p->psw_invalid =
        ec && ((cpu->psw.mask & PSW_EC_MBZ) || cpu->psw.ia > ADDR_MASK);
    tlb_select(cpu);
    look_around(cpu);
}

void
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

void
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

int
psw_set_system_mask(struct cpu *cpu, uint8_t mask)
{
    cpu->psw.mask = (cpu->psw.mask & 0x00ffffff) | (uint32_t)mask << 24;
    psw_changed(cpu);
    if (!cpu->priv->psw_invalid)
        return PIC_NONE;
    /* PoO "Specification Exception": the instruction itself is then the
     * cause, and its length is reported; interrupt.c must not report it once
     * more. */
    cpu->priv->psw_invalid = false;
    return PIC_SPECIFICATION;
}

uint64_t
cpu_get_psw(const struct cpu *cpu)
{
    uint8_t b[8];

    psw_store(cpu, b, 0, 0);
    return load_be64(b);
}

bool
cpu_set_psw(struct cpu *cpu, uint64_t psw)
{
    psw_load(cpu, (uint32_t)(psw >> 32), (uint32_t)psw);
    return !cpu->priv->psw_invalid;
}
