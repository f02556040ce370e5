/* SPDX-License-Identifier: MIT */
/* The connections of channel-to-channel adapters, in the I/O thread: TCP on
 * loopback between two machines. Both ends listen and call, so that whichever
 * comes later finds the other; nothing polls. A connection begins with a word
 * from each end; then each frame is sent with its length, 4 bytes,
 * big-endian, before it. */
#ifndef MACHINE_CTCLINK_H
#define MACHINE_CTCLINK_H

#include <stdint.h>
#include <uv.h>

struct ctclinks;
struct mailbox;
struct msg;

/* The data of MSG_CTC_OPEN. */
struct ctclink_open {
    char rhost[64];
    unsigned lport, rport;
    uint16_t addr; /* for what the operator is told */
};

struct ctclinks *ctclinks_create(uv_loop_t *loop, struct mailbox *machine);
/* MSG_CTC_OPEN, MSG_CTC_CLOSE, MSG_CTC_UP, MSG_CTC_DOWN, MSG_CTC_FRAME. */
void ctclinks_message(struct ctclinks *all, const struct msg *msg);
/* Closes everything; the loop must run once more. */
void ctclinks_close(struct ctclinks *all);
/* Goes on reading where too much waited for the machine. */
void ctclinks_read_on(struct ctclinks *all);
void ctclinks_free(struct ctclinks *all);

#endif
