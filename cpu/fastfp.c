/* SPDX-License-Identifier: MIT */
/* Fast forms of floating-point instructions, short and long. The registers are
 * 0, 2, 4 or 6 (fastform.c). PoO "Floating-Point Instructions". */
#include "cpu/fastforms.h"
#include "cpu/fastop.h"

#define FR1 cpu->fr[op->r1 / 2]
#define FR2 cpu->fr[op->r2 / 2]

/* Loads and stores. A short one leaves the register's right half as it was. */
FORMS(f_LD, READ_AT(8) FR1 = load_be64(at); NEXT;)
FORMS(f_STD, WRITE_AT(8) store_be64(at, FR1); NEXT;)

#define THREE(name) [ROW_##name] = {{f_##name##_0, f_##name##_1, f_##name##_2}}

const struct fast_form fast_float[ROW_COUNT] = {
    THREE(LD),
    THREE(STD),
};
