/* SPDX-License-Identifier: MIT */
/* The machine thread's side of channel-to-channel adapters: between the
 * devices and the I/O thread that has their connections. */
#ifndef MACHINE_CTCS_H
#define MACHINE_CTCS_H

#include <stdbool.h>

struct ctcs;
struct device;
struct machine;
struct msg;

struct ctcs *ctcs_create(void);
/* Before the devices go: unplugs what is attached still. NULL is allowed. */
void ctcs_destroy(struct machine *m);

/* A device was attached, if it is an adapter: it is connected. */
void ctcs_attach(struct machine *m, struct device *dev);
/* It goes away. */
void ctcs_detach(struct machine *m, struct device *dev);
/* A message of the I/O thread's for an adapter: puts the device address in the
 * place of the adapter's number. False: that adapter is not there any more. */
bool ctcs_address(struct machine *m, struct msg *msg);
/* A snapshot was loaded: what it says of the other ends no longer holds. They
 * are called again. */
void ctcs_resume(struct machine *m);
/* MSG_CTC_UP, MSG_CTC_DOWN, MSG_CTC_FRAME, with a device address. */
void ctcs_message(struct machine *m, const struct msg *msg);

#endif
