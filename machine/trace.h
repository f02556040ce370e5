/* SPDX-License-Identifier: MIT */
/* Instruction tracing, stepping and breakpoints, CCW traces, program-
 * interruption traces, and the trace file. All of it looks on: what the machine
 * does, its instruction count included, is the same with and without. Machine
 * thread only. */
#ifndef MACHINE_TRACE_H
#define MACHINE_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "cpu/cpu.h"
#include "devices/channel.h"
#include "lib/tracefile.h"

struct device;
struct machine;

enum { TRACE_BREAKS = 16, TRACE_OPCODES = 16, TRACE_DEVICES = 16 };

/* Instruction addresses, both ends included. */
struct trace_range {
    bool set;  /* false: all */
    char sign; /* as it was written: - : or . */
    uint32_t first, last;
};

/* What goes to the trace file. */
struct trace_filter {
    bool insn, interruptions, io;
    struct trace_range range; /* instructions */
    unsigned opcodes, devices;
    uint16_t opcode[TRACE_OPCODES]; /* X'xx00' with... */
    uint16_t opcode_mask[TRACE_OPCODES];
    uint16_t device[TRACE_DEVICES];
    unsigned classes; /* bit of enum cpu_interruption; 0: all */
};

struct trace {
    struct machine *m;
    struct cpu_watch on_cpu;
    struct chan_watch on_channels;

    /* The console's t, s and b. */
    bool tracing, stepping;
    struct trace_range trace_range, step_range;
    unsigned breaks;
    struct trace_range brk[TRACE_BREAKS];
    bool stopped;           /* by stepping or a breakpoint, before the */
    uint32_t stopped_at;    /* instruction here, and at this count: START */
    uint64_t stopped_count; /* executes it */
    uint64_t pgm;           /* bit 64-n: program interruption n is shown */
    uint8_t ccw[65536 / 8], ccw_step[65536 / 8]; /* t+devnum, s+devnum */

    struct tracefile *file; /* NULL: none */
    char *path;
    struct trace_filter filter;

    /* The instruction being executed. */
    bool pending; /* it is to go to the file when it has ended */
    struct trace_record rec;
    uint32_t gr[16];
    uint64_t fr[4];
};

/* NULL when out of memory. */
struct trace *trace_create(struct machine *m);
void trace_destroy(struct trace *t);

/* What is watched has changed, or a device was attached: m->single and the
 * watches are set accordingly. */
void trace_update(struct trace *t);

/* For cpu_run while m->single: executes up to n instructions one at a time. A
 * step or breakpoint stops the processor (CPU_ATTENTION). */
uint64_t trace_run(struct trace *t, uint64_t n, enum cpu_stop *why);

static inline bool
trace_bit(const uint8_t *bits, uint16_t addr)
{
    return bits[addr / 8] >> (addr % 8) & 1;
}

static inline bool
trace_in(const struct trace_range *r, uint32_t ia)
{
    return !r->set || (ia >= r->first && ia <= r->last);
}

/* trace_show.c: lines on the console. */
void trace_show_insn(struct machine *m, uint32_t ia, uint64_t psw);
void trace_show_interruption(struct machine *m, unsigned code, uint32_t at);
void trace_show_io(struct machine *m, const struct chan_event *ev);
/* The bytes of an instruction, as an onlooker; false when they cannot be
 * fetched. Those not fetched are zero. */
bool trace_fetch(struct machine *m, uint32_t ia, uint8_t text[8]);

#endif
