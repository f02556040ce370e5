/* SPDX-License-Identifier: MIT */
/* Shared by the files of the channel alone: the state of a subchannel, and
 * what those files ask of one another. A subchannel has one device. */
#ifndef DEVICES_SUBCHANNEL_H
#define DEVICES_SUBCHANNEL_H

#include "devices/channel.h"
#include "devices/device.h"

/* Where a channel program stands; sub->ev takes it on, except where noted. */
enum phase {
    PHASE_IDLE,    /* no event */
    PHASE_SELECT,  /* SIOF: the device is yet to be selected */
    PHASE_COMMAND, /* a command CCW is in hand: execute it */
    PHASE_GATHER,  /* write, data chaining: take this CCW's bytes */
    PHASE_HELD,    /* the model returned 0; no event: device_complete */
    PHASE_ENDING,  /* device_complete came: `late` is the unit status */
    PHASE_SCATTER, /* read, data chaining: fill this CCW's area */
    PHASE_CHAIN,   /* chaining waits for device end; no event */
    PHASE_CHAINED, /* it came: `late` */
    PHASE_HALTED,  /* HIO or HDV: end with what there is */
    PHASE_DEVICE,  /* channel end given, device end to come: the subchannel is
                    * free, the device busy; no event until it comes */
};

/* The storage area of a CCW as it is used up. */
struct area {
    uint32_t at;   /* next byte; or, IDA and `left` 0, nothing */
    uint32_t idaw; /* IDA: address of the next IDAW */
    uint32_t left; /* IDA: bytes left in the current 2K block */
    bool ida, first, backward;
};

struct subchannel {
    struct device *dev;
    struct chansys *cs;
    struct channel *channel;
    struct event ev;
    enum phase phase;

    /* The program. */
    uint8_t key;       /* as in the CAW: high digit */
    uint32_t next_ccw; /* current CCW + 8: what a CSW carries */
    uint32_t command;  /* address of the command's CCW: for command retry */
    uint8_t flags;     /* of the current CCW */
    uint32_t count;    /* of the current CCW: bytes still to go */
    struct area area;
    enum direction dir;
    struct command cmd;
    uint8_t *buf;     /* COMMAND_MAX bytes, from the first use on */
    uint32_t moved;   /* read: bytes of cmd.buf taken by the program */
    uint8_t unit;     /* unit status of the command being ended */
    uint8_t late;     /* PHASE_ENDING */
    uint8_t chan;     /* channel status of the current program */
    bool retry;       /* PHASE_CHAIN: device end lets the command run anew */
    uint8_t deferred; /* SIOF: condition code of the initial selection */
    uint32_t caw;     /* SIOF: kept from the instruction */
    uint32_t logout;  /* limited channel logout that belongs to `chan` */
    bool connected;   /* counted in its channel's `connected` */

    /* Implied SIO of an IPL. */
    bool ipl;
    int ipl_status;

    /* Interruption conditions, and the place in the queue of those that can
     * be presented. */
    bool pci, end;
    struct csw end_csw;
    uint8_t unsolicited; /* device status not yet taken */
    bool queued;
    struct subchannel *irq_prev, *irq_next;

    bool watched;          /* tell cs->watch */
    uint32_t watched_data; /* what the last CCW it was told of points to */

    struct subchannel *next; /* by address */
};

/* A channel works in burst mode while `connected` is not zero or, for the
 * whole of a channel program, while `owner` has one at work. Of a selector
 * channel, `owner` also holds the one subchannel until its conditions are
 * cleared. */
struct channel {
    enum chan_type type;
    unsigned attached; /* devices */
    struct subchannel *owner;
    unsigned connected; /* block multiplexer: subchannels that transfer now */
    bool refused;       /* condition code 2 was given: when it is free again,
                         * the program is told */
    bool available;     /* channel-available interruption pending */
    unsigned irq_count; /* queued subchannels */
};

struct chansys {
    const struct chan_watch *watch; /* NULL: nobody is told */
    struct cpu *cpu;
    struct evq *evq;
    struct subchannel *first;
    struct subchannel *irq_head, *irq_tail; /* in order of arrival */
    uint32_t irq_channels; /* mask of channels that can interrupt */
    struct channel channels[CHANNELS];
    struct subchannel *ipl; /* the device of the last IPL */
    struct unpack *media;   /* for devices being attached; see device.h */
    void (*message)(void *ctx, const char *text);
    void *message_ctx;
    chan_flush *flush;
    void *flush_ctx;
};

/* watch.c. Tells of a CCW, and of status: of one command or of the program. */
void watch_ccw(struct subchannel *sub, const struct ccw *ccw);
void watch_status(struct subchannel *sub, bool end);

/* chansys.c */
struct subchannel *chan_sub(struct chansys *cs, uint16_t addr);
/* The model of a configuration line's type, in either case; NULL: none. */
const struct device_model *chan_model(const char *type);
/* An instruction is at work: brings the event queue's time up to it. */
void chan_sync_time(struct chansys *cs);

/* chanstate.c */
static inline struct channel *
chan_of(const struct subchannel *sub)
{
    return sub->channel;
}
/* Block-multiplexing control: bit 0 of control register 0. */
bool chan_multiplexes(const struct chansys *cs);
/* An operation begins: it gets the channel for the whole program if the
 * channel is a selector, or multiplexing is inhibited. */
void chan_claim(struct subchannel *sub);
/* The subchannel's phase or conditions may have changed: says whether the
 * channel works, and releases it. */
void chan_settle(struct subchannel *sub);
/* The subchannel with which the channel works in burst mode, or NULL. */
struct subchannel *chan_burst(struct chansys *cs, unsigned channel);
/* Selector channel: the subchannel is occupied by this device's operation or
 * its interruption condition; NULL: free, or not a selector channel. */
struct subchannel *chan_holder(struct chansys *cs, unsigned channel);
/* Condition code 2 was given because the channel works. */
void chan_refused(struct chansys *cs, unsigned channel);
/* Which channels can interrupt: brings this one's mask bit up to date. */
void chan_mask(struct chansys *cs, unsigned channel);

/* storage.c: absolute storage by key. Each returns channel status: 0,
 * CS_PROGRAM_CHECK or CS_PROTECTION_CHECK. What chan_fetch fetches is aligned
 * at its length, 4 or 8. */
uint8_t chan_fetch(struct chansys *cs, uint8_t key, uint32_t addr, void *to,
                   uint32_t len);
void area_open(struct area *a, const struct ccw *ccw, bool backward);
/* Moves up to n bytes; *done says how many. The direction is to storage when
 * `in`; buf NULL skips. */
uint8_t area_move(struct subchannel *sub, uint8_t *buf, uint32_t n, bool in,
                  uint32_t *done);
/* The processor's own accesses to low storage, without keys. */
enum { CAW_AT = 0x48 };
void chan_store_low(struct chansys *cs, uint32_t real, const void *from,
                    uint32_t len);
uint32_t chan_load_low(struct chansys *cs, uint32_t real);

/* fetch.c. Fetches the next CCW and makes it the current one; channel status.
 * `first`: no TIC. chain_data: the command goes on. */
uint8_t take_ccw(struct subchannel *sub, bool chain_data, bool first);

/* logout.c. PoO "Limited Channel Logout", sequence code. */
enum logout_sequence {
    LOGOUT_TESTING = 0,   /* TIO, CLRIO */
    LOGOUT_ACCEPTED = 2,  /* command accepted, no data moved */
    LOGOUT_DATA = 3,      /* at least one byte moved */
    LOGOUT_SELECTING = 4, /* command not yet sent or accepted */
};
enum { CS_CONTROL = CS_CHANNEL_CONTROL_CHECK | CS_INTERFACE_CONTROL_CHECK };
/* The device's trouble that is among `checks`, which is then over: channel
 * status; notes the logout. */
uint8_t chan_log_trouble(struct subchannel *sub, uint8_t checks,
                         enum logout_sequence sequence);
static inline uint8_t
chan_trouble(struct subchannel *sub, uint8_t checks,
             enum logout_sequence sequence)
{
    return sub->dev->trouble ? chan_log_trouble(sub, checks, sequence) : 0;
}
/* Stores a CSW, or its status half alone, with the logout that belongs to
 * it; return condition code 1. */
int chan_store_csw(struct subchannel *sub, const struct csw *csw);
int chan_store_status(struct subchannel *sub, uint8_t unit, uint8_t chan);

/* The commands that the channel answers in the model's place. */
static inline bool
is_sense(uint8_t code)
{
    return code == CCW_SENSE || code == CCW_SENSE_ID;
}

/* program.c. Starts the program; 0 when it goes on, 1 when the status in
 * sub->unit and sub->chan ends it at once (SIO condition code 1). */
int program_start(struct subchannel *sub, uint32_t caw);
void program_start_later(struct subchannel *sub, uint32_t caw);
void program_start_ipl(struct subchannel *sub);
/* HIO, HDV. */
void program_halt(struct subchannel *sub);
/* CLRIO, reset, detach: back to idle, nothing reported. */
void program_drop(struct subchannel *sub);
void program_step(void *arg, uint64_t now);
void program_csw(const struct subchannel *sub, struct csw *csw);
/* Has the subchannel an operation in progress? */
bool program_working(const struct subchannel *sub);

/* interrupt.c */
void irq_update(struct subchannel *sub);
/* The program takes the unsolicited status: returns and clears it. */
uint8_t irq_take_unsolicited(struct subchannel *sub);
void irq_clear(struct subchannel *sub); /* all conditions of the subchannel */
/* Nothing is queued: irq_update of each in turn makes the order. */
void irq_unqueue(struct chansys *cs);
bool irq_pending(void *ctx, uint32_t channels);
int irq_accept(void *ctx, struct cpu *cpu, uint32_t channels);

/* instruction.c */
int chan_sio(void *ctx, struct cpu *cpu, uint16_t addr, bool fast);
int chan_tio(void *ctx, struct cpu *cpu, uint16_t addr);
int chan_clrio(void *ctx, struct cpu *cpu, uint16_t addr);
int chan_hio(void *ctx, struct cpu *cpu, uint16_t addr);
int chan_hdv(void *ctx, struct cpu *cpu, uint16_t addr);
int chan_tch(void *ctx, struct cpu *cpu, uint16_t addr);
int chan_stidc(void *ctx, struct cpu *cpu, uint16_t addr);

#endif
