/* SPDX-License-Identifier: MIT */
/* A machine without a processor, for tests of channels and devices: main
 * storage, a struct cpu that only carries it, the event queue, the board. */
#ifndef TESTS_DEVICES_RIG_H
#define TESTS_DEVICES_RIG_H

#include "arch/ccw.h"
#include "devices/channel.h"
#include "devices/device.h"

enum { RIG_STORAGE = 256 * 1024, RIG_CCW = 0x1000, RIG_DATA = 0x4000 };

struct rig {
    struct storage st;
    struct cpu cpu;
    struct evq *evq;
    struct chansys *cs;
    struct cpu_board board;
    struct csw csw;   /* of the last interruption or stored status */
    uint32_t next;    /* where rig_ccw puts the next CCW */
    unsigned changed; /* calls of cpu_storage_changed */
};

void rig_open(struct rig *r);
void rig_close(struct rig *r);
/* Attaches or fails the test. */
struct device *rig_attach(struct rig *r, uint16_t addr, const char *type,
                          int argc, char **argv);
/* Begins a new channel program at RIG_CCW. */
void rig_program(struct rig *r);
/* Adds a CCW; returns its address. */
uint32_t rig_ccw(struct rig *r, uint8_t cmd, uint32_t addr, uint8_t flags,
                 uint16_t count);
void rig_put(struct rig *r, uint32_t addr, const void *from, size_t len);
/* SIO (fast: SIOF) with this key at RIG_CCW; fetches the CSW at cc 1. */
int rig_sio(struct rig *r, uint16_t addr, uint8_t key, bool fast);
int rig_tio(struct rig *r, uint16_t addr);
/* Takes an interruption that is due now: its address; -1: none. */
int rig_take(struct rig *r);
/* Lets machine time go on until there is one; -1: no event is left, or 10000
 * events brought none. */
int rig_wait(struct rig *r);
/* Runs n events. */
void rig_events(struct rig *r, int n);
/* SIO and wait for the ending interruption; its status, unit * 256 + channel.
 * A cc 1 gives the status stored. Fails the test at cc 2 and 3. */
unsigned rig_run(struct rig *r, uint16_t addr);

#endif
