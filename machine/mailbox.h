/* SPDX-License-Identifier: MIT */
/* The only way between threads: ordered queues of messages. Any thread posts;
 * one thread owns a mailbox and takes from it. */
#ifndef MACHINE_MAILBOX_H
#define MACHINE_MAILBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum msg_kind {
    /* To the machine thread. */
    MSG_COMMAND, /* a line typed at the line console */
    MSG_CONTROL, /* a command from the control socket: not held by pause */
    MSG_QUERY,   /* a query from control client `client` */
    MSG_END,     /* asked to end: SIGTERM, or data "now" */
    MSG_GO_ON,   /* SIGINT: a pause ends */
    MSG_CONNECT, /* a terminal client: data is a struct msg_terminal */
    MSG_READY,   /* records may flow to an accepted client */
    MSG_RECORD,  /* either way: a 3270 record of or for a client */
    MSG_ATTN,    /* Telnet BREAK or IP of a client */
    MSG_GONE,    /* the client's connection has ended */
    /* Between the machine and the I/O thread. The client is a number that each
     * adapter gets when it is attached: a late message for one that was
     * detached does not reach another at its address. What was recorded has
     * the device address. */
    MSG_CTC_OPEN,  /* data is a struct ctclink_open */
    MSG_CTC_CLOSE, /* the device goes away */
    MSG_CTC_UP,    /* the other end is there; data "1": this end called.
                    * To the I/O thread: what follows is for that end */
    MSG_CTC_DOWN,  /* it is gone; to the I/O thread: hang up */
    MSG_CTC_FRAME, /* either way */
    MSG_SAY,       /* a text for the operator, of another thread */
    /* To the I/O thread. */
    MSG_ANSWER,    /* to a query, for control client `client` */
    MSG_NO_ANSWER, /* it was not understood */
    MSG_ACCEPT,    /* the client has a device */
    MSG_REFUSE,    /* data is the reason, a text */
    /* To the I/O thread and the line console. */
    MSG_LINE, /* a console line, without newline */
    MSG_STOP, /* the machine has ended; data is the reason */
};

/* Who has posted what its owner has not freed yet: the line console what was
 * typed (MSG_COMMAND), the I/O thread all else. */
enum mailbox_source { MAILBOX_TYPED, MAILBOX_REMOTE, MAILBOX_SOURCES };

enum { MAILBOX_FULL = 1 << 20 }; /* bytes of a source's messages */

struct mailbox;

struct msg {
    struct msg *next;
    struct mailbox *counted; /* where it counts until it is freed; NULL */
    enum msg_kind kind;
    uint32_t client; /* number of a client or adapter, where it concerns one */
    size_t len;      /* of data; a NUL follows it that is not counted */
    char data[];
};

/* `wake` (may be NULL) is called by the posting thread after each post to an
 * empty mailbox. `limit` is the most MSG_LINE messages kept: beyond it lines
 * are dropped, counted, and the count told in their place; 0: no limit. */
struct mailbox *mailbox_create(void (*wake)(void *arg), void *arg,
                               size_t limit);
void mailbox_destroy(struct mailbox *m);

/* Copies data. Ends the program when storage is exhausted. */
void mailbox_post(struct mailbox *m, enum msg_kind kind, uint32_t client,
                  const void *data, size_t len);

/* A message that was not posted and does not count. */
struct msg *mailbox_make(enum msg_kind kind, uint32_t client, const void *data,
                         size_t len);
/* A copy, which counts where the message does. */
struct msg *mailbox_copy(const struct msg *msg);

/* The source has so much there that it is to read no more before `room` is
 * called, by whatever thread frees messages, when half of it has gone. Posting
 * goes on working. NULL: nobody waits. */
bool mailbox_full(struct mailbox *m, enum mailbox_source source);
void mailbox_on_room(struct mailbox *m, enum mailbox_source source,
                     void (*room)(void *arg), void *arg);

/* All messages in order, as a list to be freed with mailbox_free; NULL when
 * there is none. Does not wait. */
struct msg *mailbox_take(struct mailbox *m);
void mailbox_free(struct msg *list);

/* Sleeps until a message is there or CLOCK_MONOTONIC reaches `ns`
 * (UINT64_MAX: without limit). True when a message is there. */
bool mailbox_wait(struct mailbox *m, uint64_t ns);

#endif
