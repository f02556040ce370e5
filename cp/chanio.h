/* SPDX-License-Identifier: MIT */
/* The I/O instructions and the DIAGNOSE that tells a virtual device's type, as
 * C functions, for the boot program and the I/O supervisor. PoO "Input/Output
 * Instructions". Each returns the condition code. */
#ifndef CP_CHANIO_H
#define CP_CHANIO_H

#include <stdint.h>

#include "arch/lowcore.h"

#define CHANIO_LOW ((volatile struct lowcore *)0)

#define CHANIO_OP(name, opcode)                                                \
    static inline unsigned name(uint32_t addr)                                 \
    {                                                                          \
        unsigned cc;                                                           \
                                                                               \
        __asm__ volatile(".insn s," opcode ",0(%1)\n\tipm %0\n\tsrl %0,28"     \
                         : "=d"(cc)                                            \
                         : "a"(addr)                                           \
                         : "cc", "memory");                                    \
        return cc;                                                             \
    }

CHANIO_OP(chanio_sio_instr, "0x9c000000")
CHANIO_OP(chanio_tio, "0x9d000000")
CHANIO_OP(chanio_hdv, "0x9e010000")
CHANIO_OP(chanio_tch, "0x9f000000")

/* SIO with the program at `ccw` and the key 0-15. */
static inline unsigned
chanio_sio(uint32_t addr, uint32_t ccw, unsigned key)
{
    uint32_t caw = key << 28 | ccw;

    __asm__ volatile("st %0,72" : : "d"(caw) : "memory");
    return chanio_sio_instr(addr);
}

/* The CSW and EC-mode I/O address of low storage. */
static inline void
chanio_csw(struct csw *csw)
{
    __asm__ volatile("mvc 0(8,%0),64" : : "a"(csw) : "memory");
}

static inline uint16_t
chanio_addr(void)
{
    uint16_t addr;

    __asm__ volatile("sr %0,%0; icm %0,3,186" : "=d"(addr) : : "cc", "memory");
    return addr;
}

#endif
