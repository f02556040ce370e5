/* SPDX-License-Identifier: MIT */
/* VM/370's device classes and types, as DIAGNOSE X'24' gives them (CP's
 * VDEVTYPC and VDEVTYPE; GC20-1807 "DIAGNOSE Code X'24'"; values from memory
 * of DMKDEVTY's table in SY20-0884). */
#ifndef CP_DIAGTYPE_H
#define CP_DIAGTYPE_H

#include <stdint.h>

enum diag_class {
    CLASTERM = 0x80,
    CLASGRAF = 0x40,
    CLASURI = 0x20,
    CLASURO = 0x10,
    CLASTAPE = 0x08,
    CLASDASD = 0x04,
    CLASSPEC = 0x02,
};

/* The type number (X'3350') of a class and type code; 0: not known. */
uint16_t diag_type_of(unsigned class, unsigned code);
/* Class in the high byte, code in the low byte; 0: not known. */
uint16_t diag_code_of(unsigned type, unsigned model);

#endif
