/* SPDX-License-Identifier: MIT */
/* The machine's channels as a whole: the devices on them, attaching and
 * detaching, reset, initial program loading. */
#include "config.h"

#include "devices/subchannel.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

struct chansys *
chansys_create(struct cpu *cpu, struct evq *evq)
{
    struct chansys *cs = calloc(1, sizeof(*cs));

    if (cs == NULL)
        return NULL;
    cs->cpu = cpu;
    cs->evq = evq;
    for (unsigned i = 0; i < CHANNELS; i++)
        cs->channels[i].type = i == 0 ? CHAN_BYTE : CHAN_BLOCK;
    return cs;
}

void
chansys_destroy(struct chansys *cs)
{
    struct err err;

    if (cs == NULL)
        return;
    while (cs->first)
        chansys_detach(cs, cs->first->dev->addr, &err);
    free(cs);
}

void
chansys_message(struct chansys *cs, void (*fn)(void *ctx, const char *text),
                void *ctx)
{
    cs->message = fn;
    cs->message_ctx = ctx;
}

void
chansys_flush(struct chansys *cs, chan_flush *fn, void *ctx)
{
    cs->flush = fn;
    cs->flush_ctx = ctx;
}

static void
io_reset(void *ctx, struct cpu *cpu)
{
    (void)cpu;
    chansys_reset(ctx);
}

void
chansys_board(struct chansys *cs, struct cpu_board *board)
{
    board->ctx = cs;
    board->sio = chan_sio;
    board->tio = chan_tio;
    board->clrio = chan_clrio;
    board->hio = chan_hio;
    board->hdv = chan_hdv;
    board->tch = chan_tch;
    board->stidc = chan_stidc;
    board->io_pending = irq_pending;
    board->io_accept = irq_accept;
    board->io_reset = io_reset;
}

struct subchannel *
chan_sub(struct chansys *cs, uint16_t addr)
{
    struct subchannel *sub = cs->first;

    while (sub && sub->dev->addr < addr)
        sub = sub->next;
    return sub && sub->dev->addr == addr ? sub : NULL;
}

void
chansys_channel_type(struct chansys *cs, unsigned channel, enum chan_type type)
{
    cs->channels[channel].type = type;
}

void
chan_sync_time(struct chansys *cs)
{
    uint64_t now = cpu_now(cs->cpu);

    if (now > evq_now(cs->evq))
        evq_set_now(cs->evq, now);
}

/* All operations end, then every model resets: a reset may raise status. */
void
chansys_reset(struct chansys *cs)
{
    for (struct subchannel *sub = cs->first; sub; sub = sub->next) {
        program_drop(sub);
        irq_clear(sub);
        memset(sub->dev->sense, 0, sizeof(sub->dev->sense));
    }
    for (unsigned i = 0; i < CHANNELS; i++) {
        cs->channels[i].refused = cs->channels[i].available = false;
        chan_mask(cs, i);
    }
    for (struct subchannel *sub = cs->first; sub; sub = sub->next)
        if (sub->dev->model->reset)
            sub->dev->model->reset(sub->dev);
}

bool
chansys_ipl_start(struct chansys *cs, uint16_t addr)
{
    struct subchannel *sub = chan_sub(cs, addr);

    if (sub == NULL || sub->dev->not_operational || sub->phase != PHASE_IDLE)
        return false;
    irq_clear(sub);
    cs->ipl = sub;
    chan_sync_time(cs);
    program_start_ipl(sub);
    return true;
}

int
chansys_ipl_status(struct chansys *cs, uint8_t *unit, uint8_t *chan)
{
    struct subchannel *sub = cs->ipl;

    *unit = *chan = 0;
    if (sub == NULL)
        return -1;
    if (sub->ipl)
        return 0;
    *unit = sub->unit;
    *chan = sub->chan;
    return sub->ipl_status;
}

const struct device_model *
chan_model(const char *type)
{
    const struct device_model *const *m = device_models;

    while (*m && strcasecmp((*m)->type, type) != 0)
        m++;
    return *m;
}

/* Keeps the list in order of address. */
static void
insert(struct chansys *cs, struct subchannel *sub)
{
    struct subchannel **p = &cs->first;

    while (*p && (*p)->dev->addr < sub->dev->addr)
        p = &(*p)->next;
    sub->next = *p;
    *p = sub;
    chan_of(sub)->attached++;
}

static void
take_out(struct chansys *cs, struct subchannel *sub)
{
    struct subchannel **p = &cs->first;

    while (*p != sub)
        p = &(*p)->next;
    *p = sub->next;
    chan_of(sub)->attached--;
}

static void
free_words(int argc, char **argv)
{
    for (int i = 0; i < argc; i++)
        free(argv[i]);
    free(argv);
}

/* Keeps a copy of a device's operands; false when out of memory. */
static bool
keep_words(struct device *dev, int argc, char **argv)
{
    char **copy = calloc((size_t)argc + 1, sizeof(*copy));

    for (int i = 0; copy != NULL && i < argc; i++)
        if ((copy[i] = strdup(argv[i])) == NULL) {
            free_words(i, copy);
            copy = NULL;
        }
    if (copy == NULL)
        return false;
    free_words(dev->argc, dev->argv);
    dev->argc = argc;
    dev->argv = copy;
    return true;
}

static void
release(struct subchannel *sub)
{
    free_words(sub->dev->argc, sub->dev->argv);
    free(sub->buf);
    free(sub->dev);
    free(sub);
}

static struct subchannel *
make(struct chansys *cs, uint16_t addr, const struct device_model *model)
{
    struct subchannel *sub = calloc(1, sizeof(*sub));
    struct device *dev = calloc(1, sizeof(*dev));

    if (sub == NULL || dev == NULL) {
        free(sub);
        free(dev);
        return NULL;
    }
    dev->addr = addr;
    dev->model = model;
    dev->cs = cs;
    dev->sub = sub;
    dev->sense_len = 1;
    sub->dev = dev;
    sub->cs = cs;
    sub->channel = &cs->channels[addr >> 8];
    sub->ev.fn = program_step;
    sub->ev.arg = sub;
    return sub;
}

struct device *
chansys_attach_model(struct chansys *cs, uint16_t addr,
                     const struct device_model *model, int argc, char **argv,
                     struct err *err)
{
    struct subchannel *sub;

    if (addr >> 8 >= CHANNELS) {
        err_set(err, "device %04X: no such channel (00 to 1F)", addr);
        return NULL;
    }
    if (chan_sub(cs, addr)) {
        err_set(err, "device %04X: is there already", addr);
        return NULL;
    }
    sub = make(cs, addr, model);
    if (sub == NULL) {
        err_set(err, "device %04X: out of memory", addr);
        return NULL;
    }
    insert(cs, sub);
    sub->dev->media = cs->media;
    if (!(keep_words(sub->dev, argc, argv) || err_set(err, "out of memory")) ||
        !model->attach(sub->dev, argc, argv, err)) {
        err_prefix(err, "device %04X", addr);
        irq_clear(sub);
        take_out(cs, sub);
        release(sub);
        return NULL;
    }
    sub->dev->media = NULL;
    return sub->dev;
}

struct device *
chansys_attach(struct chansys *cs, uint16_t addr, const char *type, int argc,
               char **argv, struct err *err)
{
    const struct device_model *model = chan_model(type);

    if (model == NULL) {
        err_set(err, "device %04X: unknown device type %s", addr, type);
        return NULL;
    }
    return chansys_attach_model(cs, addr, model, argc, argv, err);
}

bool
chansys_detach(struct chansys *cs, uint16_t addr, struct err *err)
{
    struct subchannel *sub = chan_sub(cs, addr);

    if (sub == NULL)
        return err_set(err, "device %04X: not there", addr);
    program_drop(sub);
    sub->dev->model->detach(sub->dev);
    irq_clear(sub);
    take_out(cs, sub);
    if (cs->ipl == sub)
        cs->ipl = NULL;
    release(sub);
    return true;
}

struct device *
chansys_find(struct chansys *cs, uint16_t addr)
{
    struct subchannel *sub = chan_sub(cs, addr);

    return sub ? sub->dev : NULL;
}

bool
chansys_devinit(struct chansys *cs, uint16_t addr, int argc, char **argv,
                struct err *err)
{
    struct device *dev = chansys_find(cs, addr);

    if (dev == NULL)
        return err_set(err, "device %04X: not there", addr);
    if (program_working(dev->sub))
        return err_set(err, "device %04X: is busy", addr);
    if (dev->model->devinit == NULL)
        return err_set(err, "device %04X: nothing to mount on a %s", addr,
                       dev->model->type);
    if (!dev->model->devinit(dev, argc, argv, err))
        return err_prefix(err, "device %04X", addr);
    if (argc > 0)
        keep_words(dev, argc, argv);
    device_attention(dev, US_DEVICE_END);
    return true;
}

struct device *
chansys_next(struct chansys *cs, struct device *prev)
{
    struct subchannel *sub = prev ? prev->sub->next : cs->first;

    return sub ? sub->dev : NULL;
}

uint8_t
device_refuse(struct device *dev, uint8_t sense0)
{
    memset(dev->sense, 0, sizeof(dev->sense));
    dev->sense[0] = sense0;
    return US_UNIT_CHECK;
}

uint8_t
device_check(struct device *dev, uint8_t sense0)
{
    return US_CHANNEL_END | US_DEVICE_END | device_refuse(dev, sense0);
}

struct evq *
device_evq(struct device *dev)
{
    return dev->cs->evq;
}

uint64_t
device_now(struct device *dev)
{
    return evq_now(dev->cs->evq);
}

bool
device_flush(struct device *dev, int fd, const char *path, bool must)
{
    struct chansys *cs = dev->cs;

    if (cs->flush != NULL)
        return cs->flush(cs->flush_ctx, fd, path, must);
    if (must && fsync(fd) != 0)
        device_message(dev, "%s: fsync: %s", path, strerror(errno));
    return must;
}

void
device_message(struct device *dev, const char *fmt, ...)
{
    struct chansys *cs = dev->cs;
    char text[640];
    va_list ap;
    int n = snprintf(text, sizeof(text), "%04X: ", dev->addr);

    if (cs->message == NULL)
        return;
    va_start(ap, fmt);
    vsnprintf(text + n, sizeof(text) - (size_t)n, fmt, ap);
    va_end(ap);
    cs->message(cs->message_ctx, text);
}
