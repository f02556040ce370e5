/* SPDX-License-Identifier: MIT */
/* Snapshots: the whole machine in a file and back. The file: eight letters,
 * then a stream of values (lib/pack.h): a head that says which machine it is,
 * the machine, and a boundary. A recording begins with the same. */
#ifndef MACHINE_SNAPSHOT_H
#define MACHINE_SNAPSHOT_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/digest.h"
#include "lib/err.h"
#include "lib/pack.h"

struct config;
struct machine;

enum { SNAPSHOT_MAGIC = 8 };

/* Saves the machine into a new file, which takes the place of an old one when
 * it is whole. */
bool snapshot_save(struct machine *m, const char *path, struct err *e);
/* Puts the machine of the file in the place of this one. False with *e: when
 * *changed is false, this machine is as it was; else it has been reset. */
bool snapshot_load(struct machine *m, const char *path, bool *changed,
                   struct err *e);

/* Opens a file that begins with these eight letters and checks all its blocks:
 * returns its descriptor and where its blocks end (lib/pack.h); -1 with *e. */
int snapshot_open(const char *path, const char *magic, const char *what,
                  uint64_t *boundary, bool *cut, struct err *e);
/* Head and machine. False with *e (a device that cannot be saved). */
bool snapshot_write(struct machine *m, struct pack *p, struct err *e);
/* The head into a configuration that has no devices; the processor's id. */
bool snapshot_read_head(struct unpack *u, struct config *c, uint64_t *cpuid,
                        struct err *e);

/* The machine alone. `fresh`: there are no devices yet; they are made without
 * host files, and terminals go on. */
void snapshot_pack(struct machine *m, struct pack *p);
bool snapshot_unpack(struct machine *m, struct unpack *u, bool fresh,
                     struct err *e);

/* After snapshot_read_head: over its list of devices. */
void snapshot_skip_devices(struct unpack *u);
/* Main storage, keys and processor alone. */
void snapshot_pack_core(struct machine *m, struct pack *p);
void snapshot_unpack_core(struct machine *m, struct unpack *u);

/* Storage, keys, registers, clocks, devices. */
struct digest_value snapshot_digest(struct machine *m);

#endif
