/* SPDX-License-Identifier: MIT */
/* Recording: a snapshot and the journal of what comes after it, in one file
 * that can be replayed up to its last block whenever the program is killed.
 * Machine thread only; the machine has m->record while one is made. */
#ifndef MACHINE_RECORD_H
#define MACHINE_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"
#include "machine/journal.h"

struct machine;
struct msg;
struct record;

/* Begins, in a file that must not exist. */
bool record_start(struct machine *m, const char *path, struct err *e);
/* Ends it, with the digest, which is shown. */
void record_stop(struct machine *m);

/* The journal. `entry` is ENTRY_POINT, ENTRY_WAIT or ENTRY_STOPPED. */
void record_point(struct record *r, enum entry entry);
void record_pass(struct record *r);
void record_arrival(struct record *r, const struct msg *msg);
void record_dropped(struct record *r, uint32_t client, uint64_t sends);
/* Around each console command. */
void record_before(struct record *r, const char *line);
void record_after(struct record *r, const char *line);
/* The machine is about to sleep: what is recorded goes to the file. */
void record_flush(struct record *r);
/* Once in each round of the main loop: ends the recording if that was asked
 * for, or if it cannot be written. */
void record_round(struct machine *m);

#endif
