/* SPDX-License-Identifier: MIT */
/* Privileged instructions, DIAGNOSE and clocks, as functions. */
#ifndef CMS_ASM_H
#define CMS_ASM_H

#include <stdint.h>

/* Ends a line of assembler: .insn does not know the semicolon. */
#define ASM_NEXT "\012"

static inline int
sio(uint32_t device)
{
    int cc;

    __asm__ volatile(".insn s,0x9c000000,0(%1)" ASM_NEXT "ipm %0;srl %0,28"
                     : "=d"(cc)
                     : "a"(device)
                     : "cc", "memory");
    return cc;
}

static inline int
tio(uint32_t device)
{
    int cc;

    __asm__ volatile(".insn s,0x9d000000,0(%1)" ASM_NEXT "ipm %0;srl %0,28"
                     : "=d"(cc)
                     : "a"(device)
                     : "cc", "memory");
    return cc;
}

static inline uint64_t
stidp(void)
{
    uint64_t id;

    __asm__ volatile("stidp %0" : "=Q"(id));
    return id;
}

static inline uint64_t
stck(void)
{
    uint64_t tod;

    __asm__ volatile("stck %0" : "=Q"(tod) : : "cc");
    return tod;
}

/* DIAGNOSE X'08': command of len bytes; flags in the length's high byte. The
 * response, if asked for (X'40'), goes to buf of *buflen bytes; R(y+1) then
 * is its length. Returns the command's return code; *cc is 1 when the response
 * did not fit. */
static inline int
diag_cpcmd(const char *command, uint32_t len)
{
    register uint32_t rc __asm__("6") = len;

    __asm__ volatile("diag %1,%0,8" : "+d"(rc) : "a"(command) : "cc", "memory");
    return (int)rc;
}

static inline int
diag_cpcmd_response(const char *command, uint32_t len, char *buf,
                    uint32_t *buflen)
{
    register const char *rx __asm__("6") = command;
    register char *rx1 __asm__("7") = buf;
    register uint32_t ry __asm__("8") = len | 0x40000000;
    register uint32_t ry1 __asm__("9") = *buflen;

    __asm__ volatile("diag %0,%2,8"
                     : "+d"(rx), "+d"(rx1), "+d"(ry), "+d"(ry1)
                     :
                     : "cc", "memory");
    *buflen = ry1;
    return (int)ry;
}

/* DIAGNOSE X'0C'. */
static inline void
diag_timer(void *area)
{
    __asm__ volatile("diag %0,%0,12" : : "a"(area) : "cc", "memory");
}

/* DIAGNOSE X'60': bytes of virtual storage. */
static inline uint32_t
diag_storage(void)
{
    uint32_t size = 0;

    __asm__ volatile("diag %0,%0,96" : "+d"(size) : : "cc");
    return size;
}

/* DIAGNOSE X'24': condition code; *virt and *real as in GC20-1807. A *device of
 * X'FFFFFFFF' asks for the console, and becomes its address. */
static inline int
diag_devtype(uint32_t *device, uint32_t *virt, uint32_t *real)
{
    register uint32_t rx __asm__("6") = *device;
    register uint32_t ry __asm__("8") = 0;
    register uint32_t ry1 __asm__("9") = 0;
    int cc;

    __asm__ volatile("diag %1,%2,36" ASM_NEXT "ipm %0;srl %0,28"
                     : "=d"(cc), "+d"(rx), "+d"(ry), "+d"(ry1)
                     :
                     : "cc");
    *device = rx;
    *virt = ry;
    *real = ry1;
    return cc;
}

#endif
