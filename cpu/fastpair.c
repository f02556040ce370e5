/* SPDX-License-Identifier: MIT */
/* Pairs that the fast engine executes as one: a comparison or a test and the
 * conditional branch after it, and LA with BCT. The first one's code does both
 * and skips the second, whose own code stays: when the first has to be left to
 * the reference handler, the second follows by itself. */
#include "cpu/fastbr.h"
#include "cpu/fastforms.h"

/* The first instruction: what it does, up to the condition code. */
#define DO_LTR                                                                 \
    R1 = R2;                                                                   \
    cc = s32(R1);
#define DO_CR cc = s32(R1) - s32(R2);
#define DO_CLR cc = (int64_t)R1 - (int64_t)R2;
#define DO_CHI cc = s32(R1) - s32(op->disp);
#define DO_C                                                                   \
    uint32_t ea = EA_1;                                                        \
    READ_AT(4) cc = s32(R1) - s32(load_be32(at));
#define DO_CL                                                                  \
    uint32_t ea = EA_1;                                                        \
    READ_AT(4) cc = (int64_t)R1 - (int64_t)load_be32(at);
#define DO_CLI                                                                 \
    uint32_t ea = EA_1;                                                        \
    READ_AT(1) cc = (int64_t)*at - op->i2;
#define DO_ICM                                                                 \
    uint32_t ea = EA_1;                                                        \
    READ_AT(4) R1 = load_be32(at);                                             \
    cc = s32(R1);
#define DO_TM                                                                  \
    uint32_t ea = EA_1;                                                        \
    READ_AT(1) cc = fast_tested_byte(*at, op->i2);
#define DO_TMLL cc = fast_tested(R1 & 0xffff, op->disp & 0xffff);

#define PAIR(first, kind, mask, condition)                                     \
    static FOP(pair_##first##_##kind##_##mask)                                 \
    {                                                                          \
        DO_##first op++;                                                       \
        if (condition)                                                         \
            GO_##kind(TO_##kind);                                              \
        NEXT;                                                                  \
    }
/* The masks that follow a comparison; code 3 does not arise. */
#define COMPARED(first, kind)                                                  \
    PAIR(first, kind, 2, cc > 0)                                               \
    PAIR(first, kind, 4, cc < 0)                                               \
    PAIR(first, kind, 7, cc != 0)                                              \
    PAIR(first, kind, 8, cc == 0)                                              \
    PAIR(first, kind, 11, cc >= 0)                                             \
    PAIR(first, kind, 13, cc <= 0)
#define TESTED(first, kind)                                                    \
    PAIR(first, kind, 1, cc >= CC_3)                                           \
    PAIR(first, kind, 7, cc != 0)                                              \
    PAIR(first, kind, 8, cc == 0)                                              \
    PAIR(first, kind, 14, cc < CC_3)
#define BY_COMPARISON(F) F(LTR) F(CR) F(CLR) F(CHI) F(C) F(CL) F(CLI) F(ICM)
#define BY_TEST(F) F(TM) F(TMLL)

#define BOTH_COMPARED(first) COMPARED(first, RX1) COMPARED(first, REL)
#define BOTH_TESTED(first) TESTED(first, RX1) TESTED(first, REL)
BY_COMPARISON(BOTH_COMPARED)
BY_TEST(BOTH_TESTED)

#define COUNTED(name, kind)                                                    \
    static FOP(name)                                                           \
    {                                                                          \
        R1 = EA_1;                                                             \
        op++;                                                                  \
        {                                                                      \
            uint32_t to = TO_##kind;                                           \
                                                                               \
            if (--R1)                                                          \
                GO_##kind(to);                                                 \
        }                                                                      \
        NEXT;                                                                  \
    }
COUNTED(pair_LA_BCT, RX1)
COUNTED(pair_LA_BRCT, REL)

/* By mask; masks that differ in code 3 only are one after a comparison. */
#define COMPARED_ROW(first, kind)                                              \
    {                                                                          \
        [2] = pair_##first##_##kind##_2, [3] = pair_##first##_##kind##_2,      \
        [4] = pair_##first##_##kind##_4, [5] = pair_##first##_##kind##_4,      \
        [6] = pair_##first##_##kind##_7, [7] = pair_##first##_##kind##_7,      \
        [8] = pair_##first##_##kind##_8, [9] = pair_##first##_##kind##_8,      \
        [10] = pair_##first##_##kind##_11, [11] = pair_##first##_##kind##_11,  \
        [12] = pair_##first##_##kind##_13, [13] = pair_##first##_##kind##_13,  \
    }
#define TESTED_ROW(first, kind)                                                \
    {                                                                          \
        [1] = pair_##first##_##kind##_1, [7] = pair_##first##_##kind##_7,      \
        [8] = pair_##first##_##kind##_8, [14] = pair_##first##_##kind##_14,    \
    }

/* The first instruction with one address register if it has an address. */
static const struct pair {
    unsigned row;
    fop_fn *by[2][16]; /* base register, relative; mask */
} pairs[] = {
#define COMPARED_ENTRY(first)                                                  \
    {ROW_##first, {COMPARED_ROW(first, RX1), COMPARED_ROW(first, REL)}},
#define TESTED_ENTRY(first)                                                    \
    {ROW_##first, {TESTED_ROW(first, RX1), TESTED_ROW(first, REL)}},
    BY_COMPARISON(COMPARED_ENTRY) BY_TEST(TESTED_ENTRY)};

/* Does the first have the operands that the pair is for? */
static bool
has_one_base(const struct fop *op, unsigned row)
{
    unsigned b = (unsigned)(op->ib >> 44) & 15;

    switch (row) {
    case ROW_C:
    case ROW_CL:
    case ROW_LA:
        return !b != !op->r2; /* one of base and index */
    case ROW_ICM:
        return b && op->r2 == 15;
    case ROW_CLI:
    case ROW_TM:
        return b;
    default:
        return true;
    }
}

fop_fn *
fast_pair(const struct fop *op, unsigned row, const struct fop *branch,
          unsigned branch_row)
{
    bool relative = branch_row == ROW_BRC || branch_row == ROW_BRCL ||
                    branch_row == ROW_BRCT;
    unsigned b = (unsigned)(branch->ib >> 44) & 15, x = ib_r2(branch->ib);

    if ((!relative && !b == !x) || !has_one_base(op, row))
        return NULL;
    if (row == ROW_LA)
        return branch_row == ROW_BCT    ? pair_LA_BCT
               : branch_row == ROW_BRCT ? pair_LA_BRCT
                                        : NULL;
    if (branch_row != ROW_BC && branch_row != ROW_BRC && branch_row != ROW_BRCL)
        return NULL;
    for (unsigned i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (pairs[i].row == row)
            return pairs[i].by[relative][branch->r1];
    return NULL;
}
