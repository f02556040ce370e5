/* SPDX-License-Identifier: MIT */
/* The channels: SIO and its kin, channel programs as state machines advanced
 * one CCW at a time by the event queue, and the interruptions they end in.
 * PoO "Input/Output Operations". The machine thread alone calls this. */
#ifndef DEVICES_CHANNEL_H
#define DEVICES_CHANNEL_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/ccw.h"
#include "cpu/cpu.h"
#include "lib/err.h"
#include "lib/evq.h"
#include "lib/pack.h"

struct chansys; /* all channels of the machine and the devices on them */
struct device;

/* As STIDC stores it. PoO "Store Channel ID". */
enum chan_type { CHAN_SELECTOR = 0, CHAN_BYTE = 1, CHAN_BLOCK = 2 };
enum { CHANNELS = 32 };

/* `cpu` gives storage and machine time, and is told of stores
 * (cpu_storage_changed). What becomes pending does so in an event or in a call
 * of the machine thread, hence between two cpu_runs; in cpu_run, the I/O
 * instructions themselves only clear conditions. NULL when out of memory. */
struct chansys *chansys_create(struct cpu *cpu, struct evq *evq);
void chansys_destroy(struct chansys *cs); /* detaches all devices */

/* Where devices report host trouble (a volume that cannot be written); NULL:
 * nowhere. The text has no line end. */
void chansys_message(struct chansys *cs,
                     void (*fn)(void *ctx, const char *text), void *ctx);

/* Has a file synced that a device wrote and may close soon, by a duplicate of
 * `fd`, and does not wait for it. With `must` it cannot be declined. */
typedef bool chan_flush(void *ctx, int fd, const char *path, bool must);
/* NULL: a device that closes such a file syncs it first. */
void chansys_flush(struct chansys *cs, chan_flush *fn, void *ctx);

/* Gives a channel (0 to CHANNELS - 1) its type: before the machine runs. The
 * default: channel 0 is a byte multiplexer, the others block multiplexers. */
void chansys_channel_type(struct chansys *cs, unsigned channel,
                          enum chan_type type);

/* Fills the I/O half of the processor's board (sio ... io_accept). */
void chansys_board(struct chansys *cs, struct cpu_board *board);

/* What an onlooker is told, as it happens. */
enum chan_event_kind {
    CHAN_EVENT_OPERATION, /* an instruction: op, cc, at = the CAW */
    CHAN_EVENT_CCW,       /* a CCW was fetched: ccw, at, data */
    CHAN_EVENT_STATUS,    /* a command ended, another follows: csw, data */
    CHAN_EVENT_END,       /* the program ended, or did not begin: csw, data */
};
enum chan_operation {
    CHAN_SIO,
    CHAN_SIOF,
    CHAN_TIO,
    CHAN_CLRIO,
    CHAN_HIO,
    CHAN_HDV
};

struct chan_event {
    enum chan_event_kind kind;
    uint16_t addr;
    enum chan_operation op;
    int cc;
    struct ccw ccw;
    uint32_t at;   /* absolute address of the CCW; UINT32_MAX: IPL's implied
                    * one, which is nowhere */
    uint32_t data; /* absolute address of the first byte of data; UINT32_MAX:
                    * none to show */
    struct csw csw;
};

/* An onlooker: it changes nothing. */
struct chan_watch {
    void *ctx;
    void (*event)(void *ctx, const struct chan_event *ev);
};

/* Sets the onlooker (NULL: none) of the devices of device_watch (device.h),
 * and of I/O instructions to devices that do not exist; `board` is the
 * processor's. `watch` stays the caller's. */
void chansys_watch(struct chansys *cs, const struct chan_watch *watch,
                   struct cpu_board *board);

/* I/O system reset: PoO "Resets". Ends all operations, clears all pending
 * status. A console with typed lines waiting raises attention anew. */
void chansys_reset(struct chansys *cs);

/* Begins the implied SIO of an IPL: read 24 bytes to 0 with command chaining
 * to CCW1 at 8, key 0. Call chansys_reset before. False when the device does
 * not exist, does not answer or is busy. It goes on with the event queue and is
 * done when chansys_ipl_status says so; the caller then stores the I/O address
 * (2-3 or BA-BB) and loads the PSW. PoO "Initial Program Loading". */
bool chansys_ipl_start(struct chansys *cs, uint16_t addr);
/* 0 while it goes on; 1 ended well; -1 ended with *unit and *chan status. */
int chansys_ipl_status(struct chansys *cs, uint8_t *unit, uint8_t *chan);

/* Devices. attach takes the words after the device type in a configuration
 * line; on failure returns NULL and sets *err. The type is a Hercules type
 * name (3330, 3350, 3270, 3215, 1052, 3505, 2540R, 3525, 1403 ...). */
struct device *chansys_attach(struct chansys *cs, uint16_t addr,
                              const char *type, int argc, char **argv,
                              struct err *err);
bool chansys_detach(struct chansys *cs, uint16_t addr, struct err *err);
struct device *chansys_find(struct chansys *cs, uint16_t addr);
/* Replaces what is mounted (the console's devinit), and raises device end. */
bool chansys_devinit(struct chansys *cs, uint16_t addr, int argc, char **argv,
                     struct err *err);
/* Snapshots (devices/save.c). The first device whose model cannot be saved, or
 * NULL. One device: subchannel, model's state, contents of what is mounted. */
struct device *chansys_unsaved(struct chansys *cs);
void chansys_save_device(struct device *dev, struct pack *p);
/* Takes them back into a device that is attached; false with *err. */
bool chansys_load_device(struct device *dev, struct unpack *u, struct err *err);
/* Makes the device that chansys_save_device wrote, without its host files. */
struct device *chansys_make_device(struct chansys *cs, struct unpack *u,
                                   struct err *err);
/* What concerns several devices: the queue of interruptions. After all. */
void chansys_save(struct chansys *cs, struct pack *p);
void chansys_load(struct chansys *cs, struct unpack *u);
/* Digest of what the program can find out about all devices. */
void chansys_digest(struct chansys *cs, struct pack *p);

/* Next device by address after `prev` (NULL: first); NULL at the end. */
struct device *chansys_next(struct chansys *cs, struct device *prev);

#endif
