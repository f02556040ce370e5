/* SPDX-License-Identifier: MIT */
/* Segment-table and page-table entries. PoO "Dynamic Address Translation",
 * "Translation Tables". */
#ifndef ARCH_DAT_H
#define ARCH_DAT_H

#include "arch/bytes.h"

/* CR1: segment-table length in bits 0-7 (units of 64 bytes, less one), origin
 * in bits 8-25 (a multiple of 64). */
enum { CR1_LENGTH_SHIFT = 24, CR1_ORIGIN = 0x00ffffc0 };

/* Segment-table entry, a fullword. */
enum {
    STE_PTL = (int)0xf0000000, /* page-table length: sixteenths, less one */
    STE_PTL_SHIFT = 28,
    STE_ORIGIN = 0x00fffff8,
    STE_PROTECT = 0x00000004, /* with segment protection (370 extended) */
    STE_COMMON = 0x00000002,
    STE_INVALID = 0x00000001,
};

/* Page-table entry, a halfword. 4K pages: bits 0-11 are the frame's address
 * bits 8-19, bit 12 invalid, bits 13-14 zero. 2K pages: bits 0-12 the address,
 * bit 13 invalid, bit 14 zero. Bit 15 is the program's. */
enum {
    PTE4K_ADDR = 0xfff0, /* << 8 gives the frame's real address */
    PTE4K_INVALID = 0x0008,
    PTE4K_MBZ = 0x0006,
    PTE2K_ADDR = 0xfff8, /* << 8 gives the frame's real address */
    PTE2K_INVALID = 0x0004,
    PTE2K_MBZ = 0x0002,
    PTE_USER = 0x0001,
};

/* Storage key byte, as ISK and SSK have it, one for each 2K block. */
enum {
    KEY_ACC = 0xf0,
    KEY_FETCH = 0x08,
    KEY_REF = 0x04,
    KEY_CHANGE = 0x02,
};

#endif
