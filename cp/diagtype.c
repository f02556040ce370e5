/* SPDX-License-Identifier: MIT */
/* The table behind cp/diagtype.h. */
#include "cp/diagtype.h"

#include "klib/klib.h"

struct row {
    uint16_t type;
    uint8_t class, code;
};

/* The first row of a class and code gives the type; the first row of a type
 * gives class and code. */
static const struct row rows[] = {
    {0x3215, CLASTERM, 0x00}, {0x3210, CLASTERM, 0x00},
    {0x1052, CLASTERM, 0x00}, {0x3277, CLASGRAF, 0x04},
    {0x3270, CLASGRAF, 0x04}, {0x3278, CLASGRAF, 0x01},
    {0x3279, CLASGRAF, 0x01}, {0x3505, CLASURI, 0x84},
    {0x2540, CLASURI, 0x82},  {0x2501, CLASURI, 0x81},
    {0x3525, CLASURO, 0x84},  {0x2540, CLASURO, 0x82},
    {0x1403, CLASURO, 0x41},  {0x3211, CLASURO, 0x42},
    {0x1443, CLASURO, 0x44},  {0x3203, CLASURO, 0x48},
    {0x3420, CLASTAPE, 0x10}, {0x3410, CLASTAPE, 0x08},
    {0x2401, CLASTAPE, 0x80}, {0x3350, CLASDASD, 0x08},
    {0x3330, CLASDASD, 0x10}, {0x3340, CLASDASD, 0x01},
    {0x2305, CLASDASD, 0x02}, {0x2314, CLASDASD, 0x40},
    {0x2311, CLASDASD, 0x80}, {0x3088, CLASSPEC, 0x80},
};

uint16_t
diag_type_of(unsigned class, unsigned code)
{
    for (unsigned i = 0; i < K_ARRAY_SIZE(rows); i++)
        if (rows[i].class == class && rows[i].code == code)
            return rows[i].type;
    return 0;
}

uint16_t
diag_code_of(unsigned type, unsigned model)
{
    for (unsigned i = 0; i < K_ARRAY_SIZE(rows); i++) {
        if (rows[i].type != type)
            continue;
        if (type == 0x2540 && (model == 2) != (rows[i].class == CLASURO))
            continue;
        return (uint16_t)(rows[i].class << 8 | rows[i].code);
    }
    return 0;
}
