/* SPDX-License-Identifier: MIT */
/* Machine time; see clock.h. PoO "Timing" asks that the TOD clock gives two
 * STOREs two values, hence a rate of one unit an instruction at least. */
#include "config.h"

#include "machine/clock.h"

#include <time.h>

enum {
    RATE_ONE = 1 << 16,
    MEASURE_LEAST = 1 << 12, /* instructions; shorter segments tell nothing */
    JUMP = 20 * 1000 * 4096, /* 20 ms behind */
    FASTEST = 4,             /* catching up, at most so many times as fast */
};

/* 16.16 TOD units an instruction: 100 million, 100 thousand a second. */
static const uint64_t SPEED_START = 40ull << 16;
static const uint64_t SPEED_MAX = 40960ull << 16;

static uint64_t
tod_of(const struct timespec *ts)
{
    return (uint64_t)ts->tv_sec * 4096000000u +
           (uint64_t)ts->tv_nsec * 4096 / 1000;
}

void
clock_base_init(struct clock_base *b)
{
    /* 1900-01-01 to 1970-01-01: 25567 days. */
    const uint64_t unix_epoch = 25567ull * 86400 * 4096000000u;
    struct timespec real, mono;

    clock_gettime(CLOCK_REALTIME, &real);
    clock_gettime(CLOCK_BOOTTIME, &mono);
    b->tod0 = unix_epoch + tod_of(&real);
    b->mono0 = tod_of(&mono);
}

uint64_t
clock_wall(const struct clock_base *b)
{
    struct timespec mono;

    clock_gettime(CLOCK_BOOTTIME, &mono);
    return b->tod0 + (tod_of(&mono) - b->mono0);
}

uint64_t
clock_mono_ns(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

int64_t
clock_shift(int epoch, int years)
{
    /* Leap years 1904 to the year before `epoch`; 1900 is none, 2000 is. */
    int64_t days = (int64_t)(epoch - 1900) * 365 + (epoch - 1901) / 4;
    int64_t add = (int64_t)years * 365 + years / 4;

    return (add - days) * 86400 * 4096000000;
}

uint64_t
clock_at(const struct cpu_clock *cc, uint64_t count)
{
    unsigned __int128 d = count - cc->count0;

    return cc->tod0 + (uint64_t)(d * cc->rate >> 16);
}

uint64_t
clock_count(const struct cpu_clock *cc, uint64_t tod)
{
    unsigned __int128 d;

    if (tod <= cc->tod0)
        return cc->count0;
    d = ((unsigned __int128)(tod - cc->tod0) << 16) + cc->rate - 1;
    d /= cc->rate;
    if (d > UINT64_MAX - cc->count0)
        return UINT64_MAX;
    return cc->count0 + (uint64_t)d;
}

static void
begin(struct clock_state *k, uint64_t count, uint64_t wall)
{
    k->seg_count = count;
    k->seg_wall = wall;
    k->next_point = count + CLOCK_POINT;
}

void
clock_start(struct clock_state *k, struct cpu_clock *cc, uint64_t count,
            uint64_t wall)
{
    k->speed = SPEED_START;
    cc->count0 = count;
    cc->tod0 = wall;
    cc->rate = k->speed;
    begin(k, count, wall);
}

static void
measure(struct clock_state *k, uint64_t count, uint64_t wall)
{
    uint64_t n = count - k->seg_count;
    uint64_t took = wall > k->seg_wall ? wall - k->seg_wall : 0;
    uint64_t speed;

    if (n < MEASURE_LEAST || took > (uint64_t)JUMP)
        return;
    speed = (took << 16) / n;
    if (speed < (uint64_t)RATE_ONE)
        speed = RATE_ONE;
    if (speed > SPEED_MAX)
        speed = SPEED_MAX;
    k->speed = (3 * k->speed + speed) / 4;
}

void
clock_point(struct clock_state *k, struct cpu_clock *cc, uint64_t count,
            uint64_t wall)
{
    uint64_t now = clock_at(cc, count);
    int64_t behind = (int64_t)(wall - now);
    int64_t rate;

    measure(k, count, wall);
    if (behind > JUMP) {
        now = wall;
        behind = 0;
    }
    rate = (int64_t)k->speed + (behind * 65536) / CLOCK_POINT;
    if (rate > (int64_t)k->speed * FASTEST)
        rate = (int64_t)k->speed * FASTEST;
    if (rate < RATE_ONE)
        rate = RATE_ONE;
    cc->count0 = count;
    cc->tod0 = now;
    cc->rate = (uint64_t)rate;
    begin(k, count, wall);
}

void
clock_advance(struct clock_state *k, struct cpu_clock *cc, uint64_t count,
              uint64_t to, uint64_t wall)
{
    uint64_t now = clock_at(cc, count);

    measure(k, count, wall);
    cc->count0 = count;
    cc->tod0 = to > now ? to : now;
    /* Ahead of the host after a wait that was not slept: stay slow. */
    cc->rate = k->speed;
    begin(k, count, wall);
}

void
clock_set(struct clock_state *k, struct cpu_clock *cc,
          const struct cpu_clock *journaled)
{
    *cc = *journaled;
    begin(k, cc->count0, k->seg_wall);
}
