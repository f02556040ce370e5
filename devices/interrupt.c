/* SPDX-License-Identifier: MIT */
/* I/O interruption conditions: which subchannels have one that can be
 * presented, in what order they are taken, and what the CSW then holds.
 * Priority: the lowest channel number, then order of arrival. The processor
 * swaps the PSWs. PoO "Input/Output Interruptions". */
#include "devices/subchannel.h"

#include <string.h>

static uint32_t
channel_bit(unsigned channel)
{
    return 0x80000000u >> channel;
}

static void
enqueue(struct subchannel *sub)
{
    struct chansys *cs = sub->cs;
    unsigned ch = sub->dev->addr >> 8;

    sub->queued = true;
    sub->irq_prev = cs->irq_tail;
    sub->irq_next = NULL;
    if (cs->irq_tail)
        cs->irq_tail->irq_next = sub;
    else
        cs->irq_head = sub;
    cs->irq_tail = sub;
    if (cs->irq_count[ch]++ == 0)
        cs->irq_channels |= channel_bit(ch);
}

static void
dequeue(struct subchannel *sub)
{
    struct chansys *cs = sub->cs;
    unsigned ch = sub->dev->addr >> 8;

    sub->queued = false;
    if (sub->irq_prev)
        sub->irq_prev->irq_next = sub->irq_next;
    else
        cs->irq_head = sub->irq_next;
    if (sub->irq_next)
        sub->irq_next->irq_prev = sub->irq_prev;
    else
        cs->irq_tail = sub->irq_prev;
    if (--cs->irq_count[ch] == 0)
        cs->irq_channels &= ~channel_bit(ch);
}

void
irq_update(struct subchannel *sub)
{
    bool due =
        sub->pci || sub->end || (sub->unsolicited && sub->phase == PHASE_IDLE);

    if (due && !sub->queued)
        enqueue(sub);
    else if (!due && sub->queued)
        dequeue(sub);
}

void
irq_clear(struct subchannel *sub)
{
    sub->pci = sub->end = false;
    sub->unsolicited = 0;
    irq_update(sub);
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

/* The next subchannel to be served; NULL if none. */
static struct subchannel *
choose(struct chansys *cs, uint32_t channels)
{
    uint32_t mask = cs->irq_channels & channels;
    struct subchannel *sub = cs->irq_head;
    unsigned ch = 0;

    if (mask == 0)
        return NULL;
    while (!(mask & channel_bit(ch)))
        ch++;
    while (sub->dev->addr >> 8 != ch)
        sub = sub->irq_next;
    return sub;
}

int
irq_accept(void *ctx, struct cpu *cpu, uint32_t channels)
{
    struct chansys *cs = ctx;
    struct subchannel *sub = choose(cs, channels);
    struct csw csw = {0};

    (void)cpu;
    if (sub == NULL)
        return -1;
    chan_sync_time(cs);
    dequeue(sub);
    if (sub->end) {
        csw = sub->end_csw;
        sub->end = sub->pci = false;
    } else if (sub->pci) {
        csw = sub->pci_csw;
        sub->pci = false;
    } else {
        csw.unit = irq_take_unsolicited(sub);
    }
    irq_update(sub);
    chan_store_low(cs, 0x40, &csw, sizeof(csw));
    return sub->dev->addr;
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
