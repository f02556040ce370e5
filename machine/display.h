/* SPDX-License-Identifier: MIT */
/* Storage and registers as lines of text, in Hercules' forms. Nothing is
 * recorded of the looking. */
#ifndef MACHINE_DISPLAY_H
#define MACHINE_DISPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "cpu/cpu.h"

struct machine;

/* "R:00001000:K:06=..." for up to 16 bytes from addr on ("V:" when the space
 * translates). False when the address is not there: the line says so. */
bool display_storage(struct machine *m, uint32_t addr, enum cpu_space space);
/* 16 bytes of absolute storage as "xxxxxxxx xxxxxxxx xxxxxxxx xxxxxxxx text",
 * fewer at the end of storage. */
void display_bytes(const struct machine *m, uint32_t abs, char *out,
                   unsigned size);
void display_gr(struct machine *m);
void display_cr(struct machine *m);
void display_fr(struct machine *m);

#endif
