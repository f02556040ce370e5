/* SPDX-License-Identifier: MIT */
/* The processor's registers, clocks and pending conditions in a snapshot.
 * What engines keep (TLB, decoded blocks) is not part of it: it is dropped,
 * by cpu_load and by cpu_forget. Main storage is the machine's. */
#include "cpu/private.h"
#include "cpu/psw.h"

void
cpu_save(const struct cpu *cpu, struct pack *p)
{
    pack_tag(p, "CPU ");
    pack_num(p, cpu->facilities);
    for (unsigned i = 0; i < 16; i++) {
        pack_num(p, cpu->gr[i]);
        pack_num(p, cpu->cr[i]);
    }
    for (unsigned i = 0; i < 4; i++)
        pack_num(p, cpu->fr[i]);
    pack_num(p, cpu_get_psw(cpu));
    pack_num(p, cpu->prefix);
    pack_num(p, cpu->tod_offset);
    pack_flag(p, cpu->tod_set);
    pack_num(p, cpu->clock_comparator);
    pack_num(p, (uint64_t)cpu->cpu_timer);
    pack_num(p, cpu->cpu_timer_at);
    pack_num(p, cpu->itimer_at);
    pack_flag(p, cpu->pend_itimer);
    pack_flag(p, cpu->pend_key);
    pack_flag(p, cpu->pend_restart);
    pack_flag(p, cpu->priv->pend_extcall);
    pack_flag(p, cpu->priv->pend_emergency);
    pack_num(p, cpu->icount);
    pack_flag(p, cpu->stopped);
    pack_num(p, cpu->clock.count0);
    pack_num(p, cpu->clock.tod0);
    pack_num(p, cpu->clock.rate);
}

static void
load_clock(struct cpu *cpu, struct unpack *u)
{
    cpu->icount = unpack_num(u, INT64_MAX);
    cpu->stopped = unpack_flag(u);
    cpu->clock.count0 = unpack_num(u, cpu->icount);
    cpu->clock.tod0 = unpack_num(u, UINT64_MAX);
    cpu->clock.rate = unpack_num(u, UINT32_MAX);
    if (cpu->clock.rate < 1u << 16)
        cpu->clock.rate = 1u << 16;
}

void
cpu_load(struct cpu *cpu, struct unpack *u)
{
    unsigned facilities;
    uint64_t psw;

    unpack_tag(u, "CPU ");
    facilities = (unsigned)unpack_num(u, CPU_FAC_EXTENSION | CPU_FAC_DAS);
    if (facilities != cpu->facilities && !cpu_set_facilities(cpu, facilities))
        unpack_fail(u, "out of memory");
    for (unsigned i = 0; i < 16; i++) {
        cpu->gr[i] = (uint32_t)unpack_num(u, UINT32_MAX);
        cpu->cr[i] = (uint32_t)unpack_num(u, UINT32_MAX);
    }
    for (unsigned i = 0; i < 4; i++)
        cpu->fr[i] = unpack_num(u, UINT64_MAX);
    psw = unpack_num(u, UINT64_MAX);
    cpu->prefix = (uint32_t)unpack_num(u, cpu->storage->size - 4096);
    cpu->prefix &= ~(uint32_t)4095;
    cpu->tod_offset = unpack_num(u, UINT64_MAX);
    cpu->tod_set = unpack_flag(u);
    cpu->clock_comparator = unpack_num(u, UINT64_MAX);
    cpu->cpu_timer = (int64_t)unpack_num(u, UINT64_MAX);
    cpu->cpu_timer_at = unpack_num(u, UINT64_MAX);
    cpu->itimer_at = unpack_num(u, UINT64_MAX);
    cpu->pend_itimer = unpack_flag(u);
    cpu->pend_key = unpack_flag(u);
    cpu->pend_restart = unpack_flag(u);
    cpu->priv->pend_extcall = unpack_flag(u);
    cpu->priv->pend_emergency = unpack_flag(u);
    load_clock(cpu, u);
    cpu_set_psw(cpu, psw);
    cpu_forget(cpu);
}
