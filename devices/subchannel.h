/* SPDX-License-Identifier: MIT */
/* Shared by the files of the channel alone: the state of a subchannel, and
 * what those files ask of one another. A subchannel has one device. */
#ifndef DEVICES_SUBCHANNEL_H
#define DEVICES_SUBCHANNEL_H

#include "devices/channel.h"
#include "devices/device.h"

enum { CHANNELS = 32 };

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
    struct event ev;
    enum phase phase;

    /* The program. */
    uint8_t key;       /* as in the CAW: high digit */
    uint32_t next_ccw; /* current CCW + 8: what a CSW carries */
    uint8_t flags;     /* of the current CCW */
    uint32_t count;    /* of the current CCW: bytes still to go */
    struct area area;
    enum direction dir;
    struct command cmd;
    uint8_t *buf;   /* COMMAND_MAX bytes, from the first use on */
    uint32_t moved; /* read: bytes of cmd.buf taken by the program */
    uint8_t unit;   /* unit status of the command being ended */
    uint8_t late;   /* PHASE_ENDING */
    uint8_t chan;   /* channel status of the current program */
    bool deferred;  /* SIOF: status is that of the initial selection */
    uint32_t caw;   /* SIOF: kept from the instruction */

    /* Implied SIO of an IPL. */
    bool ipl;
    int ipl_status;

    /* Interruption conditions, and the place in the queue of those that can
     * be presented. */
    bool pci, end;
    struct csw pci_csw, end_csw;
    uint8_t unsolicited; /* device status not yet taken */
    bool queued;
    struct subchannel *irq_prev, *irq_next;

    struct subchannel *next; /* by address */
};

struct chansys {
    struct cpu *cpu;
    struct evq *evq;
    struct subchannel *first;
    struct subchannel *irq_head, *irq_tail; /* in order of arrival */
    uint32_t irq_channels;                  /* mask of channels with some */
    unsigned irq_count[CHANNELS];
    unsigned attached[CHANNELS];
    struct subchannel *ipl; /* the device of the last IPL */
    void (*message)(void *ctx, const char *text);
    void *message_ctx;
};

/* chansys.c */
struct subchannel *chan_sub(struct chansys *cs, uint16_t addr);
enum chan_type chan_type_of(unsigned channel);
/* An instruction is at work: brings the event queue's time up to it. */
void chan_sync_time(struct chansys *cs);

/* storage.c: absolute storage by key. Each returns channel status: 0,
 * CS_PROGRAM_CHECK or CS_PROTECTION_CHECK. */
uint8_t chan_fetch(struct chansys *cs, uint8_t key, uint32_t addr, void *to,
                   uint32_t len);
void area_open(struct area *a, const struct ccw *ccw, bool backward);
/* Moves up to n bytes; *done says how many. The direction is to storage when
 * `in`; buf NULL skips. */
uint8_t area_move(struct subchannel *sub, uint8_t *buf, uint32_t n, bool in,
                  uint32_t *done);
/* The processor's own accesses to low storage, without keys. */
void chan_store_low(struct chansys *cs, uint32_t real, const void *from,
                    uint32_t len);
uint32_t chan_load_low(struct chansys *cs, uint32_t real);

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
