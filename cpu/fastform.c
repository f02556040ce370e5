/* SPDX-License-Identifier: MIT */
/* Choosing an instruction's fast form and setting its fields, by the format of
 * its row in arch/s370.def. */
#include "arch/insn.h"
#include "cpu/fastforms.h"
#include "cpu/fastop.h"

/* The base register and the index register: op->b is one that is not 0 if
 * there is one. Returns how many there are. */
static unsigned
address(struct fop *op, unsigned x, unsigned b)
{
    op->disp = (uint32_t)(op->ib >> 32) & 0xfff;
    op->b = (uint8_t)(b ? b : x);
    op->r2 = (uint8_t)x;
    return (b != 0) + (x != 0);
}

/* Sets the fields; returns the number of address registers. */
static unsigned
fields(struct fop *op, enum insn_format format)
{
    uint64_t ib = op->ib;
    unsigned b = (unsigned)(ib >> 44) & 15;

    op->r1 = (uint8_t)ib_r1(ib);
    op->r2 = (uint8_t)ib_r2(ib);
    op->i2 = (uint8_t)ib_i2(ib);
    switch (format) {
    case INSN_FMT_RRE:
    case INSN_FMT_RRE_R1:
        op->r1 = (uint8_t)ib_rre1(ib);
        op->r2 = (uint8_t)ib_rre2(ib);
        return 0;
    case INSN_FMT_RX:
    case INSN_FMT_RX_M:
    case INSN_FMT_RXE:
        return address(op, ib_r2(ib), b);
    case INSN_FMT_RI:
    case INSN_FMT_RI_M:
        op->disp = (uint32_t)ib_ri(ib);
        return 0;
    case INSN_FMT_RI_REL:
    case INSN_FMT_RI_REL_M:
    case INSN_FMT_RSI:
        op->disp = op->off + (uint32_t)ib_ri(ib) * 2;
        return 0;
    case INSN_FMT_RIL:
    case INSN_FMT_RIL_M:
        op->disp = op->off + (uint32_t)ib_ril(ib) * 2;
        return 0;
    default:
        op->b = (uint8_t)b;
        op->disp = (uint32_t)(ib >> 32) & 0xfff;
        return b != 0;
    }
}

/* Operands that only the reference handler knows what to do with. */
static bool
is_odd(const struct fop *op, unsigned row)
{
    switch (row) {
    case ROW_MR:
    case ROW_M:
    case ROW_MLR:
    case ROW_SLDL:
    case ROW_SRDL:
    case ROW_SRDA:
        return op->r1 & 1;
    case ROW_MVCL:
    case ROW_CLCL:
        return ((op->r1 | op->r2) & 1) || op->r1 == op->r2;
    default:
        return false;
    }
}

/* 0, 2, 4 or 6: all that formats RR and RX have. */
static bool
valid_float_registers(const struct fop *op)
{
    return !((op->r1 | (op->len == 2 ? op->r2 : 0)) & ~6u);
}

/* The forms of ICM, STCM and CLM of less than four bytes. */
static const struct fast_form *
masked(unsigned row)
{
    return &fast_masked[row == ROW_ICM ? 0 : row == ROW_STCM ? 1 : 2];
}

fop_fn *
fast_form(struct fop *op, unsigned row)
{
    static const struct fast_form *const tables[] = {
        fast_rr,      fast_rx,   fast_psw,  fast_ex,    fast_bytes,
        fast_decimal, fast_pack, fast_long, fast_float,
    };
    const struct insn *in = &insn_table[row];
    unsigned n = fields(op, (enum insn_format)in->format);
    fop_fn *fn = NULL;

    if (is_odd(op, row) ||
        (in->chapter == INSN_FLOAT && !valid_float_registers(op)))
        return fast_call;
    if (row == ROW_ICM || row == ROW_STCM || row == ROW_CLM)
        if (op->r2 != 15)
            return op->r2 ? masked(row)->by[n] : fast_call;
    if (in->codes & INSN_B)
        fn = fast_branch(op, row, n);
    for (unsigned i = 0; !fn && i < sizeof tables / sizeof tables[0]; i++)
        fn = tables[i][row].by[n];
    return fn ? fn : fast_call;
}
