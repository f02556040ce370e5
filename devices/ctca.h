/* SPDX-License-Identifier: MIT */
/* The 3088 channel-to-channel adapter, one end of it: the other is a device of
 * another machine. What the two ends say to one another are frames; whatever
 * carries them (machine/) plugs in here. GA22-6983 (Channel-to-Channel
 * Adapter), from memory. Machine thread only. */
#ifndef DEVICES_CTCA_H
#define DEVICES_CTCA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arch/bytes.h"
#include "devices/device.h"

enum { CTCA_DATA = 65535 };

/* A frame; the data of a write follows. */
struct ctca_frame {
    uint8_t what; /* enum ctca_what */
    uint8_t code; /* of the command it is about */
    be16 number;  /* of that command */
    be32 count;
};

enum ctca_what {
    CTCA_COMMAND = 1, /* begun, and waiting for its counterpart */
    CTCA_END,         /* of your command: count bytes were taken */
    CTCA_SENSED,      /* your control command was sensed */
    CTCA_CANCEL,      /* my command was halted */
    CTCA_REFUSE,      /* our commands crossed, and yours gives way */
    CTCA_RESET        /* my machine was reset */
};

/* The operands of the device line: [CTCE] LPORT [RHOST RPORT]. */
struct ctca_line {
    unsigned lport; /* where to be called; 0: a free port */
    char rhost[64]; /* whom to call: a loopback address */
    unsigned rport; /* 0: nobody */
};

typedef void ctca_send_fn(void *ctx, struct device *dev, const uint8_t *frame,
                          size_t len);

bool ctca_is(const struct device *dev);
const struct ctca_line *ctca_operands(const struct device *dev);
void ctca_plug(struct device *dev, ctca_send_fn *send, void *ctx);
/* The other end is there. When commands cross, that of the end that called
 * goes first. */
void ctca_up(struct device *dev, bool called);
/* It is gone: what waits for it ends with intervention required. */
void ctca_down(struct device *dev);
/* A frame of the other end. False: it is none, and the connection is to be
 * closed. */
bool ctca_receive(struct device *dev, const uint8_t *frame, size_t len);

#endif
