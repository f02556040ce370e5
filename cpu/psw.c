/* SPDX-License-Identifier: MIT */
/* The program-status word: conversion between struct cpu and the 8-byte form
 * in both modes, and what follows from a change. PoO "Program-Status Word".
 * Swapping PSWs is interrupt.c's. */
#include "cpu/psw.h"

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
