/* SPDX-License-Identifier: MIT */
/* Date, time of day and processor time. */
#include "cms/times.h"

#include <stdbool.h>

#include "arch/diag.h"
#include "klib/div64.h"
#include "klib/klib.h"

#ifdef CAMBRIDGE_GUEST
#include "cms/asm.h"
#include "cms/io.h"
#endif

static bool
leap(unsigned year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

void
time_from_tod(uint64_t tod, struct cms_time *t)
{
    static const uint8_t lengths[12] = {31, 28, 31, 30, 31, 30,
                                        31, 31, 30, 31, 30, 31};
    uint64_t us = tod >> 12, rest;
    uint32_t days = (uint32_t)k_udivmod64(us, 86400000000u, &rest);
    uint32_t second = (uint32_t)k_udivmod64(rest, 1000000, NULL);
    unsigned year = 1900, month = 0;

    t->hour = (uint8_t)(second / 3600);
    t->minute = (uint8_t)(second / 60 % 60);
    t->second = (uint8_t)(second % 60);
    while (days >= (leap(year) ? 366u : 365u)) {
        days -= leap(year) ? 366 : 365;
        year++;
    }
    for (;;) {
        unsigned len = lengths[month] + (month == 1 && leap(year));

        if (days < len)
            break;
        days -= len;
        month++;
    }
    t->year = (uint16_t)year;
    t->month = (uint8_t)(month + 1);
    t->day = (uint8_t)(days + 1);
}

#ifdef CAMBRIDGE_GUEST
static uint8_t
two(const uint8_t *p)
{
    return (uint8_t)((p[0] & 15) * 10 + (p[1] & 15));
}

void
time_now(struct cms_time *t)
{
    struct diag_timer d __attribute__((aligned(8)));
    static uint64_t first;

    if (!io_under_cp()) {
        uint64_t tod = stck();

        if (first == 0)
            first = tod;
        time_from_tod(tod, t);
        t->virt = t->total = (tod - first) >> 12;
        return;
    }
    diag_timer(&d);
    t->month = two(d.date);
    t->day = two(d.date + 3);
    t->year = two(d.date + 6);
    t->year = (uint16_t)(t->year + (t->year < 70 ? 2000 : 1900));
    t->hour = two(d.time);
    t->minute = two(d.time + 3);
    t->second = two(d.time + 6);
    t->virt = get64(&d.virt);
    t->total = get64(&d.total);
}
#endif

static uint8_t
pack(unsigned v)
{
    return (uint8_t)(v / 10 % 10 << 4 | v % 10);
}

void
time_to_edf(const struct cms_time *t, struct edf_date *date)
{
    date->d[0] = pack(t->year);
    date->d[1] = pack(t->month);
    date->d[2] = pack(t->day);
    date->d[3] = pack(t->hour);
    date->d[4] = pack(t->minute);
    date->d[5] = pack(t->second);
    date->century = t->year >= 2000;
}

unsigned
time_unpack(uint8_t packed)
{
    return (packed >> 4) * 10u + (packed & 15);
}
