/* SPDX-License-Identifier: MIT */
/* Fast forms of decimal arithmetic. Both operands are
 * fetched and checked before the first is changed, as decimal.c does it; every
 * exception is left to it. PoO "Decimal Instructions". */
#include "cpu/bcd.h"
#include "cpu/fastforms.h"
#include "cpu/fastss.h"

enum { MULTIPLIER_MAX = 8 };

/* A number's digits and sign; false when a code is not valid. */
static inline __attribute__((always_inline)) bool
number(const uint8_t *at, unsigned n, dec_digits *digits, bool *negative)
{
    dec_digits v = bcd_load(at, n);
    unsigned sign = (unsigned)v & 15;

    *digits = v >> 4;
    *negative = bcd_is_minus(sign);
    return sign > 9 && bcd_valid(*digits);
}

/* Stores a result; false on an overflow that is to interrupt. */
static inline __attribute__((always_inline)) bool
result(const struct cpu *cpu, uint8_t *to, unsigned n, dec_digits digits,
       bool negative, bool overflow, int64_t *cc)
{
    overflow |= digits >> 4 * (2 * n - 1) != 0;
    if (overflow && (cpu->psw.progmask & PM_DECIMAL))
        return false;
    bcd_store(to, n, digits << 4 | (negative ? BCD_MINUS : BCD_PLUS));
    *cc = overflow ? CC_3 : digits == 0 ? 0 : negative ? -1 : 1;
    return true;
}

/* The sum, whose zero is positive. */
static inline __attribute__((always_inline)) dec_digits
add(dec_digits a, bool a_negative, dec_digits b, bool b_negative,
    bool *negative)
{
    dec_digits r;

    *negative = a_negative;
    if (a_negative == b_negative) {
        r = bcd_add(a, b);
    } else if (a >= b) {
        r = bcd_subtract(a, b);
    } else {
        r = bcd_subtract(b, a);
        *negative = b_negative;
    }
    if (r == 0)
        *negative = false;
    return r;
}

static inline __attribute__((always_inline)) bool
add_or_subtract(struct cpu *cpu, struct cpu_private *p, uint64_t ib,
                int64_t *cc, bool easy, bool subtract)
{
    dec_digits a, b, r;
    bool a_negative, b_negative, negative;
    SS_OPERANDS_2(SS_STORE)

    if (!number(to, n1, &a, &a_negative) || !number(from, n2, &b, &b_negative))
        return false;
    r = add(a, a_negative, b, b_negative ^ subtract, &negative);
    return result(cpu, to, n1, r, negative, false, cc);
}

SS(AP)
{
    return add_or_subtract(cpu, p, ib, cc, easy, false);
}

SS(SP)
{
    return add_or_subtract(cpu, p, ib, cc, easy, true);
}

SS(ZAP)
{
    dec_digits b;
    bool negative;
    SS_OPERANDS_2(SS_STORE)

    if (!number(from, n2, &b, &negative))
        return false;
    return result(cpu, to, n1, b, negative && b != 0, false, cc);
}

SS(CP)
{
    dec_digits a, b;
    bool a_negative, b_negative;
    SS_OPERANDS_2(SS_FETCH)

    if (!number(to, n1, &a, &a_negative) || !number(from, n2, &b, &b_negative))
        return false;
    if (a_negative != b_negative)
        *cc = a == 0 && b == 0 ? 0 : a_negative ? -1 : 1;
    else
        *cc = a == b ? 0 : (a < b) != a_negative ? -1 : 1;
    return true;
}

static inline bool
lengths_valid(uint64_t ib)
{
    return ib_r2(ib) + 1 <= MULTIPLIER_MAX && ib_r2(ib) < ib_r1(ib);
}

/* As many bytes of zeros at the left as the multiplier has. */
SS(MP)
{
    dec_digits a, b, r;
    bool a_negative, b_negative;
    SS_OPERANDS_2(SS_STORE)

    if (!lengths_valid(ib) || !number(to, n1, &a, &a_negative) ||
        !number(from, n2, &b, &b_negative) || a >> 4 * (2 * (n1 - n2) - 1) != 0)
        return false;
    r = bcd_of_binary(bcd_to_binary(a) * bcd_to_binary16((uint64_t)b));
    bcd_store(to, n1,
              r << 4 | (a_negative != b_negative ? BCD_MINUS : BCD_PLUS));
    return true;
}

SS(DP)
{
    dec_digits a, b, quotient, rest;
    uint64_t divisor;
    bool a_negative, b_negative;
    SS_OPERANDS_2(SS_STORE)

    if (!lengths_valid(ib) || !number(to, n1, &a, &a_negative) ||
        !number(from, n2, &b, &b_negative) || b == 0)
        return false;
    a = bcd_to_binary(a);
    divisor = bcd_to_binary16((uint64_t)b);
    quotient = a >> 64 ? a / divisor : (uint64_t)a / divisor;
    rest = bcd_of_binary16((uint64_t)(a - quotient * divisor));
    quotient = bcd_of_binary(quotient);
    if (quotient >> 4 * (2 * (n1 - n2) - 1) != 0)
        return false;
    bcd_store(to, n1 - n2,
              quotient << 4 |
                  (a_negative != b_negative ? BCD_MINUS : BCD_PLUS));
    bcd_store(to + n1 - n2, n2,
              rest << 4 | (a_negative ? BCD_MINUS : BCD_PLUS));
    return true;
}

SS(SRP)
{
    unsigned n = ib_r1(ib) + 1, round = ib_r2(ib), digits = 2 * n - 1;
    unsigned amount = ea_bd2(cpu, ib) & 63;
    uint8_t *to = ss_write(cpu, p, ea_bd1(cpu, ib), n, easy);
    bool negative, lost = false;
    dec_digits v;

    if (!to || round > 9 || !number(to, n, &v, &negative))
        return false;
    if (amount < 32) {
        lost = (amount < digits ? v >> 4 * (digits - amount) : v) != 0;
        negative &= v != 0;
        v <<= 4 * amount;
    } else {
        v >>= 4 * (63 - amount);
        round += (unsigned)v & 15;
        v >>= 4;
        if (round > 9)
            v = bcd_add(v, 1);
        negative &= v != 0;
    }
    if (lost) /* of the rest only what has room */
        v &= ((dec_digits)1 << 4 * digits) - 1;
    return result(cpu, to, n, v, negative, lost, cc);
}

SS_HARD_FORM(AP)
SS_HARD_FORM(SP)
SS_HARD_FORM(ZAP)
SS_HARD_FORM(CP)
SS_HARD_FORM(MP)
SS_HARD_FORM(DP)
SS_HARD_FORM(SRP)

const struct fast_form fast_decimal[ROW_COUNT] = {
    SS_ROW(AP), SS_ROW(SP), SS_ROW(ZAP), SS_ROW(CP),
    SS_ROW(MP), SS_ROW(DP), SS_ROW(SRP),
};
