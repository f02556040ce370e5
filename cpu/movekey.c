/* SPDX-License-Identifier: MIT */
/* Moves whose operands differ in access key or address space: MVCK, MVCP,
 * MVCS. PoO GA22-7000-10 "Move with Key", "Move to Primary". */
#include "cpu/dat.h"
#include "cpu/handlers.h"
#include "cpu/storage.h"

enum { MOVE_MAX = 256 };

/* How an operand is accessed. */
struct view {
    uint32_t space; /* 0 or PSW_EC_SECONDARY */
    uint8_t key;
};

static struct view
present(const struct cpu *cpu)
{
    return (struct view){cpu->psw.mask & PSW_EC_SECONDARY, cpu->psw.key};
}

/* Until it is called again the processor accesses storage that way. */
static void
look(struct cpu *cpu, struct view v)
{
    cpu->psw.mask = (cpu->psw.mask & ~(uint32_t)PSW_EC_SECONDARY) | v.space;
    cpu->psw.key = v.key;
    tlb_select(cpu);
}

static int
find(struct cpu *cpu, struct view v, uint32_t va, uint32_t len,
     enum access access, struct span *s)
{
    struct view mine = present(cpu);
    int pic;

    look(cpu, v);
    pic = stor_span(cpu, va, len, access, s);
    look(cpu, mine);
    return pic;
}

/* R1 has the length, R3 the key, which the PSW-key mask must allow in the
 * problem state. */
static int
move(struct cpu *cpu, uint64_t ib, struct view first, struct view second)
{
    uint32_t length = cpu->gr[ib_r1(ib)];
    uint32_t n = length < MOVE_MAX ? length : MOVE_MAX;
    struct span to, from;
    int pic;

    if (n) {
        pic = find(cpu, first, ea_bd1(cpu, ib), n, ACCESS_WRITE, &to);
        if (pic == PIC_NONE)
            pic = find(cpu, second, ea_bd2(cpu, ib), n, ACCESS_READ, &from);
        if (pic != PIC_NONE)
            return pic;
        for (uint32_t i = 0; i < n; i++)
            *span_at(&to, i) = *span_at(&from, i);
        stor_done(cpu, &to);
    }
    cpu->psw.cc = length > MOVE_MAX ? 3 : 0;
    return PIC_NONE;
}

static uint8_t
key_of(const struct cpu *cpu, uint64_t ib)
{
    return (uint8_t)(cpu->gr[ib_r2(ib)] >> 4 & 15);
}

static bool
key_is_allowed(const struct cpu *cpu, uint8_t key)
{
    return !(cpu->psw.mask & PSW_PROBLEM) ||
           (cpu->cr[3] << key & 0x80000000u) != 0;
}

int
op_MVCK(struct cpu *cpu, uint64_t ib)
{
    struct view mine = present(cpu), other = mine;

    other.key = key_of(cpu, ib);
    if (!key_is_allowed(cpu, other.key))
        return PIC_PRIVILEGED;
    return move(cpu, ib, mine, other);
}

/* The one operand is in the primary space, under the PSW's key; the other in
 * the secondary space under R3's. */
static int
between(struct cpu *cpu, uint64_t ib, bool to_primary)
{
    struct view primary = {0, cpu->psw.key};
    struct view secondary = {PSW_EC_SECONDARY, key_of(cpu, ib)};

    if ((cpu->psw.mask & (PSW_EC | PSW_DAT)) != (PSW_EC | PSW_DAT) ||
        !(cpu->cr[0] & CR0_SECONDARY))
        return PIC_SPECIAL;
    if (!key_is_allowed(cpu, secondary.key))
        return PIC_PRIVILEGED;
    return to_primary ? move(cpu, ib, primary, secondary)
                      : move(cpu, ib, secondary, primary);
}

int
op_MVCP(struct cpu *cpu, uint64_t ib)
{
    return between(cpu, ib, true);
}

int
op_MVCS(struct cpu *cpu, uint64_t ib)
{
    return between(cpu, ib, false);
}
