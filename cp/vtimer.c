/* SPDX-License-Identifier: MIT */
/* A guest's timers. The clock comparator is a request on CP's own queue. The
 * CPU timer and location 80 run in virtual processor time (with the option
 * REALTIMER, location 80 in real time, waits too). VM/370: DMKTMR, DMKDSP. PoO
 * "Timing". */
#include "cp/vtimer.h"

#include "arch/lowcore.h"
#include "cp/storage.h"
#include "klib/div64.h"

/* Location 80 counts down 76,800 units a second: bit 31 is 13 microseconds,
 * bit 23 1/300 second. A unit in TOD units is 4096 * 1e6 / 76800 = 53333.3. */
enum { ITIMER_UNIT3 = 160000 }; /* three units */

void
vtimer_reset(struct vmblok *vm)
{
    timer_cancel(&vm->timer);
    vm->clock_comparator = 0;
    vm->extpend |= VMX_CC;
    vm->cpu_timer = 0;
    vm->cpu_timer_at = vm->virt_time;
    vm->itimer_at = 0;
}

static void
comparator_due(void *arg)
{
    struct vmblok *vm = arg;

    vm->extpend |= VMX_CC;
    vm_poke(vm);
}

void
vtimer_set_comparator(struct vmblok *vm, uint64_t value)
{
    vm->clock_comparator = value;
    vm->extpend &= (uint8_t)~VMX_CC;
    timer_cancel(&vm->timer);
    if (value == ~0ull)
        return;
    vm->timer.fn = comparator_due;
    vm->timer.arg = vm;
    timer_set(&vm->timer, value);
    if (value <= tod_now())
        vm->extpend |= VMX_CC;
}

void
vtimer_set_cpu(struct vmblok *vm, int64_t value)
{
    vm->cpu_timer = value;
    vm->cpu_timer_at = vm->virt_time;
    vm->extpend &= (uint8_t)~VMX_CPUT;
    if (value < 0)
        vm->extpend |= VMX_CPUT;
    vm->dirty |= VMD_TIMER;
}

int64_t
vtimer_cpu(const struct vmblok *vm)
{
    return vm->cpu_timer - (int64_t)(vm->virt_time - vm->cpu_timer_at);
}

/* Location 80 in its frame; null while page 0 is out. */
static uint32_t *
itimer(const struct vmblok *vm)
{
    uint16_t pte = vm_pagtable(vm, 0)->pte[0];

    if (pte & PTE4K_INVALID)
        return 0;
    return (uint32_t *)(((uint32_t)(pte & PTE4K_ADDR) << 8) +
                        offsetof(struct lowcore, itimer));
}

static uint64_t
itimer_clock(const struct vmblok *vm)
{
    return vm->options & VMO_REALTIMER ? tod_now() : vm->virt_time;
}

void
vtimer_update(struct vmblok *vm)
{
    uint64_t now = itimer_clock(vm), units, rem;
    uint32_t *p = itimer(vm), old;

    if (vtimer_cpu(vm) < 0)
        vm->extpend |= VMX_CPUT;
    if (p == NULL)
        return;
    if (vm->itimer_at == 0 || vm->itimer_at > now) {
        vm->itimer_at = now;
        return;
    }
    units = k_udivmod64((now - vm->itimer_at) * 3, ITIMER_UNIT3, &rem);
    if (units == 0)
        return;
    vm->itimer_at = now - k_udivmod64(rem, 3, &rem);
    old = *p;
    *p = old - (uint32_t)units;
    if ((int32_t)old >= 0 && ((int32_t)*p < 0 || units > 0x7fffffff))
        vm->extpend |= VMX_ITIMER;
}

int64_t
vtimer_budget(struct vmblok *vm)
{
    int64_t cpu = vtimer_cpu(vm), best = INT64_MAX;
    uint32_t *p = itimer(vm);

    if (cpu >= 0)
        best = cpu;
    if (p != NULL && (int32_t)*p >= 0 && !(vm->options & VMO_REALTIMER)) {
        int64_t t = ((int64_t)*p + 1) * (ITIMER_UNIT3 / 3 + 1);

        if (t < best)
            best = t;
    }
    return best;
}

/* With REALTIMER location 80 runs in a wait: its end is requested like the
 * comparator's, whichever is first. */
static void
itimer_due(void *arg)
{
    struct vmblok *vm = arg;

    uint32_t pending = vm->extpend;

    vtimer_update(vm);
    vtimer_set_comparator(vm, vm->clock_comparator);
    vm->extpend |= (uint8_t)pending;
    vm_poke(vm);
}

void
vtimer_wait(struct vmblok *vm)
{
    uint32_t *p = itimer(vm);
    uint64_t when;

    if (!(vm->options & VMO_REALTIMER) || p == NULL || (int32_t)*p < 0)
        return;
    when = tod_now() + ((uint64_t)*p + 1) * (ITIMER_UNIT3 / 3 + 1);
    if (when >= vm->clock_comparator)
        return;
    vm->timer.fn = itimer_due;
    vm->timer.arg = vm;
    timer_set(&vm->timer, when);
}
