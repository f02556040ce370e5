/* SPDX-License-Identifier: MIT */
/* A trace as a file: a ring of records of one size behind a header, mapped
 * into memory by the machine that writes it, so that it is whole (but for a
 * record being written) however the program ends. cambridge-trace prints it. */
#ifndef LIB_TRACEFILE_H
#define LIB_TRACEFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

enum { TRACE_VERSION = 1, TRACE_MOST = 16 << 20 /* records */ };

/* Host byte order: a file is read on a host like the one it was written on.
 * The record with the highest `seq` is the newest; 0 is an unused one. */
struct trace_header {
    char magic[8];  /* "CAMTRACE" */
    uint32_t order; /* 0x01020304 */
    uint32_t version;
    uint32_t record_size;
    uint32_t count;      /* records in the ring */
    uint32_t facilities; /* INSN_SET_...: for the disassembler */
    uint32_t unused;
};

enum trace_kind {
    TRACE_INSN = 1, /* an instruction and the registers after it */
    TRACE_INTERRUPTION,
    TRACE_OPERATION, /* an I/O instruction's address and condition code */
    TRACE_CCW,
    TRACE_STATUS, /* a command of a chain has ended */
    TRACE_END,    /* a channel program has ended */
    TRACE_KINDS
};

struct trace_record {
    uint64_t seq;    /* 1 and up */
    uint64_t icount; /* instructions begun */
    uint64_t tod;    /* machine time, TOD units */
    uint64_t psw;    /* before the instruction; the old one */
    uint8_t kind;    /* enum trace_kind */
    uint8_t class;   /* interruption: enum cpu_interruption; operation: enum
                      * chan_operation */
    uint8_t cc;      /* operation: condition code */
    uint8_t shown;   /* I/O: bytes of data, 0-16; sense, 0 or 16, when > 16 */
    uint16_t code;   /* interruption code; I/O address */
    uint16_t gr_changed; /* bit 15-n: general register n was */
    uint32_t at;         /* address of the instruction, the CCW; the CAW */
    uint32_t operand;    /* translation-exception address, monitor code; data
                          * address of a CCW */
    uint8_t text[8];     /* instruction; CCW; CSW */
    uint8_t fr_changed;  /* bit 3-n: floating-point register 2n was */
    uint8_t unused[7];
    union {
        struct {
            uint32_t gr[16];
            uint64_t fr[4];
        } reg;
        uint8_t data[32]; /* I/O: 16 bytes of data, 16 of sense */
    };
};
_Static_assert(sizeof(struct trace_record) == 160, "trace record");

struct tracefile;

/* Makes or replaces the file, for `count` records. NULL with *e. */
struct tracefile *tracefile_create(const char *path, uint32_t count,
                                   uint32_t facilities, struct err *e);
/* Opens one for reading; a file that is none is refused. NULL with *e. */
struct tracefile *tracefile_open(const char *path, struct err *e);
void tracefile_close(struct tracefile *t);

/* Appends, over the oldest once the ring is full; sets rec->seq. */
void tracefile_put(struct tracefile *t, struct trace_record *rec);
const struct trace_header *tracefile_header(const struct tracefile *t);
/* How many records were ever put (writer), or are there (reader). */
uint64_t tracefile_count(const struct tracefile *t);
/* The record at place i, 0 being the oldest; false: it is unused or torn.
 * Readers only. */
bool tracefile_get(const struct tracefile *t, uint64_t i,
                   struct trace_record *rec);

#endif
