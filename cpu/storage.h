/* SPDX-License-Identifier: MIT */
/* Storage as instructions see it: operands at logical addresses, with
 * translation, protection, reference and change recording. PoO "Storage" and
 * "Program Execution". The common case, an operand within one 2K block that
 * the TLB knows, is inline. Every call returns PIC_NONE or the access
 * exception; an operand is found accessible as a whole before any of it is
 * changed. */
#ifndef CPU_STORAGE_H
#define CPU_STORAGE_H

#include <string.h>

#include "arch/dat.h"
#include "cpu/private.h"

enum access { ACCESS_READ, ACCESS_WRITE };

/* Of a key byte: the block has an uncorrectable error (cpu_storage_error). */
enum { KEY_ERROR = 0x01 };
/* What an access to it returns instead of a program-interruption code;
 * priv->fail_addr is set. */
enum { PIC_MACHINE_CHECK = 0x100 };

/* An operand of at most 2048 bytes as one or two pieces of host storage. */
struct span {
    uint8_t *p[2];
    uint32_t len, first; /* in all; in the first piece */
    uint32_t va;
    bool watched; /* stor_done has something to do */
};

int stor_span(struct cpu *cpu, uint32_t va, uint32_t len, enum access access,
              struct span *s);
/* After a store through a span. */
void stor_done(struct cpu *cpu, const struct span *s);

static inline uint8_t *
span_at(const struct span *s, uint32_t i)
{
    return i < s->first ? s->p[0] + i : s->p[1] + (i - s->first);
}

/* Puts an operand within one block into the TLB, for an instruction that will
 * access it there. False when it is not accessible, or not to be accessed
 * without further ado: then the ordinary way has to be gone. */
bool stor_find(struct cpu *cpu, uint32_t va, uint32_t len, enum access access);

int stor_read_slow(struct cpu *cpu, uint32_t va, void *to, uint32_t len);
int stor_write_slow(struct cpu *cpu, uint32_t va, const void *from,
                    uint32_t len);

static inline struct tlb_entry *
tlb_entry(struct cpu *cpu, uint32_t va)
{
    struct cpu_private *p = cpu->priv;

    return &p->tlb[((va >> 11) ^ p->salt) & (TLB_SIZE - 1)];
}

/* The tag of an entry that has all len bytes at va: those that go on in the
 * next block have the tag of that one, which va's own entry never has. */
static inline uint32_t
tlb_tag(const struct cpu_private *p, uint32_t va, uint32_t len)
{
    return ((va + len - 1) & ~(uint32_t)BLOCK_MASK) | p->context;
}

/* The host address of len bytes at va for reading (writing), NULL when the
 * slow way must be gone. */
static inline uint8_t *
stor_fast(struct cpu *cpu, uint32_t va, uint32_t len, enum access access)
{
    struct tlb_entry *e = tlb_entry(cpu, va);

    if ((access == ACCESS_WRITE ? e->write : e->read) ==
        tlb_tag(cpu->priv, va, len))
        return (uint8_t *)(e->host + va);
    return NULL;
}

static inline int
stor_read(struct cpu *cpu, uint32_t va, void *to, uint32_t len)
{
    const uint8_t *p = stor_fast(cpu, va, len, ACCESS_READ);

    if (!p)
        return stor_read_slow(cpu, va, to, len);
    memcpy(to, p, len);
    return PIC_NONE;
}

static inline int
stor_write(struct cpu *cpu, uint32_t va, const void *from, uint32_t len)
{
    uint8_t *p = stor_fast(cpu, va, len, ACCESS_WRITE);

    if (!p)
        return stor_write_slow(cpu, va, from, len);
    memcpy(p, from, len);
    return PIC_NONE;
}

/* Big-endian integers in host memory. */
static inline uint16_t
load_be16(const uint8_t *p)
{
    return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t
load_be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
           p[3];
}

static inline uint64_t
load_be64(const uint8_t *p)
{
    return (uint64_t)load_be32(p) << 32 | load_be32(p + 4);
}

static inline void
store_be16(uint8_t *p, uint16_t v)
{
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

static inline void
store_be32(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)(v >> 24);
    p[1] = (uint8_t)(v >> 16);
    p[2] = (uint8_t)(v >> 8);
    p[3] = (uint8_t)v;
}

static inline void
store_be64(uint8_t *p, uint64_t v)
{
    store_be32(p, (uint32_t)(v >> 32));
    store_be32(p + 4, (uint32_t)v);
}

static inline int
stor_get8(struct cpu *cpu, uint32_t va, uint8_t *v)
{
    return stor_read(cpu, va, v, 1);
}

static inline int
stor_get16(struct cpu *cpu, uint32_t va, uint16_t *v)
{
    uint8_t b[2];
    int pic = stor_read(cpu, va, b, sizeof b);

    if (pic == PIC_NONE)
        *v = load_be16(b);
    return pic;
}

static inline int
stor_get32(struct cpu *cpu, uint32_t va, uint32_t *v)
{
    uint8_t b[4];
    int pic = stor_read(cpu, va, b, sizeof b);

    if (pic == PIC_NONE)
        *v = load_be32(b);
    return pic;
}

static inline int
stor_get64(struct cpu *cpu, uint32_t va, uint64_t *v)
{
    uint8_t b[8];
    int pic = stor_read(cpu, va, b, sizeof b);

    if (pic == PIC_NONE)
        *v = load_be64(b);
    return pic;
}

static inline int
stor_put8(struct cpu *cpu, uint32_t va, uint8_t v)
{
    return stor_write(cpu, va, &v, 1);
}

static inline int
stor_put16(struct cpu *cpu, uint32_t va, uint16_t v)
{
    uint8_t b[2];

    store_be16(b, v);
    return stor_write(cpu, va, b, sizeof b);
}

static inline int
stor_put32(struct cpu *cpu, uint32_t va, uint32_t v)
{
    uint8_t b[4];

    store_be32(b, v);
    return stor_write(cpu, va, b, sizeof b);
}

static inline int
stor_put64(struct cpu *cpu, uint32_t va, uint64_t v)
{
    uint8_t b[8];

    store_be64(b, v);
    return stor_write(cpu, va, b, sizeof b);
}

/* The next instruction's bytes at va, left-aligned in *ib: as many as its
 * first byte says; what follows them is undefined. */
int stor_fetch_insn(struct cpu *cpu, uint32_t va, uint64_t *ib);

/* PoO "Key-Controlled Protection": may an access with this access key be made
 * to a block with this storage key? */
bool stor_key_permits(uint8_t key, uint8_t access_key, enum access access);
/* PoO "Low-Address Protection": is a store at this logical address refused? */
bool stor_low_protected(const struct cpu *cpu, uint32_t va);

/* Access to the byte of a real address with the PSW's key, for the few
 * instructions whose operand is real: sets *host and records the reference;
 * PIC_PROTECTION or PIC_ADDRESSING. */
int stor_real(struct cpu *cpu, uint32_t real, enum access access,
              uint8_t **host);

/* The byte of the absolute address in host storage, NULL beyond the end. */
static inline uint8_t *
stor_abs(struct cpu *cpu, uint32_t abs)
{
    return abs < cpu->storage->size ? cpu->storage->main + abs : NULL;
}

/* The processor stored into its assigned storage by itself: PoO "Reference
 * Recording", "Change Recording": that counts, too. */
static inline void
stor_low_changed(struct cpu *cpu)
{
    cpu->storage->keys[cpu->prefix / BLOCK_SIZE] |= KEY_REF | KEY_CHANGE;
}

/* The assigned storage locations (real 0-4095). */
static inline uint8_t *
stor_low(struct cpu *cpu, uint32_t real)
{
    return cpu->storage->main + cpu->prefix + real;
}

#endif
