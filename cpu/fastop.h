/* SPDX-License-Identifier: MIT */
/* What the fast engine's instruction forms are written with. */
#ifndef CPU_FASTOP_H
#define CPU_FASTOP_H

#include "cpu/fast.h"
#include "cpu/storage.h"

/* JUMP(fn) ends a form: fn goes on with op. It is a tail call where the
 * compiler makes one for sure; otherwise the loop in fastrun.c does it. */
#if defined(__clang__)
#define JUMP(to) __attribute__((musttail)) return (to)(cpu, op, left, cc, p)
#elif defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__)
#define JUMP(to) return (to)(cpu, op, left, cc, p)
#else
#define FAST_TRAMPOLINE
#define JUMP(to)                                                               \
    do {                                                                       \
        (void)cpu;                                                             \
        p->bounce = (to);                                                      \
        p->bounce_op = op;                                                     \
        p->bounce_left = left;                                                 \
        p->bounce_cc = cc;                                                     \
        return;                                                                \
    } while (0)
#endif

#define NEXT                                                                   \
    do {                                                                       \
        op++;                                                                  \
        JUMP(op->fn);                                                          \
    } while (0)

/* Goes on at the address: the block there must fit into what is left. */
#define ENTER(address)                                                         \
    do {                                                                       \
        uint32_t to_ = (address)&ADDR_MASK;                                    \
                                                                               \
        cpu->psw.ia = to_;                                                     \
        if ((to_ & ~(uint32_t)(BLOCK_MASK - 1)) != p->page_tag)                \
            JUMP(fast_cross);                                                  \
        op = p->page_at[to_ >> 1 & (PAGE_HALFWORDS - 1)];                      \
        left -= op->rest + 1;                                                  \
        if (__builtin_expect(left < 0, 0))                                     \
            JUMP(fast_full);                                                   \
        JUMP(op->fn);                                                          \
    } while (0)

/* The same from within a block: its other instructions were not begun. */
#define BRANCH(address)                                                        \
    do {                                                                       \
        left += op->rest;                                                      \
        ENTER(address);                                                        \
    } while (0)

/* The same for a branch that mostly goes to one place. Its block and the one it
 * went to first are linked if they are in one page, where their addresses
 * differ by the same in every space. i2 is then what `left` changes by. */
#define BRANCH_LINKED(address)                                                 \
    do {                                                                       \
        uint32_t to_ = (address)&ADDR_MASK;                                    \
                                                                               \
        if (__builtin_expect(to_ - cpu->psw.ia != op->delta, 0)) {             \
            p->goal = to_;                                                     \
            JUMP(fast_link);                                                   \
        }                                                                      \
        cpu->psw.ia = to_;                                                     \
        left += (int8_t)op->i2;                                                \
        op = op->link;                                                         \
        if (__builtin_expect(left < 0, 0))                                     \
            JUMP(fast_full);                                                   \
        JUMP(op->fn);                                                          \
    } while (0)

/* The condition code in a block: 0 is code 0, less is 1, greater is 2, at
 * least CC_3 is 3. So a difference or a result is its own condition code. */
#define CC_3 ((int64_t)1 << 40)

static inline uint8_t
cc_of(int64_t cc)
{
    return cc == 0 ? 0 : cc < 0 ? 1 : cc < CC_3 ? 2 : 3;
}

static const int64_t cc_from[4] = {0, -1, 1, CC_3};

/* The operand address made of no, one, two registers. */
#define EA_0 (op->disp)
#define EA_1 ((cpu->gr[op->b] + op->disp) & ADDR_MASK)
#define EA_2 ((cpu->gr[op->b] + cpu->gr[op->r2] + op->disp) & ADDR_MASK)

/* The form `name`, with the operand address in `ea`; one for each way to make
 * it, with at most a base register or with two. */
#define FORM(name, address, ...)                                               \
    static FOP(name)                                                           \
    {                                                                          \
        uint32_t ea = (address);                                               \
        __VA_ARGS__                                                            \
    }
#define ONE_BASE(name, ...)                                                    \
    FORM(name##_0, EA_0, __VA_ARGS__)                                          \
    FORM(name##_1, EA_1, __VA_ARGS__)
#define FORMS(name, ...)                                                       \
    ONE_BASE(name, __VA_ARGS__)                                                \
    FORM(name##_2, EA_2, __VA_ARGS__)

/* The entry of a 24-bit address. */
static inline struct tlb_entry *
fast_entry(struct cpu_private *p, uint32_t ea)
{
    return &p->tlb[ea >> 11 ^ p->salt];
}

/* The len bytes (1 to 2048) at a 24-bit address in host storage if the TLB
 * knows them, else NULL. */
static inline const uint8_t *
fast_read_at(struct cpu_private *p, uint32_t ea, uint32_t len)
{
    struct tlb_entry *e = fast_entry(p, ea);

    if (__builtin_expect(e->read == tlb_tag(p, ea, len), 1)) {
        const uint8_t *at = (const uint8_t *)(e->host + ea);

        if (!at)
            __builtin_unreachable();
        return at;
    }
    return NULL;
}

/* fastcode.c: may the len bytes there, in a block whose stores are watched, be
 * stored into without telling anybody? */
bool fast_unwatched(const struct cpu *cpu, uint32_t abs, uint32_t len);
/* fastrun.c: fast_write_at where stores are watched. */
uint8_t *fast_watched_at(struct cpu *cpu, struct cpu_private *p, uint32_t ea,
                         uint32_t len);

/* The same for storing, as far as nobody watches. */
static inline uint8_t *
fast_write_easy(struct cpu_private *p, uint32_t ea, uint32_t len)
{
    struct tlb_entry *e = fast_entry(p, ea);

    if (__builtin_expect(e->write == tlb_tag(p, ea, len), 1)) {
        uint8_t *at = (uint8_t *)(e->host + ea);

        if (!at)
            __builtin_unreachable();
        return at;
    }
    return NULL;
}

static inline uint8_t *
fast_write_at(struct cpu *cpu, struct cpu_private *p, uint32_t ea, uint32_t len)
{
    uint8_t *at = fast_write_easy(p, ea, len);

    return __builtin_expect(!at, 0) ? fast_watched_at(cpu, p, ea, len) : at;
}

/* `at`: the operand in host storage. When the TLB does not know it,
 * fast_miss_read (write) finds it and begins the form again, or has the
 * reference handler do the whole instruction. */
#define MISSED(len, access)                                                    \
    do {                                                                       \
        p->miss_ea = ea;                                                       \
        p->miss_len = (len);                                                   \
        JUMP(fast_miss_##access);                                              \
    } while (0)
#define READ_AT(len)                                                           \
    const uint8_t *at = fast_read_at(p, ea, len);                              \
                                                                               \
    if (__builtin_expect(!at, 0))                                              \
        MISSED(len, read);
#define WRITE_AT(len)                                                          \
    uint8_t *at = fast_write_at(cpu, p, ea, len);                              \
                                                                               \
    if (__builtin_expect(!at, 0))                                              \
        MISSED(len, write);

/* The register R1, and a signed result with its condition code. Overflow is
 * the reference handler's. */
#define R1 cpu->gr[op->r1]
#define R2 cpu->gr[op->r2]
#define SIGNED(expression)                                                     \
    int64_t v_ = (expression);                                                 \
                                                                               \
    if (__builtin_expect(v_ != (int32_t)v_, 0))                                \
        JUMP(fast_call);                                                       \
    R1 = (uint32_t)v_;                                                         \
    cc = v_;                                                                   \
    NEXT;

/* TEST UNDER MASK of a byte: the selected bits are zero, mixed, ones. */
static inline int64_t
fast_tested_byte(uint8_t v, uint8_t mask)
{
    v &= mask;
    return v == 0 ? 0 : v == mask ? CC_3 : -1;
}

/* The same of a halfword in a register: mixed with the leftmost bit zero, or
 * one. */
static inline int64_t
fast_tested(uint32_t v, uint32_t mask)
{
    v &= mask;
    if (v == 0)
        return 0;
    if (v == mask)
        return CC_3;
    return v & 0x80000000u >> __builtin_clz(mask) ? 1 : -1;
}

static inline int64_t
s32(uint32_t v)
{
    return (int32_t)v;
}

static inline uint32_t
be16s(const uint8_t *at)
{
    return (uint32_t)(int32_t)(int16_t)load_be16(at);
}

#endif
