/* SPDX-License-Identifier: MIT */
/* Replaying: the main loop takes from a recording what came from outside when
 * it was made, at the same instruction counts. A replay can stop at any count,
 * and go back: memory snapshots are taken on the way. Machine thread only; the
 * machine has m->replay. */
#ifndef MACHINE_REPLAY_H
#define MACHINE_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"
#include "machine/configuration.h"
#include "machine/journal.h"

struct machine;
struct msg;
struct replay;

/* Opens and checks a recording, and says what machine it is of: storage size
 * and facilities go into *c. NULL with *e. */
struct replay *replay_open(const char *path, struct config *c, struct err *e);
/* Makes the recorded machine out of one that was created from that
 * configuration. `to`: stop there, at an instruction count, with a console;
 * UINT64_MAX: run to the end, and end. */
bool replay_begin(struct replay *r, struct machine *m, uint64_t to,
                  struct err *e);
void replay_close(struct replay *r); /* NULL is allowed */

/* In place of messages: what arrived; and the replay's own console. */
void replay_messages(struct replay *r);
/* In place of commands that wait. */
void replay_script(struct replay *r);
/* Where the end is looked for: has the recording ended? */
void replay_end(struct replay *r);
/* How many of n instructions may be executed before the next entry; 0: the
 * main loop goes round instead. */
uint64_t replay_limit(struct replay *r, uint64_t n);
/* The processor waits. Did something come, when it was recorded, before the
 * main loop had seen that? Then it goes round first. */
bool replay_came(struct replay *r);
/* In place of a point of the clock or a wait. */
void replay_point(struct replay *r, enum entry entry);
/* Was the client dropped at this record of its output? */
bool replay_dropped(struct replay *r, uint32_t client, uint64_t sends);
/* Is the guest's output not to be shown (it was before)? */
bool replay_quiet(const struct replay *r);

#endif
