/* SPDX-License-Identifier: MIT */
/* The I/O instructions: condition codes and stored CSWs by the state of
 * channel (chanstate.c), subchannel and device. GA22-7000-4 "Input/Output
 * Instructions", and its table of condition codes for all states. */
#include "devices/subchannel.h"

#include <stddef.h>

enum { CHAN_ID_AT = 0xa8 };

static bool
operational(const struct chansys *cs, uint16_t addr)
{
    return addr >> 8 < CHANNELS && cs->channels[addr >> 8].attached > 0;
}

/* Does the channel work in burst mode? Then condition code 2 is given. */
static bool
channel_works(struct chansys *cs, uint16_t addr)
{
    if (chan_burst(cs, addr >> 8) == NULL)
        return false;
    chan_refused(cs, addr >> 8);
    return true;
}

/* The subchannel whose device answers, or NULL. */
static struct subchannel *
answering(struct chansys *cs, uint16_t addr)
{
    struct subchannel *sub = chan_sub(cs, addr);

    return sub && !sub->dev->not_operational ? sub : NULL;
}

/* What an idle control unit or device says: busy, or 0. */
static uint8_t
test_device(struct device *dev)
{
    return dev->model->test ? dev->model->test(dev) : 0;
}

int
chan_sio(void *ctx, struct cpu *cpu, uint16_t addr, bool fast)
{
    struct chansys *cs = ctx;
    struct subchannel *sub;
    uint32_t caw;

    (void)cpu;
    if (!operational(cs, addr))
        return 3;
    chan_sync_time(cs);
    if (channel_works(cs, addr) || chan_holder(cs, addr >> 8))
        return 2;
    sub = chan_sub(cs, addr);
    if (sub && (program_working(sub) || sub->end))
        return 2;
    /* The fast release is a block multiplexer's, when multiplexing is
     * allowed. Such a channel does not wait for the device's answer. */
    fast = fast && sub && sub->phase == PHASE_IDLE &&
           chan_of(sub)->type == CHAN_BLOCK && chan_multiplexes(cs);
    if (sub == NULL || (sub->dev->not_operational && !fast))
        return 3;
    caw = chan_load_low(cs, CAW_AT);
    if (fast) {
        program_start_later(sub, caw);
        return 0;
    }
    chan_claim(sub);
    if (program_start(sub, caw) == 0)
        return 0;
    return chan_store_status(sub, sub->unit, sub->chan);
}

int
chan_tio(void *ctx, struct cpu *cpu, uint16_t addr)
{
    struct chansys *cs = ctx;
    struct subchannel *sub, *holder;
    struct csw csw = {0};

    (void)cpu;
    if (!operational(cs, addr))
        return 3;
    chan_sync_time(cs);
    if (channel_works(cs, addr))
        return 2;
    sub = answering(cs, addr);
    holder = chan_holder(cs, addr >> 8);
    if (holder && holder != sub)
        return 2;
    if (sub == NULL)
        return 3;
    if (program_working(sub))
        return 2;
    if (sub->end) {
        sub->end = sub->pci = false;
        irq_update(sub);
        chan_settle(sub);
        return chan_store_csw(sub, &sub->end_csw);
    }
    csw.chan = chan_trouble(sub, CS_CONTROL, LOGOUT_TESTING);
    if (csw.chan)
        return chan_store_csw(sub, &csw);
    if (sub->phase == PHASE_DEVICE)
        csw.unit = US_BUSY;
    else if (sub->unsolicited)
        csw.unit = irq_take_unsolicited(sub);
    else
        csw.unit = test_device(sub->dev);
    return csw.unit ? chan_store_csw(sub, &csw) : 0;
}

int
chan_clrio(void *ctx, struct cpu *cpu, uint16_t addr)
{
    struct chansys *cs = ctx;
    struct subchannel *sub;
    struct csw csw;

    if (!chan_multiplexes(cs))
        return chan_tio(ctx, cpu, addr);
    if (!operational(cs, addr))
        return 3;
    chan_sync_time(cs);
    sub = answering(cs, addr);
    if (sub == NULL)
        return 3;
    if (program_working(sub)) {
        sub->unit = 0;
        program_csw(sub, &csw);
        if (sub->pci)
            csw.chan |= CS_PCI;
        program_drop(sub);
    } else if (sub->end) {
        csw = sub->end_csw;
    } else {
        return 0;
    }
    sub->end = sub->pci = false;
    irq_update(sub);
    chan_settle(sub);
    return chan_store_csw(sub, &csw);
}

/* HALT I/O and HALT DEVICE when the channel works in burst mode: the first
 * ends the burst, whatever device it names; the second is for its own device
 * alone, whose operation need not be the one that has the channel. */
static int
halt_burst(struct subchannel *burst, struct subchannel *sub, bool any)
{
    if (any)
        program_halt(burst);
    else if (sub && sub->end)
        return 0;
    else if (sub && program_working(sub))
        program_halt(sub);
    return 2;
}

static int
halt(struct chansys *cs, uint16_t addr, bool any)
{
    struct subchannel *sub, *burst, *holder;
    uint8_t status;

    if (!operational(cs, addr))
        return 3;
    chan_sync_time(cs);
    sub = answering(cs, addr);
    burst = chan_burst(cs, addr >> 8);
    if (burst)
        return halt_burst(burst, sub, any);
    holder = chan_holder(cs, addr >> 8);
    if (holder && holder != sub)
        return 0;
    if (sub == NULL)
        return 3;
    if (sub->end)
        return 0;
    status = chan_trouble(sub, CS_CONTROL, LOGOUT_SELECTING);
    if (status)
        return chan_store_status(sub, 0, status);
    if (program_working(sub)) {
        program_halt(sub);
        return chan_store_status(sub, 0, 0);
    }
    status = test_device(sub->dev);
    return chan_store_status(sub, status & US_BUSY ? status : 0, 0);
}

int
chan_hio(void *ctx, struct cpu *cpu, uint16_t addr)
{
    (void)cpu;
    return halt(ctx, addr, true);
}

int
chan_hdv(void *ctx, struct cpu *cpu, uint16_t addr)
{
    (void)cpu;
    return halt(ctx, addr, false);
}

int
chan_tch(void *ctx, struct cpu *cpu, uint16_t addr)
{
    struct chansys *cs = ctx;

    (void)cpu;
    if (!operational(cs, addr))
        return 3;
    if (channel_works(cs, addr))
        return 2;
    return cs->irq_channels & 0x80000000u >> (addr >> 8) ? 1 : 0;
}

int
chan_stidc(void *ctx, struct cpu *cpu, uint16_t addr)
{
    struct chansys *cs = ctx;
    be32 id;

    (void)cpu;
    if (!operational(cs, addr))
        return 3;
    /* Type, model zero, no I/O extended logout. */
    put32(&id, (uint32_t)cs->channels[addr >> 8].type << 28);
    chan_store_low(cs, CHAN_ID_AT, &id, 4);
    return 0;
}
