/* SPDX-License-Identifier: MIT */
/* The rows of arch/s370.def by name, and the tables of fast forms, one a file,
 * indexed by them; a row without a form is the reference handler's. */
#ifndef CPU_FASTFORMS_H
#define CPU_FASTFORMS_H

#include "cpu/fast.h"

#define INSN(op, mnem, fmt, fac, impl, priv, codes, chapter, title) ROW_##mnem,
enum fast_row {
#include "arch/s370.def"
    ROW_COUNT
};

extern const struct fast_form fast_rr[ROW_COUNT], fast_rx[ROW_COUNT],
    fast_psw[ROW_COUNT], fast_ex[ROW_COUNT], fast_bytes[ROW_COUNT],
    fast_decimal[ROW_COUNT], fast_pack[ROW_COUNT], fast_long[ROW_COUNT],
    fast_float[ROW_COUNT];
/* ICM, STCM and CLM of less than four bytes. */
extern const struct fast_form fast_masked[3];
/* fastpair.c: the code of op and of the branch after it in one, or NULL. */
fop_fn *fast_pair(const struct fop *op, unsigned row, const struct fop *branch,
                  unsigned branch_row);
/* By the kind of branch and the mask. NULL: the reference handler. */
fop_fn *fast_branch(struct fop *op, unsigned row, unsigned registers);

#endif
