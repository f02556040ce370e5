/* SPDX-License-Identifier: MIT */
/* A rig for channel-program translation on the host: a guest's storage whose
 * pages lie scattered in a low arena (real addresses are 24-bit), and a small
 * channel that executes both the guest's program and the translated one with
 * the same device, writing down what each does. */
#ifndef TESTS_CP_CCWRIG_H
#define TESTS_CP_CCWRIG_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/ccw.h"
#include "cp/ccwtrans.h"
#include "cp/vio.h"

enum {
    ARENA = 0x200000, /* real storage: pool, then frames of guest pages */
    POOL = 0x100000,
    FRAMES = ARENA + POOL,
    PAGES = 64,
    STORAGE = PAGES * 4096,
    MAX_ALLOC = 64,
};

extern struct vmblok rig_vm;
extern struct vdevblok rig_vdev; /* a minidisk of cylinders 100 to 109 */

void rig_setup(void);
/* Nothing is allocated, nothing locked. */
void rig_empty(void);
void *rig_real(uint32_t addr);
uint8_t *rig_guest(uint32_t addr); /* NULL beyond its storage */
/* Guest address of a real one; ~0: not in guest storage. */
uint32_t rig_back(uint32_t at);
void rig_ccw(uint32_t at, uint8_t cmd, uint32_t addr, uint8_t flags,
             unsigned count);
void rig_bytes(uint32_t at, const void *data, unsigned n);
/* Pool addresses begin anew: between programs. */
void rig_rewind(void);

/* The channel's device: after a search, rig_coins decides about status
 * modifier; every command moves all of its data; NO_COMMAND ends the chain. */
extern unsigned rig_coins;
enum { NO_COMMAND = 0xff, MAX_TRACE = 4000, MAX_STEPS = 60 };

struct event {
    uint32_t at;  /* guest address of the CCW */
    uint8_t cmd;  /* 0: goes on a data chain */
    uint16_t n;   /* bytes moved */
    uint32_t sum; /* of their guest addresses */
};

struct trace {
    struct event ev[MAX_STEPS + 2];
    unsigned n;
    uint8_t chan; /* CS_PROGRAM_CHECK or 0 */
    bool rejected;
    uint32_t last; /* guest address of the last CCW + 8 */
};

/* Whose program it is. */
struct side {
    const struct ccwprog *p; /* NULL: the guest's own program */
};

/* Executes from `at`; `look`, if any, is called at each command. */
void rig_channel(const struct side *s, uint32_t at, struct trace *t,
                 void (*look)(const struct ccw *c, const struct ccwmap *m));

#endif
