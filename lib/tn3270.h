/* SPDX-License-Identifier: MIT */
/* TN3270 over Telnet (RFC 854, 1091, 885, 856; 1576, 1646), both ends, over
 * libtelnet. No transport: bytes from the peer go in by tn3270_recv, bytes for
 * it come out by the `send` callback, and what happened comes by `event`.
 * Nothing here blocks or locks; one object serves one connection in one
 * thread. Callbacks may call back into the object, but not destroy it.
 *
 * Server: create, tn3270_start; on TN3270_EV_TERMINAL choose a device and call
 * tn3270_accept or tn3270_refuse (then or later); TN3270_EV_READY; records.
 * Client: create, tn3270_start; the server leads; TN3270_EV_READY; records. */
#ifndef LIB_TN3270_H
#define LIB_TN3270_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TN3270_RECORD_MAX = 65536, /* bytes of one record, either way */
    TN3270_NAME_MAX = 40       /* terminal type, device name: RFC 1091 */
};

enum tn3270_role { TN3270_SERVER, TN3270_CLIENT };

enum tn3270_event_type {
    /* Server: the client named its terminal type (and device): see
     * tn3270_terminal. Comes once. */
    TN3270_EV_TERMINAL,
    /* Negotiated: records may flow. Again after a return to text mode. */
    TN3270_EV_READY,
    TN3270_EV_RECORD, /* data, len: one 3270 record, without IAC EOR */
    TN3270_EV_BREAK,  /* Telnet BREAK or IP: the ATTN key; acts as PA1 */
    TN3270_EV_SYSREQ, /* Telnet AO: the SYSREQ key of a TN3270E client */
    TN3270_EV_TEXT,   /* client: data, len outside 3270 mode, ASCII text */
    /* The peer is no 3270, broke the protocol or sent too much; data, len is
     * a text for people, which a server has sent to the client too. Comes once;
     * everything after it is ignored. */
    TN3270_EV_FAILED
};

struct tn3270_event {
    enum tn3270_event_type type;
    const uint8_t *data; /* valid during the callback only */
    size_t len;
};

struct tn3270_ops {
    void (*send)(void *arg, const uint8_t *data, size_t len);
    void (*event)(void *arg, const struct tn3270_event *ev);
};

/* A terminal type, taken apart: IBM-3278-2-E, IBM-3279-5, IBM-DYNAMIC ... */
struct tn3270_terminal {
    char type[TN3270_NAME_MAX + 1];   /* as sent, without the device name */
    char device[TN3270_NAME_MAX + 1]; /* after `@` (RFC 1646), else empty */
    unsigned model;                   /* 2-5; 2 when the type names none */
    unsigned rows, cols;              /* of the alternate size of that model */
    bool extended;                    /* -E: takes Write Structured Field */
    bool printer;                     /* 328x */
};

struct tn3270;

/* NULL only for want of storage. `ops` and `arg` are kept. */
struct tn3270 *tn3270_create(enum tn3270_role role,
                             const struct tn3270_ops *ops, void *arg);
void tn3270_destroy(struct tn3270 *t);

/* Server: begins negotiation. Client: nothing is sent; gives the type (with
 * "@NAME" to ask for a device) to answer with. `type` is ignored by servers. */
void tn3270_start(struct tn3270 *t, const char *type);

void tn3270_recv(struct tn3270 *t, const void *data, size_t len);

/* Server, after TN3270_EV_TERMINAL: goes on to 3270 mode, or tells the client
 * why not, in a line of text; the owner then closes the connection. */
void tn3270_accept(struct tn3270 *t);
void tn3270_refuse(struct tn3270 *t, const char *reason);

/* Sends one record (IAC doubled, IAC EOR added). False, nothing sent, when not
 * in 3270 mode or len exceeds TN3270_RECORD_MAX. */
bool tn3270_send_record(struct tn3270 *t, const void *data, size_t len);
/* Client: the ATTN key, as Telnet BREAK. */
void tn3270_send_break(struct tn3270 *t);

bool tn3270_ready(const struct tn3270 *t);
bool tn3270_failed(const struct tn3270 *t);
/* Server: valid from TN3270_EV_TERMINAL on. */
const struct tn3270_terminal *tn3270_terminal(const struct tn3270 *t);

/* Takes a terminal type apart. False when it names no 3270. */
bool tn3270_parse_type(const char *text, size_t len,
                       struct tn3270_terminal *out);
/* Rows and columns of a model's alternate size; false: not 2 to 5. */
bool tn3270_model_size(unsigned model, unsigned *rows, unsigned *cols);

#endif
