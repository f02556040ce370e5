/* SPDX-License-Identifier: MIT */
/* Is a channel free? A byte multiplexer always is: its devices take turns byte
 * by byte. A selector channel works for one channel program from its start to
 * its channel end, and has one subchannel for all devices. A block multiplexer
 * works while a device transfers; between the blocks of a chain, where channel
 * end comes before device end, it is free for others, and it tells the program
 * that found it working when it is free. With multiplexing inhibited (control
 * register 0) it works for whole programs, too. GA22-7000-4 "Types of
 * Channels", "Channel Available Interruption". */
#include "devices/subchannel.h"

bool
chan_multiplexes(const struct chansys *cs)
{
    return cs->cpu->cr[0] >> 31;
}

static bool
owner_works(const struct channel *c)
{
    return c->owner && program_working(c->owner);
}

static bool
works(const struct channel *c)
{
    return c->connected > 0 || owner_works(c);
}

void
chan_claim(struct subchannel *sub)
{
    struct channel *c = chan_of(sub);

    if (c->type == CHAN_SELECTOR ||
        (c->type == CHAN_BLOCK && !chan_multiplexes(sub->cs)))
        c->owner = sub;
}

/* In these phases a device is logically connected to a multiplexing channel,
 * and some are while they hold a command. */
enum {
    CONNECTED = 1 << PHASE_COMMAND | 1 << PHASE_GATHER | 1 << PHASE_SCATTER |
                1 << PHASE_ENDING | 1 << PHASE_CHAINED
};

static bool
transfers(const struct subchannel *sub)
{
    return CONNECTED >> sub->phase & 1 ||
           (sub->phase == PHASE_HELD && sub->dev->model->burst);
}

void
chan_mask(struct chansys *cs, unsigned channel)
{
    struct channel *c = &cs->channels[channel];
    uint32_t bit = 0x80000000u >> channel;
    /* While it works for one program, that program's PCI is all there is. */
    bool on = owner_works(c) ? c->owner->pci : c->irq_count > 0 || c->available;

    if (on)
        cs->irq_channels |= bit;
    else
        cs->irq_channels &= ~bit;
}

void
chan_settle(struct subchannel *sub)
{
    struct channel *c = chan_of(sub);
    bool connected = c->type == CHAN_BLOCK && c->owner != sub && transfers(sub);

    if (connected == sub->connected && c->owner != sub)
        return;
    if (connected && !sub->connected)
        c->connected++;
    else if (!connected && sub->connected)
        c->connected--;
    sub->connected = connected;
    if (c->owner == sub && !program_working(sub) &&
        (c->type == CHAN_BLOCK || (!sub->end && !sub->pci)))
        c->owner = NULL;
    if (works(c)) {
        c->refused |= c->available;
        c->available = false;
    } else {
        c->available |= c->refused;
        c->refused = false;
    }
    chan_mask(sub->cs, sub->dev->addr >> 8);
}

struct subchannel *
chan_burst(struct chansys *cs, unsigned channel)
{
    struct channel *c = &cs->channels[channel];

    if (owner_works(c))
        return c->owner;
    if (c->connected == 0)
        return NULL;
    for (struct subchannel *sub = cs->first; sub; sub = sub->next)
        if (sub->connected && sub->dev->addr >> 8 == channel)
            return sub;
    return NULL;
}

struct subchannel *
chan_holder(struct chansys *cs, unsigned channel)
{
    struct channel *c = &cs->channels[channel];

    return c->type == CHAN_SELECTOR ? c->owner : NULL;
}

/* A program that inhibits multiplexing expects a selector channel, which has
 * no such interruption. */
void
chan_refused(struct chansys *cs, unsigned channel)
{
    struct channel *c = &cs->channels[channel];

    if (c->type == CHAN_BLOCK && chan_multiplexes(cs))
        c->refused = true;
}
