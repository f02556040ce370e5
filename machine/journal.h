/* SPDX-License-Identifier: MIT */
/* All that reaches the machine from outside, with the instruction count at
 * which it was honoured: the machine is a deterministic function of its first
 * state and of this journal. record.c writes it, replay.c reads it; a test may
 * look on by a struct journal. The form of the entries is here. */
#ifndef MACHINE_JOURNAL_H
#define MACHINE_JOURNAL_H

#include <stdint.h>

#include "cpu/cpu.h"

struct msg;

struct journal {
    void *arg;
    /* A point of the clock, or the end of a wait: cc holds from here on. */
    void (*point)(void *arg, const struct cpu_clock *cc);
    /* A message was taken. */
    void (*arrival)(void *arg, uint64_t count, const struct msg *msg);
};

/* A recording: RECORD_MAGIC; a snapshot (snapshot.h); entries, each of them a
 * kind, by how much the instruction count has grown since the entry before,
 * and what is said here. */
#define RECORD_MAGIC "CAMRECO2"

enum entry {
    ENTRY_POINT = 1, /* clock: correction of its time, of its rate */
    ENTRY_WAIT,      /* a wait has ended: the same */
    ENTRY_STOPPED,   /* the processor is stopped: the same */
    ENTRY_PASS,      /* the main loop went round without an instruction */
    ENTRY_ARRIVAL,   /* a message: kind, client, data */
    ENTRY_CONTROL,   /* a command run when messages were taken: the line */
    ENTRY_COMMAND,   /* a command run after them: the line */
    ENTRY_DROPPED,   /* client, which of its records was too much for it */
    ENTRY_DEVICE,    /* the last command made this of a device: the device,
                      * the interruption queue */
    ENTRY_DETACHED,  /* it took a device away: the address */
    ENTRY_STORAGE,   /* it loaded main storage: storage, processor */
    ENTRY_CHECK,     /* digest of the machine */
    ENTRY_END,       /* the same, and the recording ends */
    ENTRY_STEP,      /* as ENTRY_PASS, and a step or breakpoint stopped the
                      * processor */
    ENTRY_LAST = ENTRY_STEP,
};

/* Differences as numbers without a sign. */
static inline uint64_t
entry_zigzag(uint64_t difference)
{
    return difference << 1 ^ (difference >> 63 ? UINT64_MAX : 0);
}

static inline uint64_t
entry_unzigzag(uint64_t v)
{
    return v >> 1 ^ (v & 1 ? UINT64_MAX : 0);
}

#endif
