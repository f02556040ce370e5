/* SPDX-License-Identifier: MIT */
/* Tells an onlooker (a trace) what the channels do: I/O instructions, CCWs,
 * statuses. Nothing here changes anything, and of a device that is not watched
 * nothing is told. */
#include "devices/subchannel.h"

#include <string.h>

static void
tell(struct subchannel *sub, struct chan_event *ev)
{
    const struct chan_watch *w = sub->cs->watch;

    ev->addr = sub->dev->addr;
    w->event(w->ctx, ev);
}

/* A word of storage, its key left alone. */
static uint32_t
peek(const struct chansys *cs, uint32_t addr)
{
    const struct storage *st = cs->cpu->storage;
    be32 word;

    if (st->size < 4 || addr > st->size - 4)
        return UINT32_MAX;
    memcpy(&word, st->main + addr, 4);
    return get32(&word);
}

/* Where the data of a CCW begin: PoO "Channel Indirect Data Addressing". */
static uint32_t
data_of(struct subchannel *sub, const struct ccw *ccw)
{
    uint32_t at = get24(&ccw->addr);

    return ccw->flags & CCW_IDA ? peek(sub->cs, at & ~3u) : at;
}

void
watch_ccw(struct subchannel *sub, const struct ccw *ccw)
{
    struct chan_event ev = {.kind = CHAN_EVENT_CCW, .ccw = *ccw};

    if (sub->ipl && sub->cmd.prev_code == 0)
        ev.at = UINT32_MAX;
    else
        ev.at = (sub->next_ccw - 8) & CAW_ADDR;
    ev.data = sub->watched_data = data_of(sub, ccw);
    tell(sub, &ev);
}

void
watch_status(struct subchannel *sub, bool end)
{
    struct chan_event ev = {.kind = end ? CHAN_EVENT_END : CHAN_EVENT_STATUS};

    program_csw(sub, &ev.csw);
    if (end)
        ev.csw.key |= sub->deferred;
    ev.data = sub->dir == DIR_READ || sub->dir == DIR_READ_BACKWARD
                  ? sub->watched_data
                  : UINT32_MAX;
    tell(sub, &ev);
}

static int
told(struct chansys *cs, enum chan_operation op, uint16_t addr, int cc)
{
    struct subchannel *sub = chan_sub(cs, addr);
    struct chan_event ev = {.kind = CHAN_EVENT_OPERATION,
                            .addr = addr,
                            .op = op,
                            .cc = cc,
                            .data = UINT32_MAX};

    if (sub && !sub->watched)
        return cc;
    ev.at = peek(cs, cs->cpu->prefix + CAW_AT);
    cs->watch->event(cs->watch->ctx, &ev);
    return cc;
}

static int
watch_sio(void *ctx, struct cpu *cpu, uint16_t addr, bool fast)
{
    return told(ctx, fast ? CHAN_SIOF : CHAN_SIO, addr,
                chan_sio(ctx, cpu, addr, fast));
}

static int
watch_tio(void *ctx, struct cpu *cpu, uint16_t addr)
{
    return told(ctx, CHAN_TIO, addr, chan_tio(ctx, cpu, addr));
}

static int
watch_clrio(void *ctx, struct cpu *cpu, uint16_t addr)
{
    return told(ctx, CHAN_CLRIO, addr, chan_clrio(ctx, cpu, addr));
}

static int
watch_hio(void *ctx, struct cpu *cpu, uint16_t addr)
{
    return told(ctx, CHAN_HIO, addr, chan_hio(ctx, cpu, addr));
}

static int
watch_hdv(void *ctx, struct cpu *cpu, uint16_t addr)
{
    return told(ctx, CHAN_HDV, addr, chan_hdv(ctx, cpu, addr));
}

void
chansys_watch(struct chansys *cs, const struct chan_watch *watch,
              struct cpu_board *board)
{
    cs->watch = watch;
    if (watch == NULL)
        for (struct subchannel *sub = cs->first; sub; sub = sub->next)
            sub->watched = false;
    board->sio = watch ? watch_sio : chan_sio;
    board->tio = watch ? watch_tio : chan_tio;
    board->clrio = watch ? watch_clrio : chan_clrio;
    board->hio = watch ? watch_hio : chan_hio;
    board->hdv = watch ? watch_hdv : chan_hdv;
}

void
device_watch(struct device *dev, bool on)
{
    dev->sub->watched = on && dev->cs->watch != NULL;
}
