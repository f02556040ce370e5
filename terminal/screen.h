/* SPDX-License-Identifier: MIT */
/* A 3270 display: buffer, outbound data stream (host to display), inbound data
 * (reads and attention keys), keyboard lock. GA23-0059, "3270 Data Stream
 * Programmer's Reference". It knows no window and no socket: records go in by
 * scr_record, records for the host come out by `ops->send`. Any bytes are safe;
 * what the manual forbids stops the record with a program check (X PROG). */
#ifndef TERMINAL_SCREEN_H
#define TERMINAL_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arch/t3270.h"
#include "lib/codepage.h"

enum {
    SCR_FIELD = 0xc0,      /* set in cell.field of every field attribute */
    SCR_AID_SELECT = 0x7e, /* selector pen: addresses without data */
    SCR_CHARSET_GE = 1,    /* cell.charset of a character sent with GE */
    SCR_TYPEAHEAD = 256,   /* keys kept while the keyboard is locked */
    SCR_REPLIES_MAX = 16   /* reads that one record may ask for */
};

/* One buffer position. Extended attributes are the values of the data stream,
 * 0 for default: of a field's attribute cell they hold for the field. */
struct cell {
    uint8_t ch;    /* EBCDIC; 0 in a field attribute */
    uint8_t field; /* 0, or SCR_FIELD | enum t3270_attr bits */
    uint8_t color, highlight, charset;
};

enum scr_lock {
    SCR_UNLOCKED,
    SCR_LOCK_OFFLINE, /* no session in 3270 mode */
    SCR_LOCK_SYSTEM,  /* an attention was sent: until the host restores */
    SCR_LOCK_PROG     /* the host sent a bad data stream: until Reset */
};

/* What was wrong with the last key; the next key or Reset clears it. */
enum scr_oper {
    SCR_OPER_OK,
    SCR_OPER_PROTECTED, /* X <-o-> */
    SCR_OPER_NUMERIC,   /* X NUM */
    SCR_OPER_OVERFLOW,  /* X OVERFLOW: no room to insert */
    SCR_OPER_NO_CHAR    /* the code page lacks the character */
};

enum scr_reply { SCR_REPLY_FIELD, SCR_REPLY_EXTENDED, SCR_REPLY_CHARACTER };

struct screen;

struct scr_ops {
    void (*send)(void *arg, const uint8_t *data, size_t len);
    void (*attn)(void *arg); /* the ATTN key: Telnet BREAK */
};

struct screen {
    unsigned rows, cols;         /* now */
    unsigned alt_rows, alt_cols; /* after Erase/Write Alternate */
    unsigned size;               /* rows * cols */
    unsigned cells;              /* allocated */
    struct cell *cell;
    unsigned cursor;
    unsigned addr; /* current buffer address of a Write */
    uint8_t aid;
    enum scr_lock lock;
    const char *prog; /* what was wrong with the last record */
    unsigned replies; /* sent for the record in hand: bounded */
    enum scr_oper oper;
    enum scr_reply reply;
    bool reply_color, reply_highlight, reply_charset;
    bool insert;
    bool numeric_lock; /* a numeric field takes 0-9 - . only */
    bool alarm;        /* set by the host; the window rings, resets */
    enum codepage codepage;
    uint32_t ahead[SCR_TYPEAHEAD]; /* keyboard.c's own */
    unsigned ahead_n;
    const struct scr_ops *ops;
    void *arg;
};

/* A blank display of the given model (2 to 5), offline. NULL: bad model, or no
 * storage. */
struct screen *scr_create(unsigned model, const struct scr_ops *ops, void *arg);
void scr_destroy(struct screen *s);
/* To the default size, blank, for a new session; online unlocks. */
void scr_reset(struct screen *s, bool online);

/* One outbound record: a command and its data. */
void scr_record(struct screen *s, const uint8_t *data, size_t len);
/* The commands of a Write Structured Field record (structured.c). */
void scr_structured(struct screen *s, const uint8_t *data, size_t len);
/* Write (command after its code): WCC, orders, data. For outbound 3270DS. */
void scr_command(struct screen *s, uint8_t command, const uint8_t *data,
                 size_t len);
/* Stops the record: program check. `what` is a constant. */
void scr_prog(struct screen *s, const char *what);
void scr_erase(struct screen *s, bool alternate);
/* Nulls in every unprotected field, MDT off there, cursor to the first; an
 * unformatted screen is erased whole. */
void scr_erase_unprotected(struct screen *s);

/* Inbound (inbound.c). */
void scr_send_attention(struct screen *s, uint8_t aid);
void scr_read_modified(struct screen *s, bool all);
void scr_read_buffer(struct screen *s);

/* The attribute cell that governs `pos`, which may be pos itself; -1: the
 * buffer is unformatted. */
int scr_field_of(const struct screen *s, unsigned pos);
/* True when pos is a field attribute or lies in a protected field. */
bool scr_protected(const struct screen *s, unsigned pos);
/* First position of the next unprotected field that has one, searching from
 * after `pos`; pos may be s->size - 1. 0 when there is none. */
unsigned scr_next_input(const struct screen *s, unsigned pos);
unsigned scr_next(const struct screen *s, unsigned pos);
unsigned scr_prev(const struct screen *s, unsigned pos);

#endif
