/* SPDX-License-Identifier: MIT */
/* A device that does as it is told: what a read sends, how much a write takes,
 * which status comes and when. For tests of the channel. */
#ifndef TESTS_CCW_FAULTDEV_H
#define TESTS_CCW_FAULTDEV_H

#include "devices/device.h"

/* Command codes: 01 write, 02 read, 0C read backward, 03 and 07 control
 * without data, 0B control whose device end is given later by the test. Others
 * are rejected. */
struct fault {
    uint8_t send[65536]; /* a read sends this */
    uint32_t send_len;
    uint8_t got[65536]; /* the last write supplied this */
    uint32_t got_len;
    uint32_t want;    /* a write takes this many; 0: no limit */
    uint8_t status;   /* of the next command, once; 0: CE and DE */
    uint8_t initial;  /* initial status of the next command, once */
    unsigned pass;    /* commands to let pass before `initial` */
    uint8_t trouble;  /* the next command's, once: see struct device */
    bool cu_busy;     /* the control unit is busy: with other devices */
    unsigned retries; /* times the next command is to be retried */
    bool retry_later; /* ... when the test gives device end */
    bool hold;        /* the next command goes on until the test completes it */
    bool more;        /* writes: incorrect length */
    unsigned commands, halts, resets, taken;
    uint8_t code; /* the last command executed */
    struct command *held;
};

extern const struct device_model fault_model;
static inline struct fault *
fault_of(struct device *dev)
{
    return dev->state;
}

#endif
