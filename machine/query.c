/* SPDX-License-Identifier: MIT */
/* What a panel shows of the machine; see query.h. */
#include "config.h"

#include "machine/query.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "devices/device.h"
#include "machine/machine.h"

enum { STORAGE_MOST = 256, TEXT_MAX = CTL_LINE_MAX - 8, DEVICE_ROOM = 40 };

/* Appends to out, which has TEXT_MAX bytes; *n is its length. */
static void __attribute__((format(printf, 3, 4)))
add(char *out, size_t *n, const char *fmt, ...)
{
    va_list ap;
    int k;

    va_start(ap, fmt);
    k = vsnprintf(out + *n, TEXT_MAX - *n, fmt, ap);
    va_end(ap);
    if (k > 0)
        *n += (size_t)k;
    if (*n >= TEXT_MAX)
        *n = TEXT_MAX - 1;
}

/* Processor time of the machine thread, nanoseconds. */
static uint64_t
thread_time(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
    return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static void
cpu_answer(struct machine *m, char *out)
{
    const struct cpu *cpu = m->cpu;
    size_t n = 0;

    add(out, &n, "cpu state=%s load=%d psw=%016llX count=%llu time=%llu ",
        machine_state_name(atomic_load(&m->state)), m->ipl_active,
        (unsigned long long)cpu_get_psw(cpu), (unsigned long long)cpu->icount,
        (unsigned long long)thread_time());
    add(out, &n, "model=%04X size=%u prefix=%06X gr=",
        (unsigned)(cpu->cpuid >> 16 & 0xffff), m->storage.size,
        (unsigned)cpu->prefix);
    for (int i = 0; i < 16; i++)
        add(out, &n, "%08X", (unsigned)cpu->gr[i]);
    add(out, &n, " cr=");
    for (int i = 0; i < 16; i++)
        add(out, &n, "%08X", (unsigned)cpu->cr[i]);
    add(out, &n, " fr=");
    for (int i = 0; i < 4; i++)
        add(out, &n, "%016llX", (unsigned long long)cpu->fr[i]);
}

static bool
storage_answer(struct machine *m, const char *text, char *out)
{
    unsigned addr, count;
    size_t n = 0;

    if (sscanf(text, "storage %x %u", &addr, &count) != 2 ||
        count > STORAGE_MOST)
        return false;
    add(out, &n, "storage addr=%06X data=", addr & 0xffffff);
    for (unsigned i = 0; i < count; i++)
        if (addr + i < m->storage.size)
            add(out, &n, "%02X", m->storage.main[addr + i]);
    return true;
}

/* As many devices as a line holds, from an address on; the next one's. */
static bool
devices_answer(struct machine *m, const char *text, char *out)
{
    struct device *dev = chansys_next(m->cs, NULL);
    unsigned from;
    size_t n = 0;

    if (sscanf(text, "devices %x", &from) != 1)
        return false;
    add(out, &n, "devices list=");
    while (dev != NULL && dev->addr < from)
        dev = chansys_next(m->cs, dev);
    for (; dev != NULL && n < TEXT_MAX - DEVICE_ROOM;
         dev = chansys_next(m->cs, dev))
        add(out, &n, "%04X:%s:%llu,", dev->addr, dev->model->type,
            (unsigned long long)dev->started);
    if (dev != NULL)
        add(out, &n, " next=%04X", dev->addr);
    return true;
}

bool
query_answer(struct machine *m, const char *text, char out[CTL_LINE_MAX])
{
    if (strcmp(text, "cpu") == 0) {
        cpu_answer(m, out);
        return true;
    }
    if (strncmp(text, "storage ", 8) == 0)
        return storage_answer(m, text, out);
    if (strncmp(text, "devices ", 8) == 0)
        return devices_answer(m, text, out);
    return false;
}
