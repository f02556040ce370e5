/* SPDX-License-Identifier: MIT */
/* Terminal clients as the machine thread sees them: which client has which
 * 3270, and the records between them. The connections themselves belong to the
 * I/O thread (tnserver.c), which knows them by the same numbers. */
#ifndef MACHINE_TERMINALS_H
#define MACHINE_TERMINALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct device;
struct machine;
struct msg;
struct pack;
struct unpack;
struct terminals;

enum {
    TERMINALS_MAX = 256,          /* connections at a time */
    TERMINALS_QUEUE = 256 * 1024, /* bytes on their way to one client */
};

/* The data of MSG_CONNECT. */
struct msg_terminal {
    char type[48];   /* IBM-3278-2-E */
    char device[48]; /* the device or group asked for; "" when none */
    bool extended;   /* takes Write Structured Field */
};

struct terminals *terminals_create(struct machine *m);
void terminals_destroy(struct terminals *t);

/* MSG_CONNECT, MSG_READY, MSG_RECORD, MSG_ATTN, MSG_GONE. */
void terminals_message(struct terminals *t, const struct msg *msg);

/* A device goes away: its client, if any, is told and loses it. */
void terminals_detach(struct terminals *t, struct device *dev);

/* A replay makes a device anew, as it was recorded: before the old one goes,
 * and when the new one is there. Its client keeps it. */
void terminals_unplug(struct terminals *t, const struct device *dev);
void terminals_plug(struct terminals *t, struct device *dev);

/* Snapshots. A replay goes on with the clients that there were, whose output
 * goes nowhere; anywhere else they are gone: terminals_skip reads over them,
 * and terminals_drop takes the clients from all 3270s. */
void terminals_save(const struct terminals *t, struct pack *p);
void terminals_load(struct terminals *t, struct unpack *u);
void terminals_skip(struct unpack *u);
void terminals_drop(struct terminals *t);

/* Any thread: len bytes of output for a client have left (or were thrown away
 * with its connection). */
void terminals_sent(struct terminals *t, uint32_t client, size_t len);

#endif
