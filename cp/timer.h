/* SPDX-License-Identifier: MIT */
/* CP's own timer requests (VM/370: DMKSCH's TRQBLOK), on the clock
 * comparator. Times are TOD clock values. */
#ifndef CP_TIMER_H
#define CP_TIMER_H

#include <stdbool.h>
#include <stdint.h>

enum { TOD_US = 4096 }; /* TOD units in a microsecond */
#define TOD_SEC (1000000ull * TOD_US)

struct timer {
    struct timer *next;
    uint64_t when;
    void (*fn)(void *arg); /* on the dispatcher's stack; must not wait */
    void *arg;
    bool queued;
};

static inline uint64_t
tod_now(void)
{
    uint64_t v;

    __asm__ volatile("stck %0" : "=Q"(v) : : "cc");
    return v;
}

/* Since timer_run last ran a request became the first, or was taken away. */
extern bool timer_changed;

void timer_set(struct timer *t, uint64_t when);
void timer_cancel(struct timer *t);
/* For the dispatcher: runs what is due; loads the clock comparator with the
 * first request when that has changed. */
void timer_run(void);

/* Local time: the zone set by SET TIMEZONE, in TOD units east of Greenwich,
 * and the date offset in years (a multiple of 28). */
extern int64_t tod_zone;
extern unsigned tod_years_back;
/* Broken-down local time of a TOD value. */
struct datetime {
    uint16_t year;
    uint8_t month, day, hour, minute, second, weekday; /* 0 = Sunday */
};
void tod_split(uint64_t tod, struct datetime *dt);

#endif
