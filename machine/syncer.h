/* SPDX-License-Identifier: MIT */
/* fsync of disk images in a thread of its own. It sleeps until the machine
 * thread gives it images that were written. */
#ifndef MACHINE_SYNCER_H
#define MACHINE_SYNCER_H

#include <stdbool.h>

#include "lib/err.h"

struct chansys;
struct syncer;

struct syncer *syncer_create(void);
void syncer_destroy(struct syncer *s); /* waits for what goes on */

/* Machine thread: has the images that were written since their last sync
 * synced. False when the thread is still busy with the ones before: try again
 * later. */
bool syncer_run(struct syncer *s, struct chansys *cs);
/* Machine thread: waits until the thread holds no image; call it before a
 * device is detached or given another file. */
void syncer_wait(struct syncer *s);
/* Syncs every image now, in this thread. False with the first error. */
bool syncer_all(struct chansys *cs, struct err *e);

#endif
