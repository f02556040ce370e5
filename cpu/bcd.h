/* SPDX-License-Identifier: MIT */
/* Packed decimal numbers of up to 16 bytes in registers, all digits at a time,
 * pure. A number is right-aligned: four bits a digit, with or without the sign
 * code at its right. dec.h has the same arithmetic written to be read. PoO
 * "Decimal Instructions". */
#ifndef CPU_BCD_H
#define CPU_BCD_H

#include <stdbool.h>

#include "cpu/bytes.h"
#include "cpu/dec.h"

#define BCD_INLINE static inline __attribute__((always_inline))
#define BCD_EACH(digit) ((uint64_t)0x1111111111111111 * (digit))
#define BCD_BOTH(high, low) ((dec_digits)(high) << 64 | (low))

/* The preferred sign codes. */
enum { BCD_PLUS = 0xc, BCD_MINUS = 0xd };

/* n bytes, 1 to 16, as a number. */
BCD_INLINE dec_digits
bcd_load(const uint8_t *p, unsigned n)
{
    if (n > 8)
        return BCD_BOTH(bytes_be64(p) >> 8 * (16 - n), bytes_be64(p + n - 8));
    if (n >= 4)
        return (uint64_t)bytes_be32(p) << 8 * (n - 4) | bytes_be32(p + n - 4);
    if (n >= 2)
        return bytes_be16(p) << 8 * (n - 2) | bytes_be16(p + n - 2);
    return p[0];
}

/* The number's low-order n bytes. */
BCD_INLINE void
bcd_store(uint8_t *p, unsigned n, dec_digits v)
{
    if (n > 8) {
        bytes_put_be64(p + n - 8, (uint64_t)v);
        bytes_put_be64(p, (uint64_t)(v >> 8 * (n - 8)));
    } else if (n >= 4) {
        bytes_put_be32(p + n - 4, (uint32_t)v);
        bytes_put_be32(p, (uint32_t)((uint64_t)v >> 8 * (n - 4)));
    } else {
        for (; n-- > 0; v >>= 8)
            p[n] = (uint8_t)v;
    }
}

/* Is every digit of the 16 at most 9? */
BCD_INLINE bool
bcd_valid16(uint64_t v)
{
    return !(((v >> 1 & BCD_EACH(7)) + BCD_EACH(3)) & BCD_EACH(8));
}

BCD_INLINE bool
bcd_valid(dec_digits v)
{
    return bcd_valid16((uint64_t)v) && bcd_valid16((uint64_t)(v >> 64));
}

BCD_INLINE bool
bcd_is_minus(unsigned sign)
{
    return sign == 0xb || sign == 0xd;
}

/* The carries into each digit are the bits in which the sum of the digits,
 * each six more, differs from the sum without carry; where there was none the
 * six is taken away. At most 31 digits. */
BCD_INLINE dec_digits
bcd_add(dec_digits a, dec_digits b)
{
    const dec_digits six = BCD_BOTH(BCD_EACH(6) >> 4, BCD_EACH(6));
    const dec_digits carries =
        BCD_BOTH(BCD_EACH(1), BCD_EACH(1) & ~(uint64_t)1);
    dec_digits more = a + six, sum = more + b;
    dec_digits none = ~(sum ^ more ^ b) & carries;

    return sum - (none >> 2 | none >> 3);
}

/* a - b, a not less than b: six is taken away below each borrow. */
BCD_INLINE dec_digits
bcd_subtract(dec_digits a, dec_digits b)
{
    const dec_digits borrows =
        BCD_BOTH(BCD_EACH(1), BCD_EACH(1) & ~(uint64_t)1);
    dec_digits difference = a - b;
    dec_digits borrow = (a ^ b ^ difference) & borrows;

    return difference - (borrow >> 2 | borrow >> 3);
}

/* 16 digits to binary: neighbours joined four times. */
BCD_INLINE uint64_t
bcd_to_binary16(uint64_t v)
{
    v -= 6 * (v >> 4 & 0x0f0f0f0f0f0f0f0f);
    v -= 156 * (v >> 8 & 0x00ff00ff00ff00ff);
    v -= 55536 * (v >> 16 & 0x0000ffff0000ffff);
    return v - 4194967296 * (v >> 32);
}

BCD_INLINE dec_digits
bcd_to_binary(dec_digits v)
{
    uint64_t high = (uint64_t)(v >> 64), low = bcd_to_binary16((uint64_t)v);

    if (high == 0)
        return low;
    return (dec_digits)bcd_to_binary16(high) * 10000000000000000u + low;
}

/* The way back, of less than 10^16: divided by 10^8, 10^4, 100 and 10, the last
 * two by multiplication in all parts at once. */
BCD_INLINE uint64_t
bcd_of_binary16(uint64_t v)
{
    const uint64_t words = 0x0000ffff0000ffff, bytes = 0x00ff00ff00ff00ff;
    const uint64_t percent = 0x0000007f0000007f;
    uint64_t high = v / 100000000, low = v % 100000000, hundreds, tens;

    v = (high / 10000) << 48 | (high % 10000) << 32 | (low / 10000) << 16 |
        low % 10000;
    hundreds = ((v & words) * 5243 >> 19 & percent) |
               ((v >> 16 & words) * 5243 >> 19 & percent) << 16;
    v += 156 * hundreds;
    tens = ((v & bytes) * 103 >> 10 & 0x000f000f000f000f) |
           ((v >> 8 & bytes) * 103 >> 10 & 0x000f000f000f000f) << 8;
    return v + 6 * tens;
}

/* Less than 10^31. */
BCD_INLINE dec_digits
bcd_of_binary(dec_digits v)
{
    /* 10^16 is 2^16 times this; the quotient is made in two steps. */
    const uint64_t five16 = 152587890625;
    uint64_t high, rest, quotient;

    if (v < 10000000000000000u)
        return bcd_of_binary16((uint64_t)v);
    high = (uint64_t)(v >> 42);
    rest = high % five16 << 26 | ((uint64_t)v >> 16 & 0x3ffffff);
    quotient = (high / five16 << 26) + rest / five16;
    rest = rest % five16 << 16 | ((uint64_t)v & 0xffff);
    return BCD_BOTH(bcd_of_binary16(quotient), bcd_of_binary16(rest));
}

/* Eight zoned digits without their zones, and back. */
BCD_INLINE uint64_t
bcd_pack8(uint64_t v)
{
    v &= 0x0f0f0f0f0f0f0f0f;
    v = (v | v >> 4) & 0x00ff00ff00ff00ff;
    v = (v | v >> 8) & 0x0000ffff0000ffff;
    return (v | v >> 16) & 0xffffffff;
}

BCD_INLINE uint64_t
bcd_unpack8(uint64_t v)
{
    v = (v | v << 16) & 0x0000ffff0000ffff;
    v = (v | v << 8) & 0x00ff00ff00ff00ff;
    return (v | v << 4) & 0x0f0f0f0f0f0f0f0f;
}

#endif
