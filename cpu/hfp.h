/* SPDX-License-Identifier: MIT */
/* Hexadecimal floating-point arithmetic, pure: numbers and a program mask in;
 * number, condition code and program-interruption code out. PoO
 * "Floating-Point Instructions". */
#ifndef CPU_HFP_H
#define CPU_HFP_H

#include <stdbool.h>
#include <stdint.h>

__extension__ typedef unsigned __int128 hfp_fraction;

/* Digits of a fraction. */
enum { HFP_SHORT = 6, HFP_LONG = 14, HFP_EXTENDED = 28 };

/* The value is fraction * 16^(exponent - 64 - digits). */
struct hfp {
    bool negative;
    int exponent; /* the characteristic, 0-127 */
    hfp_fraction fraction;
};

/* Registers 0, 2, 4 and 6; others are a specification exception. */
static inline bool
hfp_register(unsigned r)
{
    return !(r & 9);
}

/* The operations set *r to what the result register gets and return 0 or the
 * exception (PIC_...) that is to be recognized; r is unchanged when that is a
 * floating-point divide exception. digits: of the operands. */

/* a + b, or a - b when `subtract`. *cc is set. */
int hfp_add(struct hfp *r, struct hfp a, struct hfp b, bool subtract,
            bool normalize, unsigned digits, uint8_t progmask, uint8_t *cc);
/* Condition code of comparing a with b. */
uint8_t hfp_compare(struct hfp a, struct hfp b);
/* The product, truncated to result_digits: HFP_LONG for short operands (an
 * exact product), HFP_LONG or HFP_EXTENDED for long ones. */
int hfp_multiply(struct hfp *r, struct hfp a, struct hfp b, unsigned digits,
                 unsigned result_digits, uint8_t progmask);
/* a / b; short and long only. */
int hfp_divide(struct hfp *r, struct hfp a, struct hfp b, unsigned digits,
               uint8_t progmask);
int hfp_halve(struct hfp *r, struct hfp a, unsigned digits, uint8_t progmask);
/* Rounds from one length to the next shorter. */
int hfp_round(struct hfp *r, struct hfp a, unsigned digits,
              unsigned result_digits);

#endif
