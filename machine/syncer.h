/* SPDX-License-Identifier: MIT */
/* fsync of volumes in a thread of its own. It sleeps until the machine thread
 * gives it volumes that were written. A sync that fails is told the operator
 * (MSG_SAY), once for each volume and reason: the guest has gone on long ago.
 * All functions are the machine thread's. */
#ifndef MACHINE_SYNCER_H
#define MACHINE_SYNCER_H

#include <stdbool.h>

#include "lib/err.h"

struct chansys;
struct mailbox;
struct syncer;

/* `machine` is told. */
struct syncer *syncer_create(struct mailbox *machine);
void syncer_destroy(struct syncer *s); /* waits for what goes on */

/* Has the volumes that were written since their last sync synced. False when
 * the thread is still busy with the ones before: try again later. */
bool syncer_run(struct syncer *s, struct chansys *cs);
/* A chan_flush (devices/channel.h) of this syncer: has a file synced that the
 * caller may close. Declines, unless it must not, while the thread is busy. */
bool syncer_file(void *syncer, int fd, const char *path, bool must);
/* Waits until the thread holds no volume; call it before a device is detached
 * or given another file. */
void syncer_wait(struct syncer *s);
/* Syncs every volume and waits for it. False when a sync has failed. */
bool syncer_all(struct syncer *s, struct chansys *cs);

#endif
