/* SPDX-License-Identifier: MIT */
/* Fast forms of storage-to-storage instructions on bytes: both operands are
 * found by one compare each with the TLB. PoO "General Instructions". */
#include "cpu/fastss.h"

#include "cpu/bytes.h"
#include "cpu/fastforms.h"

/* What the forms without a call can do with so many bytes. */
enum { EASY_MOVE = 32, EASY_COMPARE = 16 };

SS(MVC)
{
    SS_OPERANDS

    if (easy && (n > EASY_MOVE || bytes_destroy(to, from, n)))
        return false;
    bytes_move(to, from, n);
    return true;
}

SS(CLC)
{
    uint32_t n = ib_i2(ib) + 1;
    const uint8_t *a = ss_read(p, ea_bd1(cpu, ib), n, easy);
    const uint8_t *b = ss_read(p, ea_bd2(cpu, ib), n, easy);

    if (__builtin_expect(!a || !b, 0))
        return false;
    if (easy && n > EASY_COMPARE) {
        uint64_t va = bytes_be64(a), vb = bytes_be64(b);

        *cc = va < vb ? -1 : 1;
        return va != vb;
    }
    *cc = bytes_compare(a, b, n);
    return true;
}

/* Condition code 1 for a result that is not zero. */
SS(NC)
{
    SS_OPERANDS

    *cc = bytes_and(to, from, n) ? -1 : 0;
    return true;
}

SS(OC)
{
    SS_OPERANDS

    *cc = bytes_or(to, from, n) ? -1 : 0;
    return true;
}

SS(XC)
{
    SS_OPERANDS

    *cc = bytes_xor(to, from, n) ? -1 : 0;
    return true;
}

SS(MVN)
{
    SS_OPERANDS

    bytes_numerics(to, from, n);
    return true;
}

SS(MVZ)
{
    SS_OPERANDS

    bytes_zones(to, from, n);
    return true;
}

/* The second operand's address is that of its rightmost byte. */
SS(MVCIN)
{
    uint32_t n = ib_i2(ib) + 1;
    uint8_t *to = ss_write(cpu, p, ea_bd1(cpu, ib), n, easy);
    const uint8_t *from =
        ss_read(p, (ea_bd2(cpu, ib) - (n - 1)) & ADDR_MASK, n, easy);

    if (__builtin_expect(!to || !from, 0))
        return false;
    for (uint32_t i = 0; i < n; i++)
        to[i] = from[n - 1 - i];
    return true;
}

/* All of the table is in storage, hence what is in use of it. */
enum { TABLE_SIZE = 256 };

SS(TR)
{
    uint32_t n = ib_i2(ib) + 1;
    uint8_t *to = ss_write(cpu, p, ea_bd1(cpu, ib), n, easy);
    const uint8_t *table = ss_read(p, ea_bd2(cpu, ib), TABLE_SIZE, easy);

    if (__builtin_expect(!to || !table, 0))
        return false;
    bytes_translate(to, table, n);
    return true;
}

SS(TRT)
{
    uint32_t n = ib_i2(ib) + 1, ea = ea_bd1(cpu, ib), i;
    const uint8_t *at = ss_read(p, ea, n, easy);
    const uint8_t *table = ss_read(p, ea_bd2(cpu, ib), TABLE_SIZE, easy);

    if (__builtin_expect(!at || !table, 0))
        return false;
    i = bytes_scan(at, table, n);
    *cc = 0;
    if (i == n)
        return true;
    cpu->gr[1] = (cpu->gr[1] & 0xff000000) | ((ea + i) & ADDR_MASK);
    cpu->gr[2] = (cpu->gr[2] & 0xffffff00) | table[at[i]];
    *cc = i + 1 == n ? 1 : -1;
    return true;
}

const uint8_t *
fast_read_across(struct cpu_private *p, uint32_t ea, uint32_t len)
{
    uint32_t room = BLOCK_SIZE - (ea & BLOCK_MASK);
    const uint8_t *first, *rest;

    if (room >= len)
        return NULL;
    first = fast_read_at(p, ea, room);
    rest = fast_read_at(p, (ea + room) & ADDR_MASK, len - room);
    return first && rest == first + room ? first : NULL;
}

uint8_t *
fast_write_across(struct cpu *cpu, struct cpu_private *p, uint32_t ea,
                  uint32_t len)
{
    uint32_t room = BLOCK_SIZE - (ea & BLOCK_MASK);
    uint8_t *first;
    const uint8_t *rest;

    if (room >= len)
        return NULL;
    first = fast_write_at(cpu, p, ea, room);
    rest = fast_write_at(cpu, p, (ea + room) & ADDR_MASK, len - room);
    return first && rest == first + room ? first : NULL;
}

SS_FORM(MVC)
SS_FORM(CLC)
SS_FORM(NC)
SS_FORM(OC)
SS_FORM(XC)
SS_FORM(MVN)
SS_FORM(MVZ)
SS_FORM(MVCIN)
SS_FORM(TR)
SS_FORM(TRT)

const struct fast_form fast_bytes[ROW_COUNT] = {
    SS_ROW(MVC), SS_ROW(CLC), SS_ROW(NC),    SS_ROW(OC), SS_ROW(XC),
    SS_ROW(MVN), SS_ROW(MVZ), SS_ROW(MVCIN), SS_ROW(TR), SS_ROW(TRT),
};

/* By the first byte. */
static fast_ss *const by_opcode[256] = {
    [0xd1] = x_MVN, [0xd2] = x_MVC, [0xd3] = x_MVZ,  [0xd4] = x_NC,
    [0xd5] = x_CLC, [0xd6] = x_OC,  [0xd7] = x_XC,   [0xdc] = x_TR,
    [0xdd] = x_TRT, [0xde] = x_ED,  [0xdf] = x_EDMK, [0xe8] = x_MVCIN,
    [0xf0] = x_SRP, [0xf1] = x_MVO, [0xf2] = x_PACK, [0xf3] = x_UNPK,
    [0xf8] = x_ZAP, [0xf9] = x_CP,  [0xfa] = x_AP,   [0xfb] = x_SP,
    [0xfc] = x_MP,  [0xfd] = x_DP,
};

fast_ss *
fast_ss_of(uint64_t ib)
{
    return by_opcode[ib >> 56];
}
