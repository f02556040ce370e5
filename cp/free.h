/* SPDX-License-Identifier: MIT */
/* CP's free storage (VM/370: DMKFRE). Blocks are multiples of 8 bytes, 8-byte
 * aligned, zeroed. The pool grows by whole frames. */
#ifndef CP_FREE_H
#define CP_FREE_H

#include <stddef.h>
#include <stdint.h>

/* NULL when there is none. The caller frees with the same size. */
void *cp_alloc(size_t size);
void cp_free(void *p, size_t size);
/* The same, aligned to a power of two up to 4096. Freed with cp_free. */
void *cp_alloc_aligned(size_t size, size_t align);

/* Adds storage to the pool, as CP starts. */
void free_add(uint32_t at, uint32_t size);

/* Bytes handed out now, and bytes the pool holds. */
extern uint32_t free_used, free_pool;

#endif
