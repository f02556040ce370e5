/* SPDX-License-Identifier: MIT */
/* Packed decimal numbers, pure. PoO "Decimal Instructions". */
#ifndef CPU_DEC_H
#define CPU_DEC_H

#include <stdbool.h>
#include <stdint.h>

/* Up to 31 digits fit. */
__extension__ typedef unsigned __int128 dec_digits;

struct dec {
    bool negative;
    dec_digits digits;
};

/* 10 to the power n, 0 <= n <= 38. */
dec_digits dec_power(unsigned n);

/* The packed number in len bytes (1-16); false on an invalid digit or sign. */
bool dec_unpack(struct dec *v, const uint8_t *p, unsigned len);
/* Puts the number's low-order digits into len bytes with a preferred sign
 * code; true when all of it had room. */
bool dec_pack(uint8_t *p, unsigned len, struct dec v);

struct dec dec_add(struct dec a, struct dec b);
/* Shifts left by n digits, or right by -n with rounding: `round` is added to
 * the last digit shifted out. *lost tells of digits beyond the 31st. */
struct dec dec_shift(struct dec v, int n, unsigned round, bool *lost);
/* Condition code of a value: zero, less, greater. */
uint8_t dec_cc(struct dec v);

/* One Edit: turns pattern (len bytes) into the result. `next` yields source
 * bytes, or -1 when the storage cannot be had. *cc: the last field zero,
 * negative, positive. *mark: the offset of the last digit that turned
 * significance on, -1 for none. */
enum dec_edit { DEC_EDITED, DEC_EDIT_DATA, DEC_EDIT_ACCESS };
enum dec_edit dec_edit(uint8_t *pattern, unsigned len, int (*next)(void *ctx),
                       void *ctx, uint8_t *cc, int *mark);

#endif
