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

/* The area of CR10 and CR11, its first and last byte; it may wrap. */
struct per_area {
    uint32_t first, last;
};

static struct per_area
per_area(const struct cpu *cpu)
{
    return (struct per_area){cpu->cr[10], cpu->cr[11]};
}

static bool
in_area(struct per_area a, uint32_t addr, uint32_t len)
{
    uint32_t size = ((a.last - a.first) & ADDR_MASK) + 1;
    uint32_t offset = (addr - a.first) & ADDR_MASK;

    return offset < size || offset + len > ADDR_MASK + 1;
}

bool
per_in_range(const struct cpu *cpu, uint32_t addr, uint32_t len)
{
    return in_area(per_area(cpu), addr, len);
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

/* Does the operation put its result in place in spite of the exception? PoO
 * "Convert to Binary": it does, Divide does not. */
static bool
completes(const struct insn *in, int pic)
{
    return pic == PIC_NONE || pic == PIC_FIXED_OVERFLOW ||
           pic == PIC_DECIMAL_OVERFLOW || pic == PIC_MONITOR ||
           pic == PIC_SPACE_SWITCH ||
           (pic == PIC_FIXED_DIVIDE && !(in->codes & INSN_G1P));
}

/* Was a unit of operation of MVCL or CLCL completed? Each takes something from
 * a length. */
static bool
partly(const struct cpu *cpu, const struct insn *in, uint64_t ib,
       const uint32_t *old)
{
    unsigned n1 = ib_r1(ib) | 1, n2 = ib_r2(ib) | 1;

    return (in->codes & INSN_II) &&
           (cpu->gr[n1] != old[n1] || cpu->gr[n2] != old[n2]);
}

/* The general registers that the instruction altered, which ended with pic: a
 * register that gets the value it has is one. */
static uint32_t
gr_altered(const struct cpu *cpu, int pic, const uint32_t *old)
{
    uint64_t ib = cpu->priv->per_ib;
    uint8_t text[8];
    const struct insn *in;
    uint32_t bits = 0;
    unsigned r1 = ib_r1(ib), r2 = ib_r2(ib);

    store_be64(text, ib);
    in = insn_find(text, INSN_SET_ALL);
    if (!in || (!completes(in, pic) && !partly(cpu, in, ib, old)))
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
        bits |= cpu->priv->per_gr;
    return bits;
}

/* LPSW, or the new PSW of an SVC, may have a format error: one interruption
 * tells of it and of the event. PoO "Indication of PER Events". */
static int
with_format_error(struct cpu *cpu)
{
    if (!cpu->priv->psw_invalid)
        return PIC_NONE;
    cpu->priv->ilc = 0;
    return PIC_SPECIFICATION;
}

void
per_step(struct cpu *cpu)
{
    struct cpu_private *p = cpu->priv;
    uint32_t ia = cpu->psw.ia, control = cpu->cr[9], old[16];
    struct per_area area = per_area(cpu); /* LCTL may change it */
    uint8_t events = 0;
    int pic;

    memcpy(old, cpu->gr, sizeof old);
    p->per_events = 0;
    p->per_gr = 0;
    if (stor_fetch_insn(cpu, ia, &p->per_ib) != PIC_NONE) {
        /* No instruction, no event. */
        interrupt_program(cpu, run_one(cpu));
        return;
    }
    pic = run_one(cpu);
    if (in_area(area, ia, 1) ||
        (p->target != ia && in_area(area, p->target, 1)))
        events |= EVENT_FETCH;
    events |= p->per_events;
    if (gr_altered(cpu, pic, old) & control & 0xffff)
        events |= EVENT_GR;
    p->per_events = events & (uint8_t)(control >> 24 & 0xf0);
    if (pic & PIC_MACHINE_CHECK)
        p->per_events = 0; /* nullified */
    if (p->per_events)
        pic |= with_format_error(cpu) | PIC_PER;
    if (pic != PIC_NONE)
        interrupt_program(cpu, pic);
}
