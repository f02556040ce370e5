/* SPDX-License-Identifier: MIT */
/* The machine: composition of storage, processor, channels, event queue and
 * clock, owned by the machine thread. Other threads reach it by `in` alone
 * (and read `state`). */
#ifndef MACHINE_MACHINE_H
#define MACHINE_MACHINE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "cpu/cpu.h"
#include "devices/channel.h"
#include "lib/err.h"
#include "lib/evq.h"
#include "machine/clock.h"
#include "machine/configuration.h"
#include "machine/journal.h"
#include "machine/mailbox.h"
#include "machine/rates.h"

struct ctcs;
struct record;
struct replay;
struct devnames;
struct syncer;
struct terminals;
struct trace;

/* Machine time (TOD units, 5 s) from the first I/O to the fsync after it. */
static const uint64_t MACHINE_SYNC = 5 * 4096000000ull;

enum machine_state {
    MACHINE_STOPPED,
    MACHINE_RUNNING,
    MACHINE_WAIT, /* an enabled wait */
    MACHINE_ENDING,
};

struct machine {
    struct config *config;
    struct storage storage;
    struct cpu_board board;
    struct cpu *cpu;
    struct chansys *cs;
    struct evq *evq;
    struct terminals *terminals;
    struct ctcs *ctcs;
    struct syncer *syncer;
    struct devnames *names;
    struct trace *trace;
    bool single;       /* trace_run executes the instructions, one at a time */
    struct event sync; /* queued after the first I/O since the last sync */

    struct clock_base base;
    struct clock_state clock;
    uint64_t itimer_next; /* machine time of the next location-80 update */

    uint64_t icount_zero; /* what `icount zero` takes for the beginning */
    uint64_t began;       /* host time, machine_wall */
    struct rates rates;
    uint64_t trouble_since;    /* host time */
    unsigned troubles;         /* device messages since then */
    FILE *log;                 /* console lines go there, too; NULL: no log */
    struct console_test *test; /* cmd_test.c; NULL: none yet */

    struct mailbox *in;      /* to this thread */
    atomic_bool mail;        /* something was posted to `in` */
    struct mailbox *console; /* console lines to the line console; NULL: none */
    struct mailbox *io;      /* to the I/O thread; NULL: there is none */
    struct journal *journal; /* who looks on; NULL: nobody */
    struct record *record;   /* NULL: nothing is recorded */
    struct replay *replay;   /* NULL: not a replay */
    bool in_messages;        /* a command that runs came as a message */

    struct msg *script, **script_last; /* commands of the rc file, then lines
                                        * of the line console */
    unsigned script_depth; /* script files inside each other, of the command
                            * that runs; in msg.client of one that waits */
    uint64_t script_pause; /* host time (TOD units) before which none is run */
    bool script_till_stop; /* none is run before the processor stops */
    bool script_test;      /* ... which runtest expects in time */

    bool ipl_active; /* the IPL's channel program is going on */
    uint16_t ipl_addr;
    atomic_int state;   /* enum machine_state */
    bool ending;        /* asked to end; ONEND commands were given */
    bool end_now;       /* leave the main loop */
    uint64_t end_limit; /* host time at which to wait no longer */
    int status;         /* the program's exit status */
};

/* Makes the machine of a configuration: storage cleared, processor stopped,
 * devices attached. The caller has set in, console, io and journal (which it
 * keeps). False with *e on failure; machine_destroy in any case. */
bool machine_create(struct machine *m, struct config *config, struct err *e);
/* Detaches the devices (which syncs their files) and frees everything. */
void machine_destroy(struct machine *m);

/* Attaches one device, as chansys_attach, and connects it. */
bool machine_attach(struct machine *m, uint16_t addr, const char *type,
                    int argc, char **argv, struct err *e);

/* Connects what the machine plugs into a device. */
void machine_connect(struct machine *m, struct device *dev);

/* As the control socket says it: stopped, running, wait, ending. */
const char *machine_state_name(int state);

/* Messages that reach the guest, which a recording keeps and a replay gives
 * back: from terminals' clients and from adapters' other ends (with the device
 * address, ctcs_address). */
bool machine_is_arrival(enum msg_kind kind);
void machine_arrival(struct machine *m, const struct msg *msg);

/* The main loop: returns when the machine has ended. */
void machine_run(struct machine *m);

/* Appends a command to those that run one after the other. */
void machine_script(struct machine *m, const char *line);

/* The same of a command that came as a message, which still counts among what
 * the line console has sent. */
void machine_script_message(struct machine *m, const struct msg *msg);

/* Asks for the end: runs the ONEND commands and waits up to 60 s for the
 * disabled wait; a second time, or `now`: at once. */
void machine_end(struct machine *m, bool now);

/* The PSW has the wait bit and no interruption is enabled in it. */
bool machine_disabled_wait(const struct machine *m);
void machine_stop(struct machine *m);
void machine_start(struct machine *m);

/* Host time, TOD units since 1900 shifted by SYSEPOCH and YROFFSET. */
uint64_t machine_wall(const struct machine *m);

#endif
