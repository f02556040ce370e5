/* SPDX-License-Identifier: MIT */
/* The instructions of the TOD clock, the clock comparator and the CPU timer.
 * PoO "Timing Facilities" and "Control Instructions". */
#include "cpu/handlers.h"
#include "cpu/storage.h"
#include "cpu/timer.h"

int
op_STCK(struct cpu *cpu, uint64_t ib)
{
    int pic = stor_put64(cpu, ea_bd1(cpu, ib), cpu_now(cpu) + cpu->tod_offset);

    if (pic == PIC_NONE)
        cpu->psw.cc = cpu->tod_set ? 0 : 1;
    return pic;
}

/* The operand of SCK, SCKC and SPT; the next event may have moved. */
static int
doubleword(struct cpu *cpu, uint64_t ib, uint64_t *v)
{
    uint32_t ea = ea_bd1(cpu, ib);
    int pic = ea & 7 ? PIC_SPECIFICATION : stor_get64(cpu, ea, v);

    if (pic == PIC_NONE) {
        cpu->priv->event = true;
        look_around(cpu);
    }
    return pic;
}

int
op_SCK(struct cpu *cpu, uint64_t ib)
{
    uint64_t v;
    int pic = doubleword(cpu, ib, &v);

    if (pic != PIC_NONE)
        return pic;
    cpu->tod_offset = v - cpu_now(cpu);
    cpu->tod_set = true;
    cpu->psw.cc = 0;
    return PIC_NONE;
}

int
op_SCKC(struct cpu *cpu, uint64_t ib)
{
    uint64_t v;
    int pic = doubleword(cpu, ib, &v);

    if (pic == PIC_NONE)
        cpu->clock_comparator = v;
    return pic;
}

int
op_SPT(struct cpu *cpu, uint64_t ib)
{
    uint64_t v;
    int pic = doubleword(cpu, ib, &v);

    if (pic != PIC_NONE)
        return pic;
    cpu->cpu_timer = (int64_t)v;
    cpu->cpu_timer_at = cpu_now(cpu);
    return PIC_NONE;
}

int
op_STCKC(struct cpu *cpu, uint64_t ib)
{
    uint32_t ea = ea_bd1(cpu, ib);

    return ea & 7 ? PIC_SPECIFICATION
                  : stor_put64(cpu, ea, cpu->clock_comparator);
}

int
op_STPT(struct cpu *cpu, uint64_t ib)
{
    uint32_t ea = ea_bd1(cpu, ib);

    return ea & 7 ? PIC_SPECIFICATION
                  : stor_put64(cpu, ea, timer_cpu_timer(cpu));
}
