/* SPDX-License-Identifier: MIT */
/* Program-event recording: one instruction at a time, with its events
 * collected around the ordinary handlers. PoO "Program-Event Recording". */
#include "arch/insn.h"
#include "cpu/run.h"
#include "cpu/storage.h"

enum {
    EVENT_BRANCH = 0x80,
    EVENT_FETCH = 0x40,
    EVENT_STORE = 0x20,
    EVENT_GR = 0x10,
};

/* CR10 and CR11 are the area's first and last byte; the area may wrap. */
bool
per_in_range(const struct cpu *cpu, uint32_t addr, uint32_t len)
{
    uint32_t size = ((cpu->cr[11] - cpu->cr[10]) & ADDR_MASK) + 1;
    uint32_t offset = (addr - cpu->cr[10]) & ADDR_MASK;

    return offset < size || offset + len > ADDR_MASK + 1;
}

/* n registers from r, as CR9 bits 16-31 have them. */
static uint32_t
gr_bits(unsigned r, unsigned n)
{
    uint32_t bits = 0;

    for (unsigned i = 0; i < n; i++)
        bits |= 0x8000u >> ((r + i) & 15);
    return bits;
}

/* The general registers that the instruction altered. */
static uint32_t
gr_altered(const struct cpu *cpu, uint64_t ib, const uint32_t *old)
{
    uint8_t text[8];
    const struct insn *in;
    uint32_t bits = 0;
    unsigned r1 = ib_r1(ib), r2 = ib_r2(ib);

    store_be64(text, ib);
    in = insn_find(text, INSN_SET_ALL);
    if (!in)
        return 0;
    if (in->format == INSN_FMT_RRE || in->format == INSN_FMT_RRE_R1)
        r1 = ib_rre1(ib);
    if (in->codes & INSN_G1)
        bits |= gr_bits(r1, 1);
    if (in->codes & INSN_G1P)
        bits |= gr_bits(r1, 2);
    if (in->codes & INSN_G13)
        bits |= gr_bits(r1, ((r2 - r1) & 15) + 1);
    if (in->codes & (INSN_G2P | INSN_G3P))
        bits |= gr_bits(r2, 2);
    if (in->codes & INSN_GX)
        for (unsigned i = 0; i < 16; i++)
            if (cpu->gr[i] != old[i])
                bits |= gr_bits(i, 1);
    return bits;
}

/* Does the operation put its result in place in spite of the exception? */
static bool
completes(int pic)
{
    return pic == PIC_NONE || pic == PIC_FIXED_OVERFLOW ||
           pic == PIC_DECIMAL_OVERFLOW || pic == PIC_MONITOR ||
           pic == PIC_SPACE_SWITCH;
}

void
per_step(struct cpu *cpu)
{
    struct cpu_private *p = cpu->priv;
    uint32_t ia = cpu->psw.ia, control = cpu->cr[9], old[16];
    uint8_t events = 0;
    int pic;

    memcpy(old, cpu->gr, sizeof old);
    p->per_events = 0;
    if (stor_fetch_insn(cpu, ia, &p->per_ib) != PIC_NONE) {
        /* No instruction, no event. */
        interrupt_program(cpu, run_one(cpu));
        return;
    }
    if (per_in_range(cpu, ia, 1))
        events |= EVENT_FETCH;
    pic = run_one(cpu);
    if (p->target != ia && per_in_range(cpu, p->target, 1))
        events |= EVENT_FETCH;
    events |= p->per_events;
    if (completes(pic) && (gr_altered(cpu, p->per_ib, old) & control & 0xffff))
        events |= EVENT_GR;
    p->per_events = events & (uint8_t)(control >> 24 & 0xf0);
    if (pic & PIC_MACHINE_CHECK)
        p->per_events = 0; /* nullified */
    if (p->per_events)
        pic |= PIC_PER;
    if (pic != PIC_NONE)
        interrupt_program(cpu, pic);
}
