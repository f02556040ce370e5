/* SPDX-License-Identifier: MIT */
/* Samples the rates, and the console command maxrates. */
#include "config.h"

#include "machine/rates.h"

#include <stdlib.h>
#include <time.h>

#include "devices/device.h"
#include "machine/console.h"
#include "machine/machine.h"

static const uint64_t second = 4096000000u; /* TOD units */

enum { MINUTES_DEFAULT = 1440 };

static uint64_t
thread_time(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
    return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static uint64_t
operations(struct machine *m)
{
    struct device *dev = NULL;
    uint64_t n = 0;

    while ((dev = chansys_next(m->cs, dev)) != NULL)
        n += dev->started;
    return n;
}

static void
next_interval(struct rates *r)
{
    time_t now = time(NULL);

    if (r->minutes == 0)
        r->minutes = MINUTES_DEFAULT;
    if (r->now.from == 0)
        r->now.from = r->last.from = now;
    if (now - r->now.from < (time_t)r->minutes * 60)
        return;
    r->last = r->now;
    r->now = (struct rates_max){.from = now};
}

void
rates_point(struct machine *m, uint64_t wall)
{
    struct rates *r = &m->rates;
    uint64_t ns, started, sios;
    double mips;

    if (wall - r->wall < second)
        return;
    ns = thread_time();
    started = operations(m);
    next_interval(r);
    /* After the first sample; a device may have gone since the last. */
    if (r->wall != 0 && ns > r->cpu_ns) {
        mips = (double)(m->cpu->icount - r->count) * 1e3 /
               (double)(ns - r->cpu_ns);
        sios = started > r->started
                   ? (started - r->started) * second / (wall - r->wall)
                   : 0;
        if (mips > r->now.mips)
            r->now.mips = mips;
        if (sios > r->now.sios)
            r->now.sios = sios;
    }
    r->wall = wall;
    r->count = m->cpu->icount;
    r->cpu_ns = ns;
    r->started = started;
}

static void
show(struct machine *m, const struct rates_max *max, time_t to)
{
    const time_t times[2] = {max->from, to};
    static const char *const words[2] = {"From: ", "To:   "};

    for (int i = 0; i < 2; i++) {
        char text[64] = "";
        struct tm tm;
        if (gmtime_r(&times[i], &tm) != NULL)
            strftime(text, sizeof text, "%a %b %e %H:%M:%S %Y", &tm);
        console_printf(m, "  %s%s UTC", words[i], text);
    }
    console_printf(m, "        MIPS:  %.2f", max->mips);
    console_printf(m, "        SIOS: %llu", (unsigned long long)max->sios);
}

void
cmd_maxrates(struct machine *m, int argc, char **argv)
{
    struct rates *r = &m->rates;
    char *end;
    unsigned long n;

    if (argc > 1) {
        n = strtoul(argv[1], &end, 10);
        if (argv[1][0] < '0' || argv[1][0] > '9' || *end != '\0' || n < 1 ||
            n > MINUTES_DEFAULT) {
            console_printf(m,
                           "maxrates: \"%s\": the interval is 1 to %d minutes",
                           argv[1], MINUTES_DEFAULT);
            return;
        }
        r->minutes = (unsigned)n;
        console_printf(m, "Maxrates interval set to %lu minutes.", n);
        return;
    }
    next_interval(r);
    console_printf(m, "Highest observed MIPS/SIOS rates (MIPS: by seconds of "
                      "processor time):");
    show(m, &r->last, r->now.from);
    show(m, &r->now, time(NULL));
    console_printf(m, "Current interval = %u minutes.", r->minutes);
}
