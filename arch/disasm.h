/* SPDX-License-Identifier: MIT */
/* One instruction as text. Compiles in both worlds. */
#ifndef ARCH_DISASM_H
#define ARCH_DISASM_H

#include <stdint.h>

enum { DISASM_MAX = 40 }; /* longest text and its zero byte */

/* Writes the instruction at text, whose address is addr, into buf (at least
 * DISASM_MAX bytes) as "MNEM  operands": displacements and immediates in
 * decimal, the targets of relative branches as hexadecimal addresses. An
 * opcode that the facilities (INSN_SET_...) do not have becomes
 * "DC    X'...'". Returns the length of the instruction: 2, 4 or 6 bytes, all
 * of which must be readable. */
unsigned disasm(char *buf, const uint8_t *text, uint32_t addr,
                uint32_t facilities);

#endif
