/* SPDX-License-Identifier: MIT */
/* Input/output of the nucleus: one channel program at a time for every device
 * but the console, which works by interruptions (cms/console.h). Under CP by
 * DIAGNOSE X'20', otherwise by SIO. VM/370: DMSIOW, DMSITI. */
#ifndef CMS_IO_H
#define CMS_IO_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/ccw.h"

/* struct ccw is made of bytes; a channel program starts on a doubleword. */
#define CCW_ALIGNED __attribute__((aligned(8)))

enum io_result {
    IO_OK = 0,
    IO_UNIT_CHECK,
    IO_UNIT_EXCEPTION,
    IO_CHANNEL,   /* channel status: a program or hardware error */
    IO_NO_DEVICE, /* not operational, or not attached */
};

struct io_status {
    uint8_t unit;
    uint8_t chan;
    uint16_t residual;
    uint8_t sense[2]; /* after a unit check */
};

/* Puts the interruption handlers' new PSWs and stacks in place. */
void io_init(void);
/* True in a virtual machine under CP: STIDP's version code is X'FF'. */
bool io_under_cp(void);
/* Runs a channel program to its end. st may be null. */
enum io_result io_run(uint32_t device, const struct ccw *program,
                      struct io_status *st);
/* SENSE ID by SIO. False if the device does not exist or does not answer. */
bool io_sense_id(uint32_t device, struct sense_id *id);

/* Ends all in a disabled wait with this address. */
void io_stop(uint32_t code) __attribute__((noreturn));

/* Called by entry.S. */
void io_handler(void);

static inline void
ccw_set(struct ccw *c, uint8_t cmd, const void *addr, uint8_t flags,
        uint32_t count)
{
    c->cmd = cmd;
    put24(&c->addr, (uint32_t)(uintptr_t)addr);
    c->flags = flags;
    c->zero = 0;
    put16(&c->count, (uint16_t)count);
}

#endif
