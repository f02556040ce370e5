/* SPDX-License-Identifier: MIT */
/* The program-status word in its two forms, control-register bits, and
 * interruption codes. PoO GA22-7000 "Control" and "Interruptions". The masks
 * are for the PSW's first word (bits 0-31) unless said otherwise. */
#ifndef ARCH_PSW_H
#define ARCH_PSW_H

#include "arch/bytes.h"

/* Both forms: a PSW is 8 bytes. Bit 12 tells them apart. */
struct psw {
    be32 w0; /* BC: masks, key, EMWP, code; EC: masks, key, EMWP, CC, prog */
    be32 w1; /* BC: ILC, CC, program mask, address; EC: 8 zeros, address */
};
_Static_assert(sizeof(struct psw) == 8, "psw");

enum {
    PSW_EC = 0x00080000,      /* bit 12: extended-control mode */
    PSW_MC = 0x00040000,      /* bit 13: machine-check mask */
    PSW_WAIT = 0x00020000,    /* bit 14 */
    PSW_PROBLEM = 0x00010000, /* bit 15 */
    PSW_KEY = 0x00f00000,     /* bits 8-11 */
    PSW_KEY_SHIFT = 20,
    PSW_EXT = 0x01000000, /* bit 7: external mask, both forms */

    /* EC form */
    PSW_PER = 0x40000000,          /* bit 1 */
    PSW_DAT = 0x04000000,          /* bit 5 */
    PSW_IO = 0x02000000,           /* bit 6 */
    PSW_EC_SECONDARY = 0x00008000, /* bit 16: address space (DAS) */
    PSW_EC_CC = 0x00003000,        /* bits 18-19 */
    PSW_EC_CC_SHIFT = 12,
    PSW_EC_PROGMASK = 0x00000f00, /* bits 20-23 */
    PSW_EC_PROGMASK_SHIFT = 8,
    PSW_EC_MBZ = (int)0xb800c0ff, /* bits 0 2-4 16 17 24-31 of w0 must be zero
                                   * (16: without dual address space) */

    /* BC form, first word */
    PSW_BC_CH0 = (int)0x80000000, /* bits 0-5: channels 0-5; bit 6: the rest */
    PSW_BC_CH6UP = 0x02000000,
    PSW_BC_CODE = 0x0000ffff, /* bits 16-31 of an old PSW */

    /* BC form, second word */
    PSW_BC_ILC = (int)0xc0000000, /* bits 32-33, instruction length/2 */
    PSW_BC_ILC_SHIFT = 30,
    PSW_BC_CC = 0x30000000,
    PSW_BC_CC_SHIFT = 28,
    PSW_BC_PROGMASK = 0x0f000000,
    PSW_BC_PROGMASK_SHIFT = 24,

    PSW_ADDR = 0x00ffffff, /* second word, both forms */
};

/* Program mask, as four bits. */
enum { PM_FIXED = 8, PM_DECIMAL = 4, PM_EXPONENT = 2, PM_SIGNIFICANCE = 1 };

/* Program-interruption codes. PoO "Program Interruption". */
enum pic {
    PIC_OPERATION = 0x01,
    PIC_PRIVILEGED = 0x02,
    PIC_EXECUTE = 0x03,
    PIC_PROTECTION = 0x04,
    PIC_ADDRESSING = 0x05,
    PIC_SPECIFICATION = 0x06,
    PIC_DATA = 0x07,
    PIC_FIXED_OVERFLOW = 0x08,
    PIC_FIXED_DIVIDE = 0x09,
    PIC_DECIMAL_OVERFLOW = 0x0a,
    PIC_DECIMAL_DIVIDE = 0x0b,
    PIC_EXPONENT_OVERFLOW = 0x0c,
    PIC_EXPONENT_UNDERFLOW = 0x0d,
    PIC_SIGNIFICANCE = 0x0e,
    PIC_FLOATING_DIVIDE = 0x0f,
    PIC_SEGMENT = 0x10,
    PIC_PAGE = 0x11,
    PIC_TRANSLATION = 0x12,
    PIC_SPECIAL = 0x13,
    PIC_ASN_SPECIFICATION = 0x17, /* from here on: dual address space */
    PIC_SPACE_SWITCH = 0x1c,
    PIC_PC_SPECIFICATION = 0x1f,
    PIC_AFX = 0x20,
    PIC_ASX = 0x21,
    PIC_LX = 0x22,
    PIC_EX = 0x23,
    PIC_PRIMARY_AUTHORITY = 0x24,
    PIC_SECONDARY_AUTHORITY = 0x25,
    PIC_MONITOR = 0x40,
    PIC_PER = 0x80, /* ORed with another code, or alone */
};

/* External-interruption codes. PoO "External Interruption". */
enum ext_code {
    EXT_INTERVAL_TIMER = 0x0080,
    EXT_INTERRUPT_KEY = 0x0040,
    EXT_EMERGENCY = 0x1201, /* SIGP's */
    EXT_EXTERNAL_CALL = 0x1202,
    EXT_CLOCK_COMPARATOR = 0x1004,
    EXT_CPU_TIMER = 0x1005,
    EXT_VMCF = 0x4001, /* a virtual machine's, from CP */
};

/* Control register 0. PoO "Control Registers". */
enum {
    CR0_BLOCK_MULTIPLEX = (int)0x80000000,
    CR0_SSM_SUPPRESS = 0x40000000,
    CR0_LOW_PROTECT = 0x10000000, /* bit 3 */
    CR0_EXTRACTION = 0x08000000,  /* bit 4: extraction authority (DAS) */
    CR0_SECONDARY = 0x04000000,   /* bit 5: secondary space (DAS) */
    CR0_PAGE_SIZE = 0x00c00000,   /* bits 8-9: 01 = 2K, 10 = 4K */
    CR0_PAGE_2K = 0x00400000,
    CR0_PAGE_4K = 0x00800000,
    CR0_SEG_SIZE = 0x00380000, /* bits 10-12: 000 = 64K, 010 = 1M */
    CR0_SEG_64K = 0,
    CR0_SEG_1M = 0x00100000,
    CR0_EXT_EMERGENCY = 0x00004000,    /* bit 17 */
    CR0_EXT_CALL = 0x00002000,         /* bit 18: external call */
    CR0_EXT_CC = 0x00000800,           /* bit 20: clock comparator mask */
    CR0_EXT_CPU_TIMER = 0x00000400,    /* bit 21 */
    CR0_EXT_ITIMER = 0x00000080,       /* bit 24: interval timer */
    CR0_EXT_KEY = 0x00000040,          /* bit 25: interrupt key */
    CR0_EXT_SIGNAL = 0x00000020,       /* bit 26: external signals 2-7 */
    CR0_RESET = 0x000000e0,            /* initial value */
    CR2_RESET = (int)0xffffffff,       /* channel masks, initial value */
    CR5_LINKAGE = (int)0x80000000,     /* bit 0: subsystem linkage (DAS) */
    CR14_ASN_TRANSLATION = 0x00080000, /* bit 12 (DAS) */
    CR14_RESET = (int)0xc2000000,
    CR15_RESET = 0x00000200,
};

#endif
