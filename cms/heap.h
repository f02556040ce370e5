/* SPDX-License-Identifier: MIT */
/* Free storage of the nucleus: low, between the data and the stack, and high,
 * from the top of storage down to NUCON's FREELOWE, which gives way and takes
 * back as blocks come and go. VM/370: DMSFRE. */
#ifndef CMS_HEAP_H
#define CMS_HEAP_H

#include <stddef.h>
#include <stdint.h>

enum heap_life {
    HEAP_SYSTEM = 1,  /* until freed */
    HEAP_COMMAND = 2, /* freed when control returns to the terminal */
};

void heap_init(void *low, uint32_t low_end, uint32_t vmsize);
/* Storage of n bytes, aligned to 8, not cleared; null when there is none. */
void *heap_get(size_t n, enum heap_life life);
void heap_free(void *p); /* p may be null */
/* Frees what the commands have left. */
void heap_end_command(void);
/* While a program runs, FREELOWE stays where it is: what lies below belongs to
 * the program. heap_hold first takes `reserve` bytes for the commands that the
 * program calls, as far as there is room; heap_release lets go. */
void heap_hold(uint32_t reserve);
void heap_release(void);
/* Bytes in use, high and low. */
uint32_t heap_used(void);

#endif
