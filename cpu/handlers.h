/* SPDX-License-Identifier: MIT */
/* A declaration for each instruction handler: op_LR and so on, one for each
 * row of arch/s370.def that is implemented. */
#ifndef CPU_HANDLERS_H
#define CPU_HANDLERS_H

#include "cpu/private.h"

#define DECLARE_YES(mnemonic) op_fn op_##mnemonic;
#define DECLARE_NO(mnemonic)
#define INSN(op, mnem, fmt, fac, impl, priv, codes, chapter, title)            \
    DECLARE_##impl(mnem)
#include "arch/s370.def"
#undef DECLARE_YES
#undef DECLARE_NO

#endif
