/* SPDX-License-Identifier: MIT */
/* Fast forms of instructions on registers and immediate operands. PoO
 * "General Instructions". */
#include "cpu/fastforms.h"
#include "cpu/fastop.h"

#define REGISTER(name, ...)                                                    \
    static FOP(f_##name)                                                       \
    {                                                                          \
        __VA_ARGS__                                                            \
    }

REGISTER(LR, R1 = R2; NEXT;)
REGISTER(LTR, R1 = R2; cc = s32(R1); NEXT;)
REGISTER(LCR, SIGNED(-s32(R2)))
REGISTER(LPR, SIGNED(s32(R2) < 0 ? -s32(R2) : s32(R2)))
REGISTER(LNR, SIGNED(s32(R2) < 0 ? s32(R2) : -s32(R2)))
REGISTER(AR, SIGNED(s32(R1) + s32(R2)))
REGISTER(SR, SIGNED(s32(R1) - s32(R2)))
REGISTER(AHI, SIGNED(s32(R1) + s32(op->disp)))
REGISTER(ALR, uint64_t v = (uint64_t)R1 + R2; R1 = (uint32_t)v;
         cc = cc_from[((uint32_t)v != 0) | (v >> 32) << 1]; NEXT;)
REGISTER(SLR, uint64_t v = (uint64_t)R1 + (uint32_t)~R2 + 1; R1 = (uint32_t)v;
         cc = cc_from[((uint32_t)v != 0) | (v >> 32) << 1]; NEXT;)
REGISTER(CR, cc = s32(R1) - s32(R2); NEXT;)
REGISTER(CHI, cc = s32(R1) - s32(op->disp); NEXT;)
REGISTER(CLR, cc = (int64_t)R1 - (int64_t)R2; NEXT;)
/* Code 1 for a result that is not zero. */
REGISTER(NR, R1 &= R2; cc = -(int64_t)R1; NEXT;)
REGISTER(OR, R1 |= R2; cc = -(int64_t)R1; NEXT;)
REGISTER(XR, R1 ^= R2; cc = -(int64_t)R1; NEXT;)
REGISTER(MR, int64_t v = s32(cpu->gr[op->r1 + 1]) * s32(R2);
         R1 = (uint32_t)((uint64_t)v >> 32); cpu->gr[op->r1 + 1] = (uint32_t)v;
         NEXT;)
REGISTER(MSR, R1 *= R2; NEXT;)
REGISTER(LHI, R1 = op->disp; NEXT;)
REGISTER(MHI, R1 *= op->disp; NEXT;)
REGISTER(LARL, R1 = (cpu->psw.ia + op->disp) & ADDR_MASK; NEXT;)
REGISTER(MLR, uint64_t v = (uint64_t)cpu->gr[op->r1 + 1] * R2;
         R1 = (uint32_t)(v >> 32); cpu->gr[op->r1 + 1] = (uint32_t)v; NEXT;)
REGISTER(IPM, R1 = (R1 & 0xffffff) | (uint32_t)cc_of(cc) << 28 |
                   (uint32_t)cpu->psw.progmask << 24;
         NEXT;)

/* The carry is there with codes 2 and 3. */
REGISTER(ALCR, uint64_t v = (uint64_t)R1 + R2 + (cc > 0); R1 = (uint32_t)v;
         cc = cc_from[((uint32_t)v != 0) | (v >> 32) << 1]; NEXT;)
REGISTER(SLBR, uint64_t v = (uint64_t)R1 + (uint32_t)~R2 + (cc > 0);
         R1 = (uint32_t)v; cc = cc_from[((uint32_t)v != 0) | (v >> 32) << 1];
         NEXT;)
REGISTER(TMLL, cc = fast_tested(R1 & 0xffff, op->disp & 0xffff); NEXT;)
REGISTER(TMLH, cc = fast_tested(R1 >> 16, op->disp & 0xffff); NEXT;)

/* Shifts: the amount is an address's low-order bits. */
#define SHIFT(name, ...)                                                       \
    static FOP(f_##name##_0)                                                   \
    {                                                                          \
        unsigned n = op->disp & 63;                                            \
        __VA_ARGS__                                                            \
    }                                                                          \
    static FOP(f_##name##_1)                                                   \
    {                                                                          \
        unsigned n = (cpu->gr[op->b] + op->disp) & 63;                         \
        __VA_ARGS__                                                            \
    }
#define PAIR ((uint64_t)R1 << 32 | cpu->gr[op->r1 + 1])
#define SET_PAIR(value)                                                        \
    do {                                                                       \
        uint64_t pair_ = (value);                                              \
                                                                               \
        R1 = (uint32_t)(pair_ >> 32);                                          \
        cpu->gr[op->r1 + 1] = (uint32_t)pair_;                                 \
    } while (0)

SHIFT(SLL, R1 = (uint32_t)((uint64_t)R1 << n); NEXT;)
SHIFT(SRL, R1 = (uint32_t)((uint64_t)R1 >> n); NEXT;)
SHIFT(SRA, R1 = (uint32_t)(s32(R1) >> n); cc = s32(R1); NEXT;)
SHIFT(SLA, int64_t v = (int64_t)((uint64_t)s32(R1) << (n & 31));
      if (n > 31 || v != (int32_t)v) JUMP(fast_call); R1 = (uint32_t)v; cc = v;
      NEXT;)
SHIFT(SLDL, SET_PAIR(PAIR << n); NEXT;)
SHIFT(SRDL, SET_PAIR(PAIR >> n); NEXT;)
SHIFT(SRDA, int64_t v = (int64_t)PAIR >> n; SET_PAIR((uint64_t)v);
      cc = (v > 0) - (v < 0); NEXT;)
SHIFT(RLL, uint32_t v = R2; n &= 31; R1 = v << n | v >> (-n & 31); NEXT;)

/* Loads of addresses. */
static FOP(f_LA_0)
{
    R1 = op->disp;
    NEXT;
}

static FOP(f_LA_1)
{
    R1 = EA_1;
    NEXT;
}

static FOP(f_LA_2)
{
    R1 = EA_2;
    NEXT;
}

const struct fast_form fast_rr[ROW_COUNT] = {
    [ROW_LR] = {{f_LR}},
    [ROW_LTR] = {{f_LTR}},
    [ROW_LCR] = {{f_LCR}},
    [ROW_LPR] = {{f_LPR}},
    [ROW_LNR] = {{f_LNR}},
    [ROW_AR] = {{f_AR}},
    [ROW_SR] = {{f_SR}},
    [ROW_AHI] = {{f_AHI}},
    [ROW_ALR] = {{f_ALR}},
    [ROW_SLR] = {{f_SLR}},
    [ROW_CR] = {{f_CR}},
    [ROW_CHI] = {{f_CHI}},
    [ROW_CLR] = {{f_CLR}},
    [ROW_NR] = {{f_NR}},
    [ROW_OR] = {{f_OR}},
    [ROW_XR] = {{f_XR}},
    [ROW_MR] = {{f_MR}},
    [ROW_MSR] = {{f_MSR}},
    [ROW_LHI] = {{f_LHI}},
    [ROW_MHI] = {{f_MHI}},
    [ROW_LARL] = {{f_LARL}},
    [ROW_MLR] = {{f_MLR}},
    [ROW_IPM] = {{f_IPM}},
    [ROW_ALCR] = {{f_ALCR}},
    [ROW_SLBR] = {{f_SLBR}},
    [ROW_TMLL] = {{f_TMLL}},
    [ROW_TMLH] = {{f_TMLH}},
    [ROW_SLL] = {{f_SLL_0, f_SLL_1}},
    [ROW_SRL] = {{f_SRL_0, f_SRL_1}},
    [ROW_SRA] = {{f_SRA_0, f_SRA_1}},
    [ROW_SLA] = {{f_SLA_0, f_SLA_1}},
    [ROW_SLDL] = {{f_SLDL_0, f_SLDL_1}},
    [ROW_SRDL] = {{f_SRDL_0, f_SRDL_1}},
    [ROW_SRDA] = {{f_SRDA_0, f_SRDA_1}},
    [ROW_RLL] = {{f_RLL_0, f_RLL_1}},
    [ROW_LA] = {{f_LA_0, f_LA_1, f_LA_2}},
};
