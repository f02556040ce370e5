/* SPDX-License-Identifier: MIT */
/* Fast forms of the branches: for each mask of a conditional branch its own
 * test of the condition code. PoO "General Instructions". */
#include "arch/insn.h"
#include "cpu/fastbr.h"
#include "cpu/fastforms.h"

#define TAKEN_IF(name, kind, condition)                                        \
    static FOP(name)                                                           \
    {                                                                          \
        if (condition)                                                         \
            GO_##kind(TO_##kind);                                              \
        NEXT;                                                                  \
    }

#define CONDITIONAL(kind, mask, condition)                                     \
    TAKEN_IF(br_##kind##_##mask, kind, condition)
CONDITIONS(CONDITIONAL, RR)
CONDITIONS(CONDITIONAL, RX0)
CONDITIONS(CONDITIONAL, RX1)
CONDITIONS(CONDITIONAL, RX2)
CONDITIONS(CONDITIONAL, REL)

static FOP(br_never)
{
    NEXT;
}

#define ALWAYS(kind)                                                           \
    static FOP(br_##kind##_15)                                                 \
    {                                                                          \
        GO_##kind(TO_##kind);                                                  \
    }
ALWAYS(RR)
ALWAYS(RX0)
ALWAYS(RX1)
ALWAYS(RX2)
ALWAYS(REL)

#define BY_MASK(kind)                                                          \
    {                                                                          \
        br_never, br_##kind##_1, br_##kind##_2, br_##kind##_3, br_##kind##_4,  \
            br_##kind##_5, br_##kind##_6, br_##kind##_7, br_##kind##_8,        \
            br_##kind##_9, br_##kind##_10, br_##kind##_11, br_##kind##_12,     \
            br_##kind##_13, br_##kind##_14, br_##kind##_15                     \
    }
enum { KIND_RR = 3, KIND_REL = 4 };
static fop_fn *const by_mask[5][16] = {
    BY_MASK(RX0), BY_MASK(RX1), BY_MASK(RX2), BY_MASK(RR), BY_MASK(REL),
};

/* The link address, and in front of it what BAL and BALR put there. */
static inline uint32_t
next_ia(const struct cpu *cpu, const struct fop *op)
{
    return (cpu->psw.ia + op->off + op->len) & ADDR_MASK;
}

static inline uint32_t
link_of(const struct cpu *cpu, const struct fop *op, int64_t cc)
{
    return (uint32_t)op->len / 2 << PSW_BC_ILC_SHIFT |
           (uint32_t)cc_of(cc) << PSW_BC_CC_SHIFT |
           (uint32_t)cpu->psw.progmask << PSW_BC_PROGMASK_SHIFT |
           next_ia(cpu, op);
}

#define LINK(name, kind, link)                                                 \
    static FOP(name)                                                           \
    {                                                                          \
        uint32_t to = TO_##kind;                                               \
                                                                               \
        cpu->gr[op->r1] = (link);                                              \
        GO_##kind(to);                                                         \
    }
LINK(f_BALR, RR, link_of(cpu, op, cc))
LINK(f_BAL_0, RX0, link_of(cpu, op, cc))
LINK(f_BAL_1, RX1, link_of(cpu, op, cc))
LINK(f_BAL_2, RX2, link_of(cpu, op, cc))
LINK(f_BASR, RR, next_ia(cpu, op))
LINK(f_BAS_0, RX0, next_ia(cpu, op))
LINK(f_BAS_1, RX1, next_ia(cpu, op))
LINK(f_BAS_2, RX2, next_ia(cpu, op))
LINK(f_BRAS, REL, next_ia(cpu, op))

/* BALR and BASR that do not branch. */
static FOP(f_BALR_0)
{
    cpu->gr[op->r1] = link_of(cpu, op, cc);
    NEXT;
}

static FOP(f_BASR_0)
{
    cpu->gr[op->r1] = next_ia(cpu, op);
    NEXT;
}

static FOP(f_BCTR_0)
{
    cpu->gr[op->r1]--;
    NEXT;
}

/* The target is computed before the register changes. */
#define COUNT(name, kind)                                                      \
    static FOP(name)                                                           \
    {                                                                          \
        uint32_t to = TO_##kind;                                               \
                                                                               \
        if (--cpu->gr[op->r1])                                                 \
            GO_##kind(to);                                                     \
        NEXT;                                                                  \
    }
COUNT(f_BCTR, RR)
COUNT(f_BCT_0, RX0)
COUNT(f_BCT_1, RX1)
COUNT(f_BCT_2, RX2)
COUNT(f_BRCT, REL)

#define INDEX(name, kind, compare)                                             \
    static FOP(name)                                                           \
    {                                                                          \
        uint32_t to = TO_##kind, comparand = cpu->gr[op->r2 | 1];              \
        uint32_t sum = cpu->gr[op->r1] + cpu->gr[op->r2];                      \
                                                                               \
        cpu->gr[op->r1] = sum;                                                 \
        if ((int32_t)sum compare(int32_t) comparand)                           \
            GO_##kind(to);                                                     \
        NEXT;                                                                  \
    }
INDEX(f_BXH_0, RX0, >)
INDEX(f_BXH_1, RX1, >)
INDEX(f_BXLE_0, RX0, <=)
INDEX(f_BXLE_1, RX1, <=)
INDEX(f_BRXH, REL, >)
INDEX(f_BRXLE, REL, <=)

static const struct fast_form others[ROW_COUNT] = {
    [ROW_BALR] = {{f_BALR_0, f_BALR}},
    [ROW_BASR] = {{f_BASR_0, f_BASR}},
    [ROW_BCTR] = {{f_BCTR_0, f_BCTR}},
    [ROW_BAL] = {{f_BAL_0, f_BAL_1, f_BAL_2}},
    [ROW_BAS] = {{f_BAS_0, f_BAS_1, f_BAS_2}},
    [ROW_BRAS] = {{f_BRAS}},
    [ROW_BRASL] = {{f_BRAS}},
    [ROW_BCT] = {{f_BCT_0, f_BCT_1, f_BCT_2}},
    [ROW_BRCT] = {{f_BRCT}},
    [ROW_BXH] = {{f_BXH_0, f_BXH_1}},
    [ROW_BXLE] = {{f_BXLE_0, f_BXLE_1}},
    [ROW_BRXH] = {{f_BRXH}},
    [ROW_BRXLE] = {{f_BRXLE}},
};

/* Is the branch one of those that are linked (GO_kind)? */
static bool
is_linked(unsigned row, unsigned registers)
{
    switch (insn_table[row].format) {
    case INSN_FMT_RI_REL:
    case INSN_FMT_RI_REL_M:
    case INSN_FMT_RIL:
    case INSN_FMT_RIL_M:
    case INSN_FMT_RSI:
        return true;
    case INSN_FMT_RR:
    case INSN_FMT_RR_M:
        return false;
    default:
        return registers == 1;
    }
}

fop_fn *
fast_branch(struct fop *op, unsigned row, unsigned registers)
{
    if (is_linked(row, registers))
        op->delta = LINK_NOT_YET;
    switch (row) {
    case ROW_BCR:
        return op->r2 ? by_mask[KIND_RR][op->r1] : br_never;
    case ROW_BC:
        return by_mask[registers][op->r1];
    case ROW_BRC:
    case ROW_BRCL:
        return by_mask[KIND_REL][op->r1];
    case ROW_BALR:
    case ROW_BASR:
    case ROW_BCTR:
        return others[row].by[op->r2 != 0];
    default:
        return others[row].by[registers];
    }
}
