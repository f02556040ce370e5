/* SPDX-License-Identifier: MIT */
/* The device numbers there are, for another thread than the machine's: the
 * line console completes them. */
#ifndef MACHINE_DEVNAMES_H
#define MACHINE_DEVNAMES_H

#include <stdbool.h>
#include <stdint.h>

struct chansys;
struct devnames;

struct devnames *devnames_create(void);
void devnames_destroy(struct devnames *d);
/* Machine thread: devices came or went. */
void devnames_update(struct devnames *d, struct chansys *cs);
/* Any thread: the i-th number in order; false: there are not so many. */
bool devnames_get(struct devnames *d, unsigned i, uint16_t *addr);

#endif
