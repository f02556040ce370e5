/* SPDX-License-Identifier: MIT */
/* The larger arithmetic helpers. PoO "General Instructions": "Divide", "Shift
 * Left Single", "Shift Left Double". */
#include "cpu/alu.h"

bool
alu_div64(int64_t dividend, int32_t divisor, uint32_t *quotient,
          uint32_t *remainder)
{
    int64_t q;

    if (divisor == 0 || (dividend == INT64_MIN && divisor == -1))
        return false;
    q = dividend / divisor;
    if (q != (int32_t)q)
        return false;
    *quotient = (uint32_t)q;
    *remainder = (uint32_t)(dividend % divisor);
    return true;
}

bool
alu_divl64(uint64_t dividend, uint32_t divisor, uint32_t *quotient,
           uint32_t *remainder)
{
    if (divisor == 0 || dividend >> 32 >= divisor)
        return false;
    *quotient = (uint32_t)(dividend / divisor);
    *remainder = (uint32_t)(dividend % divisor);
    return true;
}

uint64_t
alu_sla64(uint64_t v, unsigned n, bool *overflow)
{
    const uint64_t sign = (uint64_t)1 << 63;
    uint64_t number = v & ~sign;
    uint64_t out; /* the bits shifted out of the 63, and the sign's copies */

    *overflow = false;
    if (n == 0)
        return v;
    out = number >> (63 - n);
    *overflow = out != (v & sign ? ((uint64_t)1 << n) - 1 : 0);
    return (v & sign) | ((number << n) & ~sign);
}

uint32_t
alu_sla32(uint32_t v, unsigned n, bool *overflow)
{
    if (n > 31) { /* zeros follow the number's bits out */
        *overflow = v != 0;
        return v & 0x80000000u;
    }
    return (uint32_t)(alu_sla64((uint64_t)v << 32, n, overflow) >> 32);
}

uint64_t
alu_sra64(uint64_t v, unsigned n)
{
    uint64_t fill = v >> 63 && n ? ~(uint64_t)0 << (64 - n) : 0;

    return v >> n | fill;
}

uint32_t
alu_sra32(uint32_t v, unsigned n)
{
    uint64_t wide = v & 0x80000000u ? 0xffffffff00000000u | v : v;

    return (uint32_t)alu_sra64(wide, n);
}
