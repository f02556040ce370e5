/* SPDX-License-Identifier: MIT */
/* Fast forms of decimal instructions. PoO "Decimal Instructions". */
#include "cpu/fastforms.h"
#include "cpu/fastss.h"

const struct fast_form fast_decimal[ROW_COUNT] = {
    [0] = {{0}},
};
