/* SPDX-License-Identifier: MIT */
/* Arithmetic as the architecture defines it, pure: values in, value and
 * condition code out. Shared by every engine. PoO "General Instructions". */
#ifndef CPU_ALU_H
#define CPU_ALU_H

#include <stdbool.h>
#include <stdint.h>

/* Condition code of a signed result: zero, less, greater. */
static inline uint8_t
alu_sign_cc(int32_t v)
{
    return v == 0 ? 0 : v < 0 ? 1 : 2;
}

/* Signed addition; *cc is 3 on overflow. */
static inline uint32_t
alu_add32(uint32_t a, uint32_t b, uint8_t *cc)
{
    uint32_t r = a + b;

    *cc = (~(a ^ b) & (a ^ r)) >> 31 ? 3 : alu_sign_cc((int32_t)r);
    return r;
}

static inline uint32_t
alu_sub32(uint32_t a, uint32_t b, uint8_t *cc)
{
    uint32_t r = a - b;

    *cc = ((a ^ b) & (a ^ r)) >> 31 ? 3 : alu_sign_cc((int32_t)r);
    return r;
}

/* Unsigned addition: bit 0 of the code is "not zero", bit 1 "carry". */
static inline uint32_t
alu_addl32(uint32_t a, uint32_t b, bool carry, uint8_t *cc)
{
    uint64_t sum = (uint64_t)a + b + carry;

    *cc = (uint8_t)(((uint32_t)sum != 0) | (sum >> 32 ? 2 : 0));
    return (uint32_t)sum;
}

/* a - b is a + ~b + 1; a carry means no borrow. */
static inline uint32_t
alu_subl32(uint32_t a, uint32_t b, bool no_borrow, uint8_t *cc)
{
    return alu_addl32(a, ~b, no_borrow, cc);
}

static inline uint8_t
alu_cmp32(uint32_t a, uint32_t b)
{
    return a == b ? 0 : (int32_t)a < (int32_t)b ? 1 : 2;
}

static inline uint8_t
alu_cmpl32(uint32_t a, uint32_t b)
{
    return a == b ? 0 : a < b ? 1 : 2;
}

/* Signed 64 by 32 division; false on a quotient of more than 32 bits or a
 * divisor of zero. The remainder has the dividend's sign. */
bool alu_div64(int64_t dividend, int32_t divisor, uint32_t *quotient,
               uint32_t *remainder);
bool alu_divl64(uint64_t dividend, uint32_t divisor, uint32_t *quotient,
                uint32_t *remainder);

/* Arithmetic left shifts by 0-63; *overflow when a bit unlike the sign was
 * shifted out. The sign stays. */
uint32_t alu_sla32(uint32_t v, unsigned n, bool *overflow);
uint64_t alu_sla64(uint64_t v, unsigned n, bool *overflow);
uint32_t alu_sra32(uint32_t v, unsigned n);
uint64_t alu_sra64(uint64_t v, unsigned n);

static inline uint8_t
alu_sign_cc64(uint64_t v)
{
    return v == 0 ? 0 : v >> 63 ? 1 : 2;
}

#endif
