/* SPDX-License-Identifier: MIT */
/* The local 3270 (3278/3279 on a 3274): the seam to the TN3270 server, which
 * is in machine/. Records are 3270 records of TN3270: outbound a command byte
 * ("remote" code, arch/t3270.h) and its data; inbound an AID and what follows;
 * telnet framing and the TN3270E header are the server's. Machine thread only.
 */
#ifndef DEVICES_D3270_H
#define DEVICES_D3270_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct device;

/* Queues one outbound record for the client; must not block and must not call
 * back into the device. False when the client is gone or its bounded queue is
 * full: the device takes it as vanished (the server then drops it and need not
 * call d3270_disconnect, though it may). */
typedef bool d3270_send_fn(void *ctx, const uint8_t *rec, size_t len);

bool d3270_is(const struct device *dev);
/* A client took this terminal: device end is raised. `termtype` is the
 * negotiated type ("IBM-3278-2-E"); `extended` grants Write Structured Field
 * (a type with -E, or TN3270E's, or IBM-DYNAMIC). False when it has a client
 * already. */
bool d3270_connect(struct device *dev, const char *termtype, bool extended,
                   d3270_send_fn *send, void *ctx);
/* After a load: the client that the device had has this way out from now on. */
void d3270_resume(struct device *dev, d3270_send_fn *send, void *ctx);
bool d3270_connected(const struct device *dev);
/* The client is gone: an operation that waits for it ends with intervention
 * required. Harmless without a client. */
void d3270_disconnect(struct device *dev);
/* A whole record from the client. Telnet BREAK or IP: pass the one byte
 * AID_PA1. An empty or overlong (> 65535) record is ignored: returns false. */
bool d3270_inbound(struct device *dev, const uint8_t *rec, size_t len);
/* The group word of the configuration line, "" if none: a client that asks
 * for a group (terminal type suffix @GROUP) gets only such a device. */
const char *d3270_group(const struct device *dev);

#endif
