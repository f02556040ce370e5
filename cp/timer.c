/* SPDX-License-Identifier: MIT */
/* CP's timer requests: a list in order of time, the first in the clock
 * comparator. The comparator is loaded only when the first has changed. Also
 * local time. VM/370: DMKSCH, DMKTMR. */
#include "cp/timer.h"

#include "cp/low.h"
#include "klib/div64.h"
#include "klib/klib.h"

int64_t tod_zone;
unsigned tod_years_back;

bool timer_changed;

static struct timer *first;
static uint64_t loaded; /* as initial CPU reset leaves the comparator */

void
timer_cancel(struct timer *t)
{
    struct timer **pp = &first;

    if (!t->queued)
        return;
    while (*pp != t)
        pp = &(*pp)->next;
    *pp = t->next;
    t->queued = false;
    timer_changed |= pp == &first;
}

void
timer_set(struct timer *t, uint64_t when)
{
    struct timer **pp = &first;

    timer_cancel(t);
    t->when = when;
    while (*pp != NULL && (*pp)->when <= when)
        pp = &(*pp)->next;
    t->next = *pp;
    *pp = t;
    t->queued = true;
    timer_changed |= pp == &first;
}

void
timer_run(void)
{
    uint64_t next;

    while (first != NULL && first->when <= tod_now()) {
        struct timer *t = first;

        first = t->next;
        t->queued = false;
        t->fn(t->arg);
    }
    timer_changed = false;
    next = first != NULL ? first->when : ~0ull;
    if (next != loaded) {
        loaded = next;
        __asm__ volatile("sckc %0" : : "Q"(loaded));
    }
}

static bool
leap(unsigned y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

void
tod_split(uint64_t tod, struct datetime *dt)
{
    static const uint8_t len[12] = {31, 28, 31, 30, 31, 30,
                                    31, 31, 30, 31, 30, 31};
    uint64_t rem;
    uint32_t sec, days, year = 1900, month = 0;
    /* The clock's epoch is 1 January 1900, a Monday. */
    uint64_t s = k_udivmod64((tod + (uint64_t)tod_zone) >> 12, 1000000, &rem);

    days = (uint32_t)k_udivmod64(s, 86400, &rem);
    sec = (uint32_t)rem;
    dt->weekday = (uint8_t)((days + 1) % 7);
    for (;;) {
        uint32_t n = leap(year) ? 366 : 365;

        if (days < n)
            break;
        days -= n;
        year++;
    }
    for (;;) {
        uint32_t n = len[month] + (month == 1 && leap(year));

        if (days < n)
            break;
        days -= n;
        month++;
    }
    dt->year = (uint16_t)(year - tod_years_back);
    dt->month = (uint8_t)(month + 1);
    dt->day = (uint8_t)(days + 1);
    dt->hour = (uint8_t)(sec / 3600);
    dt->minute = (uint8_t)(sec / 60 % 60);
    dt->second = (uint8_t)(sec % 60);
}
