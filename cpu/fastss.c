/* SPDX-License-Identifier: MIT */
/* Fast forms of storage-to-storage instructions: both operands are found by
 * one compare each with the TLB and lie within their 2K blocks. PoO "General
 * Instructions". */
#include "cpu/fastforms.h"
#include "cpu/fastop.h"

/* `to` and `from`: the operands in host storage, n bytes each. */
#define OPERANDS(first)                                                        \
    uint32_t n = op->i2 + 1u;                                                  \
    uint32_t ea1 = ea_bd1(cpu, op->ib), ea2 = ea_bd2(cpu, op->ib);             \
    uint8_t *to = first;                                                       \
    const uint8_t *from = fast_read_at(p, ea2, n);                             \
                                                                               \
    if (__builtin_expect(!to || !from, 0))                                     \
        JUMP(fast_call);

/* Left to right, byte by byte as far as can be seen. */
static inline void
move(uint8_t *to, const uint8_t *from, uint32_t n)
{
    if (to <= from || to >= from + n)
        memmove(to, from, n);
    else if (to == from + 1)
        memset(to, *from, n);
    else
        for (uint32_t i = 0; i < n; i++)
            to[i] = from[i];
}

static FOP(f_MVC)
{
    OPERANDS(fast_write_at(cpu, p, ea1, n))

    move(to, from, n);
    NEXT;
}

static FOP(f_CLC)
{
    uint32_t n = op->i2 + 1u;
    const uint8_t *a = fast_read_at(p, ea_bd1(cpu, op->ib), n);
    const uint8_t *b = fast_read_at(p, ea_bd2(cpu, op->ib), n);

    if (__builtin_expect(!a || !b, 0))
        JUMP(fast_call);
    cc = memcmp(a, b, n);
    NEXT;
}

/* Exclusive Or of an operand with itself: it becomes zero. */
static FOP(f_XC)
{
    OPERANDS(fast_write_at(cpu, p, ea1, n))

    if (to != from)
        JUMP(fast_call);
    memset(to, 0, n);
    cc = 0;
    NEXT;
}

const struct fast_form fast_ss[ROW_COUNT] = {
    [ROW_MVC] = {{f_MVC}},
    [ROW_CLC] = {{f_CLC}},
    [ROW_XC] = {{f_XC}},
};
