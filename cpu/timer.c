/* SPDX-License-Identifier: MIT */
/* Clocks and timers as functions of machine time: TOD clock, clock
 * comparator, CPU timer, and the interval timer at location 80. Their
 * instructions are in clock.c. PoO "Timing Facilities". */
#include "cpu/timer.h"

#include "arch/lowcore.h"
#include "cpu/storage.h"

#define LOW(field) offsetof(struct lowcore, field)

/* The interval timer counts 300 times a second in bit position 23, which is
 * 76,800 units of bit 31 a second: 3 units in 160,000 TOD units. */
enum { ITIMER_UNITS = 3, ITIMER_TOD = 160000 };

uint64_t
cpu_now(const struct cpu *cpu)
{
    const struct cpu_clock *c = &cpu->clock;

    return c->tod0 + ((cpu->icount - c->count0) * c->rate >> 16);
}

uint64_t
timer_cpu_timer(const struct cpu *cpu)
{
    return (uint64_t)cpu->cpu_timer - (cpu_now(cpu) - cpu->cpu_timer_at);
}

/* PoO "Clock Comparator": pending while the clock's value is the greater. */
bool
timer_comparator_pending(const struct cpu *cpu)
{
    return cpu_now(cpu) + cpu->tod_offset > cpu->clock_comparator;
}

static uint32_t
itimer_value(const struct cpu *cpu)
{
    return load_be32(cpu->storage->main + cpu->prefix + LOW(itimer));
}

/* Units that the interval timer counted from machine time 0 to t. Taking
 * differences of this makes its value independent of when it is updated. */
static uint64_t
itimer_units(uint64_t t)
{
    return t / ITIMER_TOD * ITIMER_UNITS +
           t % ITIMER_TOD * ITIMER_UNITS / ITIMER_TOD;
}

/* The machine time at which that count reaches n. */
static uint64_t
itimer_time(uint64_t n)
{
    return n / ITIMER_UNITS * ITIMER_TOD +
           (n % ITIMER_UNITS * ITIMER_TOD + ITIMER_UNITS - 1) / ITIMER_UNITS;
}

void
cpu_itimer_update(struct cpu *cpu)
{
    uint64_t now = cpu_now(cpu);
    uint64_t units = itimer_units(now) - itimer_units(cpu->itimer_at);
    uint32_t old = itimer_value(cpu), value = old - (uint32_t)units;

    cpu->itimer_at = now;
    if (units == 0)
        return;
    store_be32(stor_low(cpu, LOW(itimer)), value);
    stor_low_changed(cpu);
    if (!(old >> 31) && units > old) {
        cpu->pend_itimer = true;
        look_around(cpu);
    }
}

void
cpu_timers_hold(struct cpu *cpu, uint64_t since)
{
    uint64_t passed = cpu_now(cpu) - since;

    cpu->cpu_timer_at += passed;
    cpu->itimer_at += passed;
}

/* The machine time at which location 80 becomes negative. */
static uint64_t
itimer_due(const struct cpu *cpu)
{
    uint32_t value = itimer_value(cpu);

    if (value >> 31)
        return UINT64_MAX;
    return itimer_time(itimer_units(cpu->itimer_at) + value + 1);
}

void
timer_check_itimer(struct cpu *cpu)
{
    if (cpu_now(cpu) >= itimer_due(cpu))
        cpu_itimer_update(cpu);
}

uint64_t
cpu_timer_due(const struct cpu *cpu)
{
    uint64_t now = cpu_now(cpu), due = itimer_due(cpu);
    uint64_t tod = now + cpu->tod_offset;
    uint64_t cpu_timer = timer_cpu_timer(cpu);

    if (tod <= cpu->clock_comparator) {
        uint64_t wait = cpu->clock_comparator - tod;

        /* The comparator of all ones is never passed. */
        if (wait < UINT64_MAX - now && now + wait + 1 < due &&
            cpu->clock_comparator != UINT64_MAX)
            due = now + wait + 1;
    }
    if (!(cpu_timer >> 63) && cpu_timer < UINT64_MAX - now - 1 &&
        now + cpu_timer + 1 < due)
        due = now + cpu_timer + 1;
    return due;
}

uint64_t
timer_next_count(const struct cpu *cpu)
{
    __extension__ typedef unsigned __int128 wide;
    const struct cpu_clock *c = &cpu->clock;
    uint64_t due = cpu_timer_due(cpu), count;
    wide counts;

    if (due == UINT64_MAX || c->rate == 0)
        return UINT64_MAX;
    if (due <= c->tod0)
        return cpu->icount + 1;
    counts = (((wide)(due - c->tod0) << 16) + c->rate - 1) / c->rate;
    if (counts > UINT64_MAX - c->count0)
        return UINT64_MAX;
    count = c->count0 + (uint64_t)counts;
    return count > cpu->icount ? count : cpu->icount + 1;
}
