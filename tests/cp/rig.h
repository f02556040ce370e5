/* SPDX-License-Identifier: MIT */
/* The rig: a processor with no devices but that of tests/cp/rigdev.h. It runs
 * CP's core with one virtual machine in it (or CP in CP), or the same guest on
 * the bare processor, and gives the guest's state at its disabled wait. */
#ifndef TESTS_CP_RIG_H
#define TESTS_CP_RIG_H

#include "cpu/cpu.h"
#include "tests/cp/rigdev.h"

enum { RIG_LEVELS = 4, RIG_QUEUE = 64 };

/* A machine's state, real or virtual, when it stopped. Storage and keys are
 * in absolute order, `size` bytes and size / 2048 keys. */
struct rig_result {
    uint8_t *main, *keys;
    uint32_t size;
    struct rig_state state;
};

struct rig {
    struct storage storage;
    struct cpu_board board;
    struct cpu *cpu;
    unsigned levels;    /* CPs between processor and guest; 0: bare */
    bool ended, failed; /* RIG_END came; something is wrong */
    bool verbose, quiet;
    /* What each level's CP loads into its virtual machine. */
    struct rig_result image[RIG_LEVELS + 1];
    uint8_t *slots[RIG_LEVELS + 1];
    struct rig_op queue[RIG_QUEUE]; /* page I/O of level 0 */
    unsigned queued;
    uint64_t due; /* instruction count of the first one's end */
    uint64_t pages;
    struct rig_result *result;
};

/* levels CPs (the flat image `cp`), the outermost with `real` bytes of
 * storage, the others with `inner`, and the guest image with `size` bytes.
 * Exits with a message when something cannot be had. */
void rig_init(struct rig *r, unsigned levels, const char *cp, uint32_t real,
              uint32_t inner, const char *guest, uint32_t size);
void rig_free(struct rig *r);

/* To the guest's disabled wait, at most max instructions. False (with a
 * message on standard error): it did not get there. rig_step executes one
 * instruction and passes over waits; false at the end. */
bool rig_run(struct rig *r, uint64_t max);
bool rig_step(struct rig *r);

/* Compares two results: number of differences, printed when `name` is not
 * NULL. Masked: location 80, X'7000'-X'7FFF', reference and change bits. */
unsigned rig_compare(const struct rig_result *want,
                     const struct rig_result *got, const char *name);

#endif
