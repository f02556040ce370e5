/* SPDX-License-Identifier: MIT */
/* Fast forms of conversions of decimal numbers: zoned, packed, binary, edited.
 * PoO "General Instructions", "Decimal Instructions". */
#include "cpu/bcd.h"
#include "cpu/fastforms.h"
#include "cpu/fastss.h"

/* Do two operands share bytes? */
static inline bool
overlap(const uint8_t *a, unsigned n1, const uint8_t *b, unsigned n2)
{
    return a < b + n2 && b < a + n1;
}

/* In place, right ends together, every byte is fetched before it is stored. */
SS(PACK)
{
    uint64_t digits, sign;
    dec_digits zoned;
    SS_OPERANDS_2(SS_STORE)

    if (overlap(to, n1, from, n2) && to + n1 != from + n2)
        return false;
    zoned = bcd_load(from, n2);
    sign = (uint64_t)zoned >> 4 & 15;
    digits =
        bcd_pack8((uint64_t)(zoned >> 64)) << 32 | bcd_pack8((uint64_t)zoned);
    bcd_store(to, n1, (dec_digits)digits << 4 | sign);
    return true;
}

SS(UNPK)
{
    const uint64_t zones = 0xf0f0f0f0f0f0f0f0;
    dec_digits packed;
    uint64_t low;
    SS_OPERANDS_2(SS_STORE)

    if (overlap(to, n1, from, n2))
        return false;
    packed = bcd_load(from, n2);
    low = bcd_unpack8((uint64_t)(packed >> 4) & 0xffffffff) | zones;
    low = (low & ~(uint64_t)0xf0) | ((uint64_t)packed & 15) << 4;
    bcd_store(
        to, n1,
        BCD_BOTH(bcd_unpack8((uint64_t)(packed >> 36) & 0xffffffff) | zones,
                 low));
    return true;
}

SS(MVO)
{
    SS_OPERANDS_2(SS_STORE)

    if (overlap(to, n1, from, n2))
        return false;
    bcd_store(to, n1, bcd_load(from, n2) << 4 | (to[n1 - 1] & 15));
    return true;
}

FORMS(f_CVB, READ_AT(8) uint64_t v = bytes_be64(at);
      uint64_t binary = bcd_to_binary16(v >> 4);
      if (__builtin_expect((v & 15) < 10 || !bcd_valid16(v >> 4) ||
                               binary > INT32_MAX,
                           0)) JUMP(fast_call);
      R1 = (uint32_t)(bcd_is_minus(v & 15) ? 0 - binary : binary); NEXT;)

FORMS(f_CVD, WRITE_AT(8) uint64_t v = R1; bool negative = v >> 31;
      v = bcd_of_binary16(negative ? 0x100000000 - v : v);
      bytes_put_be64(at, v << 4 | (negative ? BCD_MINUS : BCD_PLUS)); NEXT;)

/* Edit, as dec_edit in dec.c does it: the result of n pattern bytes is put into
 * out. False on an invalid digit and when more source bytes than `available`
 * are needed. *mark: where significance was last turned on by a digit, else -1.
 */
static bool
edit(uint8_t *out, const uint8_t *pattern, unsigned n, const uint8_t *source,
     unsigned available, int *mark, int64_t *cc)
{
    enum { SELECTOR = 0x20, STARTER = 0x21, SEPARATOR = 0x22, USED = 0xff };
    bool significant = false, nonzero = false;
    uint8_t fill = pattern[0];
    unsigned kept = USED; /* the source byte's right digit */

    *mark = -1;
    for (unsigned i = 0; i < n; i++) {
        unsigned c = pattern[i], digit = kept;
        bool plus = false;

        if (c == SEPARATOR) {
            out[i] = fill;
            significant = nonzero = false;
            continue;
        }
        if ((c & ~1u) != SELECTOR) {
            out[i] = significant ? (uint8_t)c : fill;
            continue;
        }
        kept = USED;
        if (digit == USED) {
            unsigned right;

            if (available-- == 0)
                return false;
            digit = *source >> 4;
            right = *source++ & 15;
            if (digit > 9)
                return false;
            if (right > 9)
                plus = !bcd_is_minus(right);
            else
                kept = right;
        }
        if (digit && !significant)
            *mark = (int)i;
        if (digit)
            significant = nonzero = true;
        out[i] = significant ? (uint8_t)(0xf0 | digit) : fill;
        significant = (significant || c == STARTER) && !plus;
    }
    *cc = !nonzero ? 0 : significant ? -1 : 1;
    return true;
}

/* Where the source ends is not known before; it may not go beyond its block. */
static bool
find_and_edit(struct cpu *cpu, struct cpu_private *p, uint64_t ib, int *mark,
              int64_t *cc)
{
    uint32_t n = ib_i2(ib) + 1, ea = ea_bd2(cpu, ib);
    uint32_t room = BLOCK_SIZE - (ea & BLOCK_MASK);
    uint8_t *to = ss_write(cpu, p, ea_bd1(cpu, ib), n, false);
    const uint8_t *from = fast_read_at(p, ea, n < room ? n : room);
    uint8_t out[256];

    if (!to || !from || !edit(out, to, n, from, n < room ? n : room, mark, cc))
        return false;
    bytes_move(to, out, n);
    return true;
}

SS(ED)
{
    int mark;

    (void)easy;
    return find_and_edit(cpu, p, ib, &mark, cc);
}

SS(EDMK)
{
    int mark;

    (void)easy;
    if (!find_and_edit(cpu, p, ib, &mark, cc))
        return false;
    if (mark >= 0)
        cpu->gr[1] = (cpu->gr[1] & 0xff000000) |
                     ((ea_bd1(cpu, ib) + (uint32_t)mark) & ADDR_MASK);
    return true;
}

SS_HARD_FORM(PACK)
SS_HARD_FORM(UNPK)
SS_HARD_FORM(MVO)
SS_HARD_FORM(ED)
SS_HARD_FORM(EDMK)

#define THREE(name) [ROW_##name] = {{f_##name##_0, f_##name##_1, f_##name##_2}}

const struct fast_form fast_pack[ROW_COUNT] = {
    SS_ROW(PACK), SS_ROW(UNPK), SS_ROW(MVO), SS_ROW(ED),
    SS_ROW(EDMK), THREE(CVB),   THREE(CVD),
};
