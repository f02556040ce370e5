/* SPDX-License-Identifier: MIT */
/* Fast forms of floating-point instructions, short and long, where they end
 * without an exception. The registers are 0, 2, 4 or 6 (fastform.c). PoO
 * "Floating-Point Instructions". */
#include "cpu/fastforms.h"
#include "cpu/fastop.h"
#include "cpu/fphex.h"

#define FR1 cpu->fr[op->r1 / 2]
#define FR2 cpu->fr[op->r2 / 2]
#define LEFT 0xffffffff00000000u

/* A short result leaves the register's right half as it was. */
static inline void
set_short(uint64_t *reg, uint64_t v)
{
    *reg = (*reg & ~LEFT) | (v & LEFT);
}

static inline void
set_long(uint64_t *reg, uint64_t v)
{
    *reg = v;
}

#define DIGITS_short HFP_SHORT
#define DIGITS_long HFP_LONG
#define FETCH_short(at) ((uint64_t)load_be32(at) << 32)
#define FETCH_long(at) load_be64(at)
#define SIZE_short 4
#define SIZE_long 8

/* The forms of an instruction with the second operand b, in a register and in
 * storage. */
#define BOTH(name, length, ...)                                                \
    static FOP(f_##name##R)                                                    \
    {                                                                          \
        uint64_t b = FR2;                                                      \
        __VA_ARGS__                                                            \
    }                                                                          \
    FORMS(f_##name, READ_AT(SIZE_##length) uint64_t b = FETCH_##length(at);    \
          __VA_ARGS__)

#define ADD(name, length, sign, normalize)                                     \
    BOTH(name, length, uint64_t r; int64_t new_cc;                             \
         if (__builtin_expect(!fp_add(&r, FR1, b ^ (sign), DIGITS_##length,    \
                                      normalize, cpu->psw.progmask, &new_cc),  \
                              0)) JUMP(fast_call);                             \
         set_##length(&FR1, r); cc = new_cc; NEXT;)
ADD(AD, long, 0, true)
ADD(SD, long, FP_SIGN, true)
ADD(AW, long, 0, false)
ADD(SW, long, FP_SIGN, false)
ADD(AE, short, 0, true)
ADD(SE, short, FP_SIGN, true)
ADD(AU, short, 0, false)
ADD(SU, short, FP_SIGN, false)

#define RESULT(name, length, function, result_length)                          \
    BOTH(name, length, uint64_t r;                                             \
         if (__builtin_expect(!function(&r, FR1, b, DIGITS_##length), 0))      \
             JUMP(fast_call);                                                  \
         set_##result_length(&FR1, r); NEXT;)
RESULT(MD, long, fp_multiply, long)
RESULT(ME, short, fp_multiply, long)
RESULT(DD, long, fp_divide, long)
RESULT(DE, short, fp_divide, short)

BOTH(CD, long, cc = fp_compare(FR1, b, HFP_LONG); NEXT;)
BOTH(CE, short, cc = fp_compare(FR1, b, HFP_SHORT); NEXT;)
BOTH(LD, long, FR1 = b; NEXT;)
BOTH(LE, short, set_short(&FR1, b); NEXT;)

FORMS(f_STD, WRITE_AT(8) store_be64(at, FR1); NEXT;)
FORMS(f_STE, WRITE_AT(4) store_be32(at, (uint32_t)(FR1 >> 32)); NEXT;)

#define HALVE(name, length)                                                    \
    static FOP(f_##name)                                                       \
    {                                                                          \
        uint64_t r;                                                            \
                                                                               \
        if (__builtin_expect(!fp_halve(&r, FR2, DIGITS_##length), 0))          \
            JUMP(fast_call);                                                   \
        set_##length(&FR1, r);                                                 \
        NEXT;                                                                  \
    }
HALVE(HDR, long)
HALVE(HER, short)

/* v: FR2 with the sign that the result has. The fraction alone decides whether
 * it is zero. */
#define LOAD_SIGN(name, length, expression)                                    \
    static FOP(f_##name)                                                       \
    {                                                                          \
        uint64_t v = expression;                                               \
                                                                               \
        set_##length(&FR1, v);                                                 \
        cc = !fp_fraction(v, DIGITS_##length) ? 0 : (int64_t)v < 0 ? -1 : 1;   \
        NEXT;                                                                  \
    }
LOAD_SIGN(LTDR, long, FR2)
LOAD_SIGN(LCDR, long, FR2 ^ FP_SIGN)
LOAD_SIGN(LPDR, long, FR2 & ~FP_SIGN)
LOAD_SIGN(LNDR, long, FR2 | FP_SIGN)
LOAD_SIGN(LTER, short, FR2)
LOAD_SIGN(LCER, short, FR2 ^ FP_SIGN)
LOAD_SIGN(LPER, short, FR2 & ~FP_SIGN)
LOAD_SIGN(LNER, short, FR2 | FP_SIGN)

#define REGISTERS(name) [ROW_##name] = {{f_##name}}
#define STORAGE(name)                                                          \
    [ROW_##name] = {{f_##name##_0, f_##name##_1, f_##name##_2}}
#define ROWS(name) REGISTERS(name##R), STORAGE(name)

const struct fast_form fast_float[ROW_COUNT] = {
    ROWS(AD),        ROWS(SD),        ROWS(AW),        ROWS(SW),
    ROWS(AE),        ROWS(SE),        ROWS(AU),        ROWS(SU),
    ROWS(MD),        ROWS(ME),        ROWS(DD),        ROWS(DE),
    ROWS(CD),        ROWS(CE),        ROWS(LD),        ROWS(LE),
    STORAGE(STD),    STORAGE(STE),    REGISTERS(HDR),  REGISTERS(HER),
    REGISTERS(LTDR), REGISTERS(LCDR), REGISTERS(LPDR), REGISTERS(LNDR),
    REGISTERS(LTER), REGISTERS(LCER), REGISTERS(LPER), REGISTERS(LNER),
};
