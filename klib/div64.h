/* SPDX-License-Identifier: MIT */
/* Division of 64-bit integers, for a machine whose divide takes 64 bits by 32.
 * Also the bodies of gcc's __udivdi3 and kin (klib/gcc.c). */
#ifndef KLIB_DIV64_H
#define KLIB_DIV64_H

#include <stdint.h>

/* Quotient of n / d; the remainder is stored at *rem when rem is not null.
 * d must not be zero: a zero divisor is a fixed-point-divide exception in the
 * guest, as for every other division. */
uint64_t k_udivmod64(uint64_t n, uint64_t d, uint64_t *rem);

#endif
