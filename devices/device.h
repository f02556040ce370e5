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

struct device;
struct chansys;

/* One command, as the model executes it. For a command that reads, the model
 * puts what the device sends into buf[0..len) and sets `len`; the channel
 * moves the smaller of that and the CCW's count (through chained data). For
 * one that writes, the channel has gathered the data before the call: buf,
 * len is what the program supplies. The model returns unit status: normally
 * US_CHANNEL_END | US_DEVICE_END; 0 when the command goes on (a console read
 * with no line typed yet) and device_complete will be called later. */
struct command {
    uint8_t code;
    uint8_t prev_code; /* the command before it in the chain, 0 at first */
    bool chained;      /* not the first CCW of its chain */
    uint8_t *buf;
    uint32_t len;      /* in: bytes supplied (write); out: bytes sent (read) */
    uint32_t used;     /* out, write: bytes the device took */
    uint32_t max;      /* read: room in buf; at least 65536 */
    uint32_t count;    /* the CCW's count, with data chaining summed */
};

/* How a command code moves data, asked before it is executed. */
enum direction { DIR_NONE, DIR_WRITE, DIR_READ, DIR_READ_BACKWARD, DIR_BAD };

struct device_model {
    const char *type;          /* the name in a configuration line */
    struct sense_id id;
    /* Parses argv, opens files, sets dev->state. */
    bool (*attach)(struct device *dev, int argc, char **argv,
        struct err *err);
    void (*detach)(struct device *dev);
    enum direction (*direction)(struct device *dev, uint8_t code);
    uint8_t (*execute)(struct device *dev, struct command *cmd);
    /* HIO, HDV, CLRIO or reset ends a command that is going on. */
    void (*halt)(struct device *dev);
    void (*reset)(struct device *dev);
    /* A line for devlist: file name, client. */
    void (*describe)(struct device *dev, char *text, size_t size);
    /* Microseconds a command takes (latency is a function of machine time
     * only); NULL: the default. */
    uint32_t (*latency)(struct device *dev, const struct command *cmd);
};

struct device {
    uint16_t addr;
    const struct device_model *model;
    struct chansys *cs;
    void *state;        /* the model's own */
    uint8_t sense[32];
    unsigned sense_len; /* bytes SENSE returns, 1-32 */
    struct subchannel *sub; /* devices/channel.c's own */
};

/* The model ends a command that had returned 0; data for a read is in the
 * command's buf. Called by the machine thread at any time. */
void device_complete(struct device *dev, uint8_t unit_status);
/* An unsolicited status: attention, or device end on not-ready to ready. */
void device_attention(struct device *dev, uint8_t unit_status);

/* Sets sense byte 0 and returns channel end + device end + unit check. */
uint8_t device_check(struct device *dev, uint8_t sense0);
struct evq *device_evq(struct device *dev);

/* The table of all models, ended by NULL: devices/models.c. */
extern const struct device_model *const device_models[];

#endif
