/* SPDX-License-Identifier: MIT */
/* I/O interruption conditions: which subchannels have one that can be
 * presented, in what order they are taken, and what the CSW then holds.
 * Priority: the lowest channel number, then order of arrival; a channel's own
 * channel-available condition comes last. The processor swaps the PSWs. PoO
 * "Input/Output Interruptions". */
#include "devices/subchannel.h"

static uint32_t
channel_bit(unsigned channel)
{
    return 0x80000000u >> channel;
}

static void
enqueue(struct subchannel *sub)
{
    struct chansys *cs = sub->cs;

    sub->queued = true;
    sub->irq_prev = cs->irq_tail;
    sub->irq_next = NULL;
    if (cs->irq_tail)
        cs->irq_tail->irq_next = sub;
    else
        cs->irq_head = sub;
    cs->irq_tail = sub;
    chan_of(sub)->irq_count++;
}

static void
dequeue(struct subchannel *sub)
{
    struct chansys *cs = sub->cs;

    sub->queued = false;
    if (sub->irq_prev)
        sub->irq_prev->irq_next = sub->irq_next;
    else
        cs->irq_head = sub->irq_next;
    if (sub->irq_next)
        sub->irq_next->irq_prev = sub->irq_prev;
    else
        cs->irq_tail = sub->irq_prev;
    chan_of(sub)->irq_count--;
}

void
irq_update(struct subchannel *sub)
{
    bool due =
        sub->pci || sub->end || (sub->unsolicited && sub->phase == PHASE_IDLE);

    if (due == sub->queued && chan_of(sub)->owner != sub)
        return;
    if (due && !sub->queued)
        enqueue(sub);
    else if (!due && sub->queued)
        dequeue(sub);
    chan_mask(sub->cs, sub->dev->addr >> 8);
}

void
irq_unqueue(struct chansys *cs)
{
    while (cs->irq_head != NULL)
        dequeue(cs->irq_head);
}

void
irq_clear(struct subchannel *sub)
{
    sub->pci = sub->end = false;
    sub->unsolicited = 0;
    irq_update(sub);
    chan_settle(sub);
}

uint8_t
irq_take_unsolicited(struct subchannel *sub)
{
    uint8_t unit = sub->unsolicited;

    sub->unsolicited = 0;
    irq_update(sub);
    if (unit && sub->dev->model->taken)
        sub->dev->model->taken(sub->dev, unit);
    return unit;
}

bool
irq_pending(void *ctx, uint32_t channels)
{
    struct chansys *cs = ctx;

    return (cs->irq_channels & channels) != 0;
}

/* The channel to be served; CHANNELS if none. */
static unsigned
choose(const struct chansys *cs, uint32_t channels)
{
    uint32_t mask = cs->irq_channels & channels;
    unsigned ch = 0;

    while (ch < CHANNELS && !(mask & channel_bit(ch)))
        ch++;
    return ch;
}

/* The subchannel to be served; NULL: the channel itself. What holds a
 * channel's only subchannel goes first. */
static struct subchannel *
first_of(struct chansys *cs, unsigned ch)
{
    struct channel *c = &cs->channels[ch];
    struct subchannel *sub = cs->irq_head;

    if (c->owner && (c->owner->end || c->owner->pci))
        return c->owner;
    while (sub && sub->dev->addr >> 8 != ch)
        sub = sub->irq_next;
    return sub;
}

/* Takes one condition of the subchannel. A PCI's CSW is that of this moment:
 * chaining carries the condition over to the CCW that is now current. */
static void
take(struct subchannel *sub, struct csw *csw)
{
    bool pci = sub->pci && !sub->end;

    dequeue(sub);
    if (sub->end) {
        *csw = sub->end_csw;
        sub->end = sub->pci = false;
    } else if (pci) {
        program_csw(sub, csw);
        csw->unit = 0;
        csw->chan |= CS_PCI;
        sub->pci = false;
    } else {
        csw->unit = irq_take_unsolicited(sub);
    }
    /* An interruption other than PCI says as well that the channel is free. */
    if (!pci)
        chan_of(sub)->available = false;
    irq_update(sub);
    if (chan_of(sub)->owner == sub)
        chan_settle(sub);
    else
        chan_mask(sub->cs, sub->dev->addr >> 8);
}

int
irq_accept(void *ctx, struct cpu *cpu, uint32_t channels)
{
    struct chansys *cs = ctx;
    unsigned ch = choose(cs, channels);
    struct csw csw = {0};
    struct subchannel *sub;

    (void)cpu;
    if (ch == CHANNELS)
        return -1;
    chan_sync_time(cs);
    sub = first_of(cs, ch);
    if (sub) {
        take(sub, &csw);
        chan_store_csw(sub, &csw);
        return sub->dev->addr;
    }
    cs->channels[ch].available = false;
    chan_mask(cs, ch);
    chan_store_low(cs, 0x40, &csw, sizeof(csw));
    return (int)(ch << 8);
}

void
device_attention(struct device *dev, uint8_t unit_status)
{
    dev->sub->unsolicited |= unit_status;
    irq_update(dev->sub);
}

void
device_withdraw(struct device *dev, uint8_t unit_status)
{
    dev->sub->unsolicited &= (uint8_t)~unit_status;
    irq_update(dev->sub);
}

uint8_t
device_pending(const struct device *dev)
{
    return dev->sub->unsolicited;
}
