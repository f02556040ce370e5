/* SPDX-License-Identifier: MIT */
/* Channel command word, channel address word, channel status word, status and
 * sense bits. PoO "Input/Output Operations". */
#ifndef ARCH_CCW_H
#define ARCH_CCW_H

#include "arch/bytes.h"

struct ccw {
    uint8_t cmd;
    be24 addr;
    uint8_t flags;
    uint8_t zero;
    be16 count;
};
_Static_assert(sizeof(struct ccw) == 8, "ccw");

enum {
    CCW_CD = 0x80, /* chain data */
    CCW_CC = 0x40, /* chain command */
    CCW_SLI = 0x20,
    CCW_SKIP = 0x10,
    CCW_PCI = 0x08,
    CCW_IDA = 0x04,
};

/* Commands common to all devices; a TIC has low digit 8. */
enum {
    CCW_WRITE = 0x01,
    CCW_READ = 0x02,
    CCW_NOP = 0x03,
    CCW_SENSE = 0x04,
    CCW_TIC = 0x08,
    CCW_READ_BACKWARD = 0x0c,
    CCW_SENSE_ID = 0xe4,
};

enum { CAW_KEY = (int)0xf0000000, CAW_ADDR = 0x00ffffff };

struct csw {
    uint8_t key;  /* key in the high digit; X'08' suspended/L bit unused */
    be24 addr;    /* last CCW + 8 */
    uint8_t unit; /* unit status */
    uint8_t chan; /* channel status */
    be16 count;   /* residual */
};
_Static_assert(sizeof(struct csw) == 8, "csw");

enum {
    CSW_LOG_PENDING = 0x04, /* in key byte */
    CSW_DEFERRED_CC = 0x03, /* in key byte: SIOF deferred condition code */
};

enum unit_status {
    US_ATTENTION = 0x80,
    US_STATUS_MODIFIER = 0x40,
    US_CONTROL_UNIT_END = 0x20,
    US_BUSY = 0x10,
    US_CHANNEL_END = 0x08,
    US_DEVICE_END = 0x04,
    US_UNIT_CHECK = 0x02,
    US_UNIT_EXCEPTION = 0x01,
};

enum chan_status {
    CS_PCI = 0x80,
    CS_INCORRECT_LENGTH = 0x40,
    CS_PROGRAM_CHECK = 0x20,
    CS_PROTECTION_CHECK = 0x10,
    CS_CHANNEL_DATA_CHECK = 0x08,
    CS_CHANNEL_CONTROL_CHECK = 0x04,
    CS_INTERFACE_CONTROL_CHECK = 0x02,
    CS_CHAINING_CHECK = 0x01,
};

/* Sense byte 0, the bits all devices share. */
enum sense0 {
    SENSE_COMMAND_REJECT = 0x80,
    SENSE_INTERVENTION = 0x40,
    SENSE_BUS_OUT = 0x20,
    SENSE_EQUIPMENT = 0x10,
    SENSE_DATA = 0x08,
    SENSE_OVERRUN = 0x04,
};

/* What SENSE ID returns: FF, control unit type and model, device type and
 * model. A device without a control unit type repeats its own. */
struct sense_id {
    uint8_t ff;
    be16 cu_type;
    uint8_t cu_model;
    be16 dev_type;
    uint8_t dev_model;
};
_Static_assert(sizeof(struct sense_id) == 7, "sense id");

#endif
