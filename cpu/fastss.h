/* SPDX-License-Identifier: MIT */
/* How the fast engine does instructions with two operands in storage: each is
 * a function of the instruction's bytes, so that EXECUTE can have its target
 * done too. */
#ifndef CPU_FASTSS_H
#define CPU_FASTSS_H

#include "cpu/fastop.h"

/* Does the instruction whose bytes are in ib, left-aligned (the target of an
 * EXECUTE: with R1's byte already put in), when both operands are known to the
 * TLB and nothing uncommon happens, and sets *cc, the condition code in the
 * form that cc_of has. False: nothing was changed, the reference handler is to
 * do it. */
typedef bool fast_ss(struct cpu *cpu, struct cpu_private *p, uint64_t ib,
                     int64_t *cc);

/* The function for an instruction; NULL when there is none. */
fast_ss *fast_ss_of(uint64_t ib);
fast_ss x_MVC, x_CLC, x_NC, x_OC, x_XC, x_MVN, x_MVZ, x_MVCIN, x_TR, x_TRT;
fast_ss x_AP, x_SP, x_ZAP, x_CP, x_MP, x_DP, x_SRP;
fast_ss x_PACK, x_UNPK, x_MVO, x_ED, x_EDMK;

/* The definition of an instruction. When `easy`, it is to do only what needs
 * no call, so that its form saves no registers; else all that it can. */
#define SS(name)                                                               \
    static inline __attribute__((always_inline)) bool ss_##name(               \
        struct cpu *cpu, struct cpu_private *p, uint64_t ib,                   \
        __attribute__((unused)) int64_t *cc, bool easy)

/* n: the one length; to, from: the operands in host storage. */
#define SS_OPERANDS                                                            \
    uint32_t n = ib_i2(ib) + 1;                                                \
    uint8_t *to = ss_write(cpu, p, ea_bd1(cpu, ib), n, easy);                  \
    const uint8_t *from = ss_read(p, ea_bd2(cpu, ib), n, easy);                \
                                                                               \
    if (__builtin_expect(!to || !from, 0))                                     \
        return false;

/* The same of two lengths, n1 and n2. found: SS_STORE or SS_FETCH, what the
 * first operand is wanted for. */
#define SS_OPERANDS_2(found)                                                   \
    unsigned n1 = ib_r1(ib) + 1, n2 = ib_r2(ib) + 1;                           \
    uint32_t ea1 = ea_bd1(cpu, ib), ea2 = ea_bd2(cpu, ib);                     \
    uint8_t *to = (uint8_t *)(found);                                          \
    const uint8_t *from = ss_read(p, ea2, n2, easy);                           \
                                                                               \
    if (__builtin_expect(!to || !from, 0))                                     \
        return false;
#define SS_STORE ss_write(cpu, p, ea1, n1, easy)
#define SS_FETCH (uintptr_t) ss_read(p, ea1, n1, easy)

/* What is made of it: the form f_NAME, which goes on with the form hard_NAME
 * when it is not easy, and the function x_NAME. */
#define SS_FORM(name)                                                          \
    SS_MADE(name, hard_##name)                                                 \
    static FOP(f_##name)                                                       \
    {                                                                          \
        if (__builtin_expect(!ss_##name(cpu, p, op->ib, &cc, true), 0))        \
            JUMP(hard_##name);                                                 \
        NEXT;                                                                  \
    }

/* The same without an easy form. */
#define SS_HARD_FORM(name) SS_MADE(name, f_##name)

#define SS_MADE(name, form)                                                    \
    bool x_##name(struct cpu *cpu, struct cpu_private *p, uint64_t ib,         \
                  int64_t *cc)                                                 \
    {                                                                          \
        return ss_##name(cpu, p, ib, cc, false);                               \
    }                                                                          \
    static __attribute__((noinline)) FOP(form)                                 \
    {                                                                          \
        if (__builtin_expect(!ss_##name(cpu, p, op->ib, &cc, false), 0))       \
            JUMP(fast_call);                                                   \
        NEXT;                                                                  \
    }

/* Its entry in a table of forms: any number of address registers. */
#define SS_ROW(name) [ROW_##name] = {{f_##name, f_##name}}

/* An operand in two 2K blocks that lie together in host storage; NULL when it
 * does not. */
const uint8_t *fast_read_across(struct cpu_private *p, uint32_t ea,
                                uint32_t len);
uint8_t *fast_write_across(struct cpu *cpu, struct cpu_private *p, uint32_t ea,
                           uint32_t len);

/* The operand of len bytes, at most 256, in host storage; NULL when it is not
 * easy, or must be found the slow way. */
static inline const uint8_t *
ss_read(struct cpu_private *p, uint32_t ea, uint32_t len, bool easy)
{
    const uint8_t *at = fast_read_at(p, ea, len);

    return at || easy ? at : fast_read_across(p, ea, len);
}

static inline uint8_t *
ss_write(struct cpu *cpu, struct cpu_private *p, uint32_t ea, uint32_t len,
         bool easy)
{
    uint8_t *at;

    if (easy)
        return fast_write_easy(p, ea, len);
    at = fast_write_at(cpu, p, ea, len);
    return at ? at : fast_write_across(cpu, p, ea, len);
}

#endif
