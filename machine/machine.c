/* SPDX-License-Identifier: MIT */
/* Composition root: makes storage, processor, channels and devices of a
 * configuration and takes them apart again. The main loop is in loop.c. */
#include "config.h"

#include "machine/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "devices/console3215.h"
#include "devices/device.h"
#include "machine/console.h"
#include "machine/ctcs.h"
#include "machine/devnames.h"
#include "machine/record.h"
#include "machine/syncer.h"
#include "machine/terminals.h"
#include "machine/trace.h"

enum { TROUBLES = 20 }; /* messages in a period */
static const uint64_t TROUBLE_PERIOD = 10 * 4096000000ull; /* TOD units */

uint64_t
machine_wall(const struct machine *m)
{
    return clock_wall(&m->base);
}

/* Main storage is a mapping of its own: the host gives pages as they are used,
 * and a run past its end meets no other object. */
static bool
make_storage(struct machine *m, unsigned megabytes)
{
    size_t size = (size_t)megabytes << 20;
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (p == MAP_FAILED)
        return false;
    m->storage.main = p;
    m->storage.size = (uint32_t)size;
    m->storage.keys = calloc(size / 2048, 1);
    return m->storage.keys != NULL;
}

/* STIDP stores version (CPUVERID), serial, model, and the length of the
 * extended machine-check logout (0). PoO "Store CPU ID". */
static uint64_t
cpu_id(const struct config *c)
{
    return (uint64_t)c->cpuversion << 56 |
           (uint64_t)(c->cpuserial & 0xffffff) << 32 |
           (uint64_t)c->cpumodel << 16;
}

/* A 3215's printed text goes to the console lines as it comes; text without a
 * line end is held until the line ends or a prompt needs it. */
static void
console_print(void *ctx, struct device *dev, const char *text, size_t len,
              bool newline)
{
    (void)dev, (void)newline;
    console_printf(ctx, "%.*s", (int)len, text);
}

/* Trouble on the host that a device met. A guest that goes on all the same has
 * more of it at each operation. */
static void
device_trouble(void *ctx, const char *text)
{
    struct machine *m = ctx;
    uint64_t now = machine_wall(m);

    if (now - m->trouble_since >= TROUBLE_PERIOD) {
        if (m->troubles > TROUBLES)
            console_printf(m, "(%u messages of trouble were left out)",
                           m->troubles - TROUBLES);
        m->trouble_since = now;
        m->troubles = 0;
    }
    m->troubles++;
    if (m->troubles <= TROUBLES)
        console_printf(m, "%s", text);
    else if (m->troubles == TROUBLES + 1)
        console_printf(m, "(more messages of trouble are left out now)");
}

void
machine_connect(struct machine *m, struct device *dev)
{
    if (console3215_is(dev))
        console3215_sink(dev, console_print, m);
    ctcs_attach(m, dev);
}

bool
machine_attach(struct machine *m, uint16_t addr, const char *type, int argc,
               char **argv, struct err *e)
{
    struct device *dev = chansys_attach(m->cs, addr, type, argc, argv, e);

    if (dev == NULL)
        return false;
    machine_connect(m, dev);
    trace_update(m->trace);
    devnames_update(m->names, m->cs);
    return true;
}

/* All device lines are tried, so that one start tells all that is wrong: *e has
 * the last trouble, those before it are told here. */
static bool
attach_all(struct machine *m, struct err *e)
{
    bool ok = true;

    for (unsigned i = 0; i < m->config->ndevices; i++) {
        struct config_device *d = &m->config->devices[i];
        struct err mine;
        if (machine_attach(m, d->addr, d->type, d->argc, d->argv, &mine))
            continue;
        if (!ok)
            fprintf(stderr, "cambridge: %s\n", e->text);
        ok = false;
        *e = mine;
        err_prefix(e, "%s line %u", d->file, d->line);
    }
    return ok;
}

/* Some seconds after I/O began: what was written goes to the disks. */
static void
sync_images(void *arg, uint64_t now)
{
    struct machine *m = arg;

    if (!syncer_run(m->syncer, m->cs))
        evq_at(m->evq, &m->sync, now + MACHINE_SYNC);
}

bool
machine_create(struct machine *m, struct config *config, struct err *e)
{
    uint64_t now;

    m->config = config;
    if (!make_storage(m, config->mainsize))
        return err_set(e, "no storage for %u megabytes", config->mainsize);
    m->evq = evq_create();
    m->cpu = cpu_create(&m->storage, &m->board, config->facilities);
    if (m->evq == NULL || m->cpu == NULL ||
        !cpu_set_engine(m->cpu, config->engine))
        return err_set(e, "out of memory");
    m->cs = chansys_create(m->cpu, m->evq);
    if (m->cs == NULL)
        return err_set(e, "out of memory");
    for (unsigned n = 0; n < CHANNELS; n++)
        chansys_channel_type(m->cs, n, config->channels[n]);
    chansys_board(m->cs, &m->board);
    chansys_message(m->cs, device_trouble, m);
    m->terminals = terminals_create(m);
    m->ctcs = ctcs_create();
    m->syncer = syncer_create(m->in);
    chansys_flush(m->cs, syncer_file, m->syncer);
    m->names = devnames_create();
    m->trace = trace_create(m);
    if (m->trace == NULL)
        return err_set(e, "out of memory");
    m->sync = (struct event){.fn = sync_images, .arg = m};

    clock_base_init(&m->base);
    m->base.tod0 += (uint64_t)clock_shift(config->sysepoch, config->yroffset);
    m->base.tod0 += (uint64_t)(config->tzoffset * (int64_t)60 * 4096000000);
    now = m->began = machine_wall(m);
    clock_start(&m->clock, &m->cpu->clock, m->cpu->icount, now);
    cpu_clear_reset(m->cpu); /* by the clock: the timers run from now */
    m->cpu->cpuid = cpu_id(config);
    m->cpu->tod_set = true;
    m->cpu->stopped = true;
    evq_set_now(m->evq, now);
    atomic_store(&m->state, MACHINE_STOPPED);
    m->trace->pgm = config->pgmtrace;
    trace_update(m->trace);
    return attach_all(m, e);
}

void
machine_destroy(struct machine *m)
{
    if (m->record != NULL)
        record_stop(m);
    if (m->cs != NULL)
        chansys_flush(m->cs, NULL, NULL);
    syncer_destroy(m->syncer);
    trace_destroy(m->trace);
    devnames_destroy(m->names);
    ctcs_destroy(m);
    if (m->cs != NULL)
        chansys_destroy(m->cs);
    terminals_destroy(m->terminals);
    if (m->cpu != NULL)
        cpu_destroy(m->cpu);
    if (m->evq != NULL)
        evq_destroy(m->evq);
    mailbox_free(m->script);
    console_test_free(m->test);
    if (m->log != NULL)
        fclose(m->log);
    free(m->storage.keys);
    if (m->storage.main != NULL)
        munmap(m->storage.main, m->storage.size);
}
