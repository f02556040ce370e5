/* SPDX-License-Identifier: MIT */
/* The program-status word: its parts in struct cpu and its 8-byte form. */
#ifndef CPU_PSW_H
#define CPU_PSW_H

#include "cpu/private.h"

/* Bits of the first word that psw.mask keeps, in either mode: everything but
 * key and, in EC mode, condition code and program mask. In EC mode that takes
 * in the bits that must be zero, so that an invalid PSW is stored as loaded. */
enum { PSW_MASK_BC = (int)0xff0f0000, PSW_MASK_EC = (int)0xff0fc0ff };

/* Makes the two words the present PSW and acts upon the change. An invalid EC
 * PSW is loaded all the same; priv->psw_invalid tells. */
void psw_load(struct cpu *cpu, uint32_t w0, uint32_t w1);
/* The present PSW with this code (BC mode) and the last instruction's length
 * code in it, as an interruption stores it. */
void psw_store(const struct cpu *cpu, uint8_t *at, unsigned code,
               unsigned ilc_bytes);

/* Replaces the system mask (bits 0-7): SSM, STNSM, STOSM. Returns
 * PIC_SPECIFICATION when EC mode forbids the new mask, which is in force
 * nevertheless. */
int psw_set_system_mask(struct cpu *cpu, uint8_t mask);

#endif
