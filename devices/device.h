/* SPDX-License-Identifier: MIT */
/* A device as the channel sees it: a model is a table of functions; a device
 * is an instance at an address. devices/channel.c advances channel programs
 * and calls these; a model never touches main storage or status words. */
#ifndef DEVICES_DEVICE_H
#define DEVICES_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arch/ccw.h"
#include "lib/err.h"
#include "lib/evq.h"
#include "lib/pack.h"

struct device;
struct chansys;

/* One command, as the model executes it. For a command that reads, the model
 * puts what the device sends into buf[0..max) and sets `len`; the channel
 * moves the smaller of that and the CCW's count (through chained data). For
 * one that writes, the channel has gathered the data before the call: buf,
 * len is what the program supplies, at most what the model's `want` asked
 * for. The model returns unit status: normally US_CHANNEL_END | US_DEVICE_END;
 * US_CHANNEL_END alone when the device end follows (device_complete); channel
 * end, unit check and status modifier to have the command retried, at once
 * (with device end) or when device_complete gives device end; 0 when
 * the command goes on (a console read with no line typed yet) and
 * device_complete will be called later: the struct stays valid until then. */
struct command {
    uint8_t code;
    uint8_t prev_code; /* the command before it in the chain, 0 at first */
    bool chained;      /* not the first one of its chain that the model sees */
    bool more;         /* out, write: the device would have taken more than it
                        * was given: incorrect length */
    uint8_t *buf;
    uint32_t len;   /* in: bytes supplied (write); out: bytes sent (read) */
    uint32_t used;  /* out, write: bytes the device took; preset to len */
    uint32_t max;   /* read: room in buf: COMMAND_MAX */
    uint32_t count; /* the count of the command's first CCW */
};

enum { COMMAND_MAX = 66560 }; /* a count field, a key, 65535 bytes, some over */

/* How a command code moves data, asked before it is executed. A command that
 * moves none is an immediate operation: its status is the initial status. */
enum direction { DIR_NONE, DIR_WRITE, DIR_READ, DIR_READ_BACKWARD, DIR_BAD };

/* The channel itself answers SENSE and SENSE ID; everything else goes to the
 * model. Members that may be NULL say so. */
struct device_model {
    const char *type; /* the name in a configuration line */
    /* A block multiplexer stays with it while a command goes on (a disk that
     * waits for a record), till channel end. */
    bool burst;
    struct sense_id id;
    /* Parses argv, opens files, sets dev->state. On failure nothing is left
     * open. */
    bool (*attach)(struct device *dev, int argc, char **argv, struct err *err);
    void (*detach)(struct device *dev);
    /* Mounts something else (a new deck), with argc 0 the same again; NULL: not
     * for this device. When it fails, what was mounted stays. */
    bool (*devinit)(struct device *dev, int argc, char **argv, struct err *err);
    enum direction (*direction)(struct device *dev, uint8_t code);
    /* Initial status, before any data moves: 0, or a status that refuses the
     * command (US_UNIT_CHECK with intervention required). NULL: 0. */
    uint8_t (*initial)(struct device *dev, const struct command *cmd);
    /* How many bytes in all this write command takes, seen what has been
     * gathered so far (cmd->buf, len). NULL: whatever the program supplies. */
    uint32_t (*want)(struct device *dev, const struct command *cmd);
    uint8_t (*execute)(struct device *dev, struct command *cmd);
    /* The program has taken so many bytes of what a read sent; all its areas
     * are done. NULL: the model need not know. */
    void (*sent)(struct device *dev, uint32_t bytes);
    /* HIO, HDV, CLRIO or reset ends a command that had returned 0; the model
     * forgets it and does not call device_complete. NULL: none ever does. */
    void (*halt)(struct device *dev);
    void (*reset)(struct device *dev); /* NULL: nothing to do */
    /* The program took unsolicited status: all bits that were pending. NULL:
     * the model need not know. */
    void (*taken)(struct device *dev, uint8_t unit_status);
    /* Brings dev->sense up to date before SENSE. NULL: it always is. */
    void (*refresh_sense)(struct device *dev);
    /* What control unit or device answers to TIO when it has no status
     * pending: 0, or control unit busy (US_BUSY | US_STATUS_MODIFIER) and its
     * like. NULL: 0. */
    uint8_t (*test)(struct device *dev);
    /* A line for devlist: file name, client. NULL: nothing. */
    void (*describe)(struct device *dev, char *text, size_t size);
    /* Microseconds a command takes, up to its ending status (latency is a
     * function of machine time only); NULL: the default. */
    uint32_t (*latency)(struct device *dev, const struct command *cmd);

    /* Snapshots and recordings. `save` writes all that the program could come
     * to notice and that attach does not set from its operands; `load` takes
     * it back in the same order. A wrong value is unpack_fail's; whatever the
     * bytes are, the device is one that works. When p->kind is PACK_DIGEST,
     * nothing that differs between a recording and its replay is written
     * (names and handles of host files). A model without `save` is refused by
     * name. */
    void (*save)(struct device *dev, struct pack *p);
    void (*load)(struct device *dev, struct unpack *u);
    /* The contents of what is mounted. load_media puts them in the place of
     * what is mounted now, with PACK_MEMORY by going back to a mark. When
     * dev->media is set, attach (and devinit) take them from there themselves
     * instead of opening host files, which they leave alone: so a replay makes
     * its devices. NULL: the model has none (output files are discarded when
     * dev->media is set). */
    void (*save_media)(struct device *dev, struct pack *p);
    bool (*load_media)(struct device *dev, struct unpack *u, struct err *err);
};

struct device {
    uint16_t addr;
    const struct device_model *model;
    struct chansys *cs;
    void *state;               /* the model's own */
    const struct sense_id *id; /* SENSE ID, if not the model's; else NULL */
    uint8_t sense[32];
    unsigned sense_len; /* bytes SENSE returns, 1-32 */
    /* Does not answer its address (its power is off): not operational. */
    bool not_operational;
    /* Trouble on the way between channel and device, channel status
     * (CS_CHANNEL_DATA_CHECK and the bits after it): the channel finds it
     * at the next occasion, and it is over. No model of this machine has
     * any; tests do. */
    uint8_t trouble;
    int argc; /* the operands of its attach or last devinit */
    char **argv;
    struct unpack *media;   /* see save_media; NULL: open host files */
    uint64_t started;       /* channel programs begun, for whoever watches */
    struct subchannel *sub; /* devices/channel.c's own */
};

/* The model ends a command that had returned 0 (data for a read is in the
 * command's buf, its length in len), or gives the device end that was missing.
 * Called by the machine thread between two cpu_runs, or from an event; the
 * ending takes effect by an event of its own. */
void device_complete(struct device *dev, uint8_t unit_status);
/* An unsolicited status: attention, or device end on not-ready to ready. It
 * waits in the device until the subchannel is free and the program takes it
 * (by interruption, TIO, or SIO with busy). */
void device_attention(struct device *dev, uint8_t unit_status);
/* Takes back unsolicited status bits that the program has not seen yet. */
void device_withdraw(struct device *dev, uint8_t unit_status);
/* Unsolicited status the program has not taken yet. */
uint8_t device_pending(const struct device *dev);

/* The command that a model without an answer holds, for load. */
struct command *device_command(struct device *dev);
/* An event of a model's own in `save` and `load`. */
void device_pack_event(struct pack *p, const struct event *ev);
void device_unpack_event(struct device *dev, struct unpack *u,
                         struct event *ev);

/* Clears the sense bytes, sets byte 0 and returns channel end + device end +
 * unit check. */
uint8_t device_check(struct device *dev, uint8_t sense0);
/* The same for initial status: unit check alone. */
uint8_t device_refuse(struct device *dev, uint8_t sense0);
struct evq *device_evq(struct device *dev);
/* Tells the operator of host trouble ("0150: cylinder 3 ..."). */
void device_message(struct device *dev, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* See chan_flush (channel.h). */
bool device_flush(struct device *dev, int fd, const char *path, bool must);
/* Machine time now, TOD units. */
uint64_t device_now(struct device *dev);

/* Is the device watched? chansys_watch (channel.h) says by whom. */
void device_watch(struct device *dev, bool on);

/* Attaches an instance of a model that is not in the table (tests). */
struct device *chansys_attach_model(struct chansys *cs, uint16_t addr,
                                    const struct device_model *model, int argc,
                                    char **argv, struct err *err);

/* The table of all models, ended by NULL: devices/models.c. */
extern const struct device_model *const device_models[];

#endif
